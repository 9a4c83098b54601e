"""What somebody's choice of a command comes to: the options of an interaction, as the registered commands have them."""

from collections.abc import Mapping, Sequence

from tests.discord_server.journal import Json
from tests.discord_server.payloads import describe_channel, describe_person
from tests.discord_server.world import Channel, Person, World

SUBCOMMAND, GROUP = 1, 2
TYPES: dict[int, type | tuple[type, ...]] = {
    3: str, 4: int, 5: bool, 6: Person, 7: Channel, 8: int, 9: Person, 10: (int, float),
}  # fmt: skip
"""What a test gives for each type of option; roles by their id."""

Given = Mapping[str, "str | int | float | bool | Person | Channel"]


def choose_command(
    commands: Sequence[Json], name: str, given: Given, world: World, *, focused: str | None = None
) -> Json:
    """Return the `data` of an interaction.

    Args:
        commands: as the bot registered them.
        name: of the command, with those of its subcommands, as one types it: `article add`.
        given: the options.
        world: that people and channels are of.
        focused: the option that is being typed, for an autocompletion.

    Raises:
        ValueError: when Discord's own client would not let anybody send that.
    """
    first, *rest = name.split(" ")
    command = _find(commands, first)
    path, owner = [], command
    for part in rest:
        owner = _find(owner.get("options", ()), part)
        path.append((part, owner["type"]))
    chosen = [_choose(option, given, focused) for option in _check(owner, given, partial=focused is not None)]
    for part, kind in reversed(path):
        chosen = [{"name": part, "type": kind, "options": chosen}]
    resolved: Json = {"users": {}, "channels": {}}
    for value in given.values():
        if isinstance(value, Person):
            resolved["users"][str(value.id)] = describe_person(value)
        if isinstance(value, Channel):
            described = {**describe_channel(value, world), "permissions": str(world.bot.permissions)}
            resolved["channels"][str(value.id)] = described
    return {"id": command["id"], "name": first, "type": 1, "options": chosen, "resolved": resolved}


def _find(commands: Sequence[Json], name: str) -> Json:
    for command in commands:
        if command["name"] == name and command.get("type", 1) in (SUBCOMMAND, GROUP):
            return command
    raise ValueError(f"there is no command {name!r}, only {[command['name'] for command in commands]}")


def _check(owner: Json, given: Given, *, partial: bool) -> list[Json]:
    """The options that are given, in the order of the command."""
    options = owner.get("options") or []
    if strange := set(given) - {option["name"] for option in options}:
        raise ValueError(f"{owner['name']!r} has no option {sorted(strange)}")
    for option in options:
        if option["type"] in (SUBCOMMAND, GROUP):
            raise ValueError(f"{owner['name']!r} is called by one of its subcommands")
        if option.get("required") and option["name"] not in given and not partial:
            raise ValueError(f"{owner['name']!r} needs {option['name']!r}")
    return [option for option in options if option["name"] in given]


def _choose(option: Json, given: Given, focused: str | None) -> Json:
    value, name, kind = given[option["name"]], option["name"], option["type"]
    if not isinstance(value, TYPES[kind]) or (kind == 4 and isinstance(value, bool)):
        raise ValueError(f"{name!r} takes another type than {type(value).__name__}")
    if isinstance(value, str) and focused is None:
        least, most = option.get("min_length", 0), option.get("max_length", 6000)
        if not least <= len(value) <= most:
            raise ValueError(f"{name!r} takes {least} to {most} characters, not {len(value)}")
    sent = str(value.id) if isinstance(value, Person | Channel) else str(value) if kind == 8 else value
    return {"name": name, "type": kind, "value": sent, **({"focused": True} if name == focused else {})}
