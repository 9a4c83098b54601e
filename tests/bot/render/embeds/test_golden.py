"""Replies of every kind look as they did; `python -m tests.bot.render.embeds.write_golden` writes them anew."""

import pytest

from bot.render.embeds.reply import render_reply
from tests.bot.render.embeds.replies import make_cases
from tests.bot.render.embeds.seen import check_markup, check_message
from tests.bot.render.embeds.write_golden import GOLDEN, draw

CASES = make_cases()


@pytest.mark.parametrize("name", CASES)
def test_a_reply_looks_as_it_did(name: str) -> None:
    assert draw(CASES[name]) == (GOLDEN / f"{name}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CASES)
def test_a_reply_holds_the_limits_and_no_markup_but_ours(name: str) -> None:
    case = CASES[name]
    for embed in render_reply(case.reply, case.article_of):
        check_message([embed])
        check_markup(embed)


def test_every_golden_file_is_of_a_reply() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(CASES)
