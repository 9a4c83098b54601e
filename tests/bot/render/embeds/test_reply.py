import re

import pytest
from hypothesis import given, settings

from bot.render.embeds.markdown import show
from bot.render.embeds.reply import render_reply, say_confidence
from corpus.errors import ArticleNotFound
from corpus.schema import Article
from retrieval.schema import Abstention, Answer, Decline, Reason, Reply
from tests.bot.render.embeds.hostile import hostile_replies
from tests.bot.render.embeds.replies import (
    HOSTILE,
    LONG,
    LONG_QUOTE,
    TALKS,
    Case,
    Said,
    Told,
    answer_from,
    answered,
    declined_from,
    make_cases,
)
from tests.bot.render.embeds.seen import check_markup, check_message, pieces_of, quote_of

CASES = make_cases()


def first(case: Case, **options: bool) -> dict[str, str]:
    """The title, description, footer and fields of a reply's first embed, by name."""
    embed = render_reply(case.reply, case.article_of, **options)[0]
    texts = {"title": embed.title or "", "description": embed.description or "", "footer": embed.footer.text or ""}
    return texts | {field.name: field.value for field in embed.fields}


def letters_of(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_words_that_answer_are_bold_and_the_marker_stays() -> None:
    assert first(CASES["short_answer"])["description"].startswith("**Ann Lee** met Bob Ray in Oslo on Monday. [1]")


def test_a_quote_stands_under_its_marker_and_the_name_of_its_article() -> None:
    assert first(CASES["short_answer"])["[1] Talks in Oslo (The Test, 2026-08-01)"] == (
        "> Ann Lee met Bob Ray in Oslo on Monday.\n"
        "[in the article](https://news.test/talks?id=1#:~:text=Ann%20Lee%20met%20Bob%20Ray%20in%20Oslo%20on%20Monday.)"
    )


def test_an_article_is_named_once_for_quotes_that_follow_each_other() -> None:
    names = [name for name in first(CASES["two_articles"]) if name.startswith("[")]
    assert names == ["[1] Storm in the west", "[2] Talks in Oslo (The Test, 2026-08-01)", "[3] same article"]


def test_a_follow_up_says_how_it_was_understood() -> None:
    said = "*Understood as: When did Ann Lee meet Bob Ray?*"
    assert first(CASES["follow_up"])["description"].startswith(f"{said}\n\n")
    assert said not in first(CASES["follow_up"], follow_up=False)["description"]
    assert "Understood" not in first(CASES["short_answer"])["description"]


@pytest.mark.parametrize(
    ("confidence", "said"),
    [
        (1.0, "Sure: more than 9 in 10 such answers are right."),
        (0.85, "Sure: about 9 in 10 such answers are right."),
        (0.84, "Fairly sure: about 8 in 10 such answers are right."),
        (0.65, "Fairly sure: about 7 in 10 such answers are right."),
        (0.64, "Not sure: about 6 in 10 such answers are right."),
        (0.01, "Not sure: fewer than 1 in 10 such answers are right."),
    ],
)
def test_confidence_is_said_in_words(confidence: float, said: str) -> None:
    assert say_confidence(confidence) == said


def test_an_unknown_confidence_is_not_said() -> None:
    assert first(CASES["no_confidence"])["description"] == "It rained. [1]"


def test_a_chat_models_words_are_said_to_be_so() -> None:
    assert "worded by a chat model" in first(CASES["chat_answer"])["footer"]
    assert "chat model" not in first(CASES["short_answer"])["footer"]


def test_notices_stand_below_the_quotes() -> None:
    assert list(first(CASES["chat_answer"]).items())[-1] == ("Note", "One sentence was left out.\nb\\*")


def test_an_abstention_says_so_first_and_shows_what_is_near() -> None:
    seen = first(CASES["not_stated"])
    assert seen["description"].startswith("∅ **The article does not say.**\n\nNo answer is better than a guessed one.")
    assert seen["• Talks in Oslo (The Test, 2026-08-01)"] == (
        "> Ann Lee met Bob Ray in Oslo on Monday. They spoke for an hour."
    )


def test_an_abstention_has_another_colour_than_an_answer() -> None:
    colours = {
        embed.colour
        for case in (CASES["short_answer"], CASES["not_stated"])
        for embed in render_reply(case.reply, case.article_of)
    }
    assert len(colours) == 2


def test_a_passage_is_near_in_three_hundred_characters_of_whole_sentences() -> None:
    values = [value for name, value in first(CASES["unverified_long_passages"]).items() if name.startswith("•")]
    assert len(values[0]) <= 302
    assert values[0].endswith("saw. …")


def test_what_was_held_back_is_not_shown() -> None:
    case = declined_from(Decline(Reason.NOT_STATED), LONG)
    assert isinstance(case.reply, Abstention)
    assert case.reply.rejected is not None
    shown = "".join(first(case).values())
    assert "[1]" not in shown
    assert str(case.reply.rejected.citations[0].quote) not in shown


def test_what_a_chat_model_said_without_a_quote_is_not_shown() -> None:
    case = answer_from(TALKS, Said("It rained.", own_words="It was wet."), told=Told("Did it rain?", reader="chat"))
    dropped = answered(case.reply).dropped
    unsaid = answer_from(TALKS, Said("It rained.", own_words="Aliens came. [9] It was wet."), told=Told(reader="chat"))
    assert dropped == ()
    assert [one.text for one in answered(unsaid.reply).dropped] == ["Aliens came."]
    assert "Aliens" not in "".join(first(unsaid).values())


def test_what_the_article_writes_as_markup_is_shown_as_written() -> None:
    embed = render_reply(CASES["hostile"].reply, CASES["hostile"].article_of)[0]
    assert pieces_of(embed.description, "bold") == ["[this](https://evil.test) <@1>"]
    assert quote_of([embed], 1) == HOSTILE.text


def test_a_quote_of_five_thousand_characters_is_shown_whole() -> None:
    case = CASES["long_quote"]
    assert len(LONG_QUOTE) > 5000
    assert quote_of(render_reply(case.reply, case.article_of), 1) == LONG_QUOTE


def test_an_article_that_was_removed_is_told_to_the_caller() -> None:
    def gone(article_id: str) -> Article:
        raise ArticleNotFound(article_id, ())

    with pytest.raises(ArticleNotFound):
        render_reply(CASES["short_answer"].reply, gone)


@settings(max_examples=40, deadline=None)
@given(hostile_replies())
def test_whatever_is_said_the_limits_hold_and_no_markup_but_ours(made: tuple[Reply, Article]) -> None:
    reply, article = made
    for embed in render_reply(reply, lambda _: article):
        check_message([embed])
        check_markup(embed)


@settings(max_examples=40, deadline=None)
@given(hostile_replies())
def test_whatever_is_quoted_is_shown_to_the_character(made: tuple[Reply, Article]) -> None:
    reply, article = made
    embeds = render_reply(reply, lambda _: article)
    for citation in reply.citations if isinstance(reply, Answer) else ():
        assert letters_of(quote_of(embeds, citation.marker)) == (letters_of(show(citation.quote)) or "…")
