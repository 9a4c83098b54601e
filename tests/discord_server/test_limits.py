"""At a limit Discord takes it, beyond it does not."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.discord_server.limits import check_choices, check_commands, check_message
from tests.discord_server.refusals import Refusal


def embed(**parts: Any) -> dict[str, Any]:
    return {"embeds": [parts]}


def field(name: str, value: str) -> dict[str, str]:
    return {"name": name, "value": value}


def button(custom_id: str, label: str = "a") -> dict[str, Any]:
    return {"type": 2, "style": 2, "custom_id": custom_id, "label": label}


def rows(count: int, *buttons: dict[str, Any]) -> dict[str, Any]:
    made = [
        [{**button, "custom_id": f"{button['custom_id']}{number}"} for button in buttons] for number in range(count)
    ]
    return {"components": [{"type": 1, "components": row} for row in made]}


MESSAGES: list[tuple[int, Callable[[int], dict[str, Any]]]] = [
    (2000, lambda n: {"content": "a" * n}),
    (10, lambda n: {"embeds": [{"title": "a"}] * n}),
    (256, lambda n: embed(title="a" * n)),
    (4096, lambda n: embed(description="a" * n)),
    (2048, lambda n: embed(footer={"text": "a" * n})),
    (256, lambda n: embed(author={"name": "a" * n})),
    (25, lambda n: embed(fields=[field("a", "b")] * n)),
    (256, lambda n: embed(fields=[field("a" * n, "b")])),
    (1024, lambda n: embed(fields=[field("a", "b" * n)])),
    (6000, lambda n: {"embeds": [{"description": "a" * 4000}, {"description": "b" * (n - 4000)}]}),
    (5, lambda n: rows(n, button("a"))),
    (5, lambda n: rows(1, *(button(f"a{number}") for number in range(n)))),
    (100, lambda n: {"components": [{"type": 1, "components": [button("a" * n)]}]}),
    (80, lambda n: rows(1, button("a", "b" * n))),
]


@pytest.mark.parametrize(("most", "make"), MESSAGES)
def test_a_message_is_taken_up_to_its_limits(most: int, make: Callable[[int], dict[str, Any]]) -> None:
    check_message(make(most))
    with pytest.raises(Refusal) as refused:
        check_message(make(most + 1))
    assert refused.value.code == 50035


@pytest.mark.parametrize(
    "wrong",
    [
        embed(fields=[field("a", "")]),
        embed(fields=[field(" ", "b")]),
        {"components": [{"type": 1, "components": []}]},
        {"components": [{"type": 1, "components": [button("")]}]},
        {"components": [{"type": 1, "components": [button("a"), button("a")]}]},
    ],
)
def test_what_is_missing_or_there_twice_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="Invalid Form Body"):
        check_message(wrong)


def test_at_most_25_choices_are_taken() -> None:
    choice = {"name": "a" * 100, "value": "b"}
    check_choices([choice] * 25)
    with pytest.raises(Refusal):
        check_choices([choice] * 26)
    with pytest.raises(Refusal):
        check_choices([{**choice, "name": "a" * 101}])


def test_commands_are_taken_up_to_their_limits() -> None:
    command = {"type": 1, "name": "a" * 32, "description": "b" * 100}
    menu = {"type": 3, "name": "Check against the article"}
    check_commands([command, menu])
    for wrong in ({**command, "name": "a" * 33}, {**command, "name": "a b"}, {**command, "description": "b" * 101}):
        with pytest.raises(Refusal):
            check_commands([wrong])
    with pytest.raises(Refusal):
        check_commands([{**command, "options": [{"type": 3, "name": "c", "description": ""}]}])
    with pytest.raises(Refusal):
        check_commands([menu] * 16)
