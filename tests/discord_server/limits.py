"""What Discord takes: the limits of messages, buttons and commands (its documentation: "Message", "Embed Limits")."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.discord_server.journal import Json
from tests.discord_server.refusals import EMPTY_MESSAGE, refuse_form

Mistakes = dict[tuple[str | int, ...], str]

MAX_CONTENT, MAX_EMBEDS, MAX_EMBED_TOTAL, MAX_FIELDS = 2000, 10, 6000, 25
MAX_ROWS, MAX_BUTTONS, MAX_CHOICES = 5, 5, 25
ROW, BUTTON, LINK = 1, 2, 5
EMBED_TEXTS = {("title",): 256, ("description",): 4096, ("footer", "text"): 2048, ("author", "name"): 256}


def check_message(message: Mapping[str, Any]) -> None:
    """Check what would be shown as a message: `content`, `embeds`, `components`.

    Raises:
        Refusal: 50006 when there is nothing to show, 50035 when something is too long or missing.
    """
    if not (message.get("content") or message.get("embeds") or message.get("components")):
        raise EMPTY_MESSAGE
    mistakes: Mistakes = dict(_too_long(("content",), message.get("content") or "", MAX_CONTENT))
    mistakes |= dict(_check_embeds(message.get("embeds") or ()))
    mistakes |= dict(_check_rows(message.get("components") or ()))
    _refuse(mistakes)


def check_choices(choices: Sequence[Json]) -> None:
    """Check the choices of an autocompletion.

    Raises:
        Refusal: 50035.
    """
    mistakes: Mistakes = {}
    if len(choices) > MAX_CHOICES:
        mistakes["data", "choices"] = f"Must be {MAX_CHOICES} or fewer in length."
    for number, choice in enumerate(choices):
        mistakes |= dict(_too_long(("data", "choices", number, "name"), choice["name"], 100, at_least=1))
    _refuse(mistakes)


def check_commands(commands: Sequence[Json]) -> None:
    """Check commands that are registered.

    Raises:
        Refusal: 50035.
    """
    mistakes: Mistakes = {}
    for number, command in enumerate(commands):
        mistakes |= dict(_check_command((number,), command))
    for kind, most in ((1, 100), (2, 15), (3, 15)):
        if sum(command.get("type", 1) == kind for command in commands) > most:
            mistakes[("_",)] = f"Maximum number of application commands reached ({most})."
    _refuse(mistakes)


def walk_components(components: Sequence[Json]) -> Iterator[Json]:
    """Yield components and what they hold, at any depth."""
    for component in components:
        yield component
        inner = component.get("components", ())
        yield from walk_components([*inner, *([component["component"]] if "component" in component else [])])


def _check_embeds(embeds: Sequence[Json]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if len(embeds) > MAX_EMBEDS:
        yield ("embeds",), f"Must be {MAX_EMBEDS} or fewer in length."
    total = 0
    for number, embed in enumerate(embeds):
        for path, most in EMBED_TEXTS.items():
            text = _dig(embed, path)
            total += len(text)
            yield from _too_long(("embeds", number, *path), text, most)
        fields = embed.get("fields", ())
        if len(fields) > MAX_FIELDS:
            yield ("embeds", number, "fields"), f"Must be {MAX_FIELDS} or fewer in length."
        for index, entry in enumerate(fields):
            total += len(entry["name"]) + len(entry["value"])
            for name, most in (("name", 256), ("value", 1024)):
                yield from _too_long(("embeds", number, "fields", index, name), entry[name], most, at_least=1)
    if total > MAX_EMBED_TOTAL:
        yield ("embeds",), f"Embed size exceeds maximum size of {MAX_EMBED_TOTAL}"


def _check_rows(rows: Sequence[Json]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if len(rows) > MAX_ROWS:
        yield ("components",), f"Must be between 1 and {MAX_ROWS} in length."
    seen: set[str] = set()
    for number, row in enumerate(rows):
        buttons = row.get("components", ())
        if row.get("type") == ROW and not 1 <= len(buttons) <= MAX_BUTTONS:
            yield ("components", number, "components"), f"Must be between 1 and {MAX_BUTTONS} in length."
        for index, button in enumerate(buttons):
            if button.get("type") != BUTTON or button.get("style") == LINK:
                continue
            path = ("components", number, "components", index)
            custom_id = button.get("custom_id", "")
            yield from _too_long((*path, "custom_id"), custom_id, 100, at_least=1)
            yield from _too_long((*path, "label"), button.get("label") or "", 80)
            if custom_id in seen:
                yield (*path, "custom_id"), "Component custom id cannot be duplicated"
            seen.add(custom_id)


def _check_command(path: tuple[str | int, ...], command: Json) -> Iterator[tuple[tuple[str | int, ...], str]]:
    is_menu = command.get("type", 1) in (2, 3) and "options" not in command and len(path) == 1
    if not is_menu and not re.fullmatch(r"[-_'\w]{1,32}", command["name"]):
        yield (*path, "name"), "Command name is invalid"
    if not is_menu:
        yield from _too_long((*path, "description"), command.get("description", ""), 100, at_least=1)
    options = command.get("options") or ()
    if len(options) > 25:
        yield (*path, "options"), "Must be 25 or fewer in length."
    for number, option in enumerate(options):
        yield from _check_command((*path, "options", number), option)


def _too_long(
    path: tuple[str | int, ...], text: str, most: int, *, at_least: int = 0
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if len(text) > most:
        yield path, f"Must be {most} or fewer in length."
    elif len(text.strip()) < at_least:
        yield path, "This field is required"


def _dig(part: Any, path: Sequence[str]) -> str:
    for name in path:
        part = (part or {}).get(name)
    return part or ""


def _refuse(mistakes: Mistakes) -> None:
    if mistakes:
        raise refuse_form(mistakes)
