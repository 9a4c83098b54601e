"""Options of an interaction are as the bot registered them."""

import pytest

from tests.discord_server.choosing import Given, choose_command
from tests.discord_server.world import World

URL = {"type": 3, "name": "url", "description": "Where?", "required": True, "max_length": 20}
WHERE = {"type": 7, "name": "where", "description": "Where?"}
ADD = {"type": 1, "name": "add", "description": "Add.", "options": [URL]}
COMMANDS = [
    {"type": 1, "id": "1", "name": "article", "options": [ADD]},
    {"type": 1, "id": "2", "name": "allow", "options": [WHERE, {"type": 5, "name": "private"}]},
    {"type": 3, "id": "3", "name": "check"},
]


def test_a_subcommand_holds_its_options() -> None:
    chosen = choose_command(COMMANDS, "article add", {"url": "https://a"}, World())
    value = {"name": "url", "type": 3, "value": "https://a"}
    assert (chosen["id"], chosen["options"]) == ("1", [{"name": "add", "type": 1, "options": [value]}])


def test_a_channel_is_given_by_its_id_and_described() -> None:
    world = World()
    chosen = choose_command(COMMANDS, "allow", {"private": True, "where": world.general}, world)
    assert [option["value"] for option in chosen["options"]] == [str(world.general.id), True]
    assert chosen["resolved"]["channels"][str(world.general.id)]["name"] == "general"


def test_an_option_that_is_typed_may_leave_out_the_others() -> None:
    chosen = choose_command(COMMANDS, "allow", {"where": World().general}, World(), focused="where")
    assert chosen["options"][0]["focused"] is True


@pytest.mark.parametrize(
    ("name", "given", "problem"),
    [
        ("ask", {}, "there is no command 'ask'"),
        ("check", {}, "there is no command 'check'"),
        ("article", {}, "'article' is called by one of its subcommands"),
        ("article add", {}, "'add' needs 'url'"),
        ("article add", {"url": "https://a", "title": "b"}, "'add' has no option .'title'"),
        ("article add", {"url": "a" * 21}, "'url' takes 0 to 20 characters, not 21"),
        ("article add", {"url": 1}, "'url' takes another type than int"),
        ("allow", {"private": "yes"}, "'private' takes another type than str"),
    ],
)
def test_what_nobody_could_send_is_refused(name: str, given: Given, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        choose_command(COMMANDS, name, given, World())
