import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.chat.reply_format import ReplyMalformed, parse_reply
from retrieval.citations import Statement

PLAIN = """ANSWER
Ann met Bob. [1]
It rained. [1] [2]
QUOTES
[1] "Ann met Bob in Oslo."
[2] "it rained"
"""


def test_sentences_and_quotes_are_parted() -> None:
    reply = parse_reply(PLAIN)
    assert reply is not None
    assert reply.statements == (Statement("Ann met Bob.", (1,)), Statement("It rained.", (1, 2)))
    assert reply.quotes == {1: '"Ann met Bob in Oslo."', 2: '"it rained"'}


@pytest.mark.parametrize(
    "decorated",
    [
        PLAIN.replace("ANSWER", "**ANSWER:**").replace("QUOTES", "## Quotes"),
        f"```\n{PLAIN}```",
        PLAIN.replace("\n", "\r\n\r\n"),
        PLAIN.replace("Ann met Bob. [1]", "- **Ann met Bob.** [1]").replace('[2] "it', '* [2]: "it'),
        PLAIN.replace("Ann met Bob. [1]", "Ann met Bob [1].").replace("[1] [2]", "[1, 2]"),
        PLAIN.replace("Ann met Bob. [1]", "Ann met Bob.[1]").replace("[1] [2]", "[1][2]"),
        PLAIN.replace("Ann", "A\u200bnn\u202e"),
    ],
)
def test_what_models_like_to_put_around_it_does_no_harm(decorated: str) -> None:
    assert parse_reply(decorated).statements == parse_reply(PLAIN).statements  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["NOT IN THE ARTICLE", "not in the article.", "ANSWER\nNOT IN THE ARTICLE\nQUOTES\n"])
def test_a_decline_is_understood(text: str) -> None:
    assert parse_reply(text) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Ann met Bob.", 'it does not begin with "ANSWER"'),
        (f"Sure! Here it is:\n{PLAIN}", 'it does not begin with "ANSWER"'),
        ("ANSWER\nAnn met Bob. [1]\n", '"QUOTES" is missing'),
        (f"{PLAIN}ANSWER\nBob met Ann. [1]\n", '"ANSWER" stands there twice'),
        ('ANSWER\nQUOTES\n[1] "Ann"', 'there is no sentence below "ANSWER"'),
        ("ANSWER\nAnn. [1]\nQUOTES\nAnn met Bob", 'below "QUOTES" a line does not begin with a marker'),
        (PLAIN.replace("Ann met Bob.", "Ann " * 200), "a sentence has more than 600 characters"),
        ("", '"ANSWER" is missing'),
    ],
)
def test_another_form_is_no_answer_and_what_is_wrong_is_told(text: str, problem: str) -> None:
    with pytest.raises(ReplyMalformed) as raised:
        parse_reply(text)
    assert str(raised.value) == problem


def test_sentences_that_share_a_marker_stand_alone() -> None:
    reply = parse_reply(PLAIN.replace("Ann met Bob. [1]", "Ann met Bob. Eve left. [1]"))
    assert reply is not None
    assert reply.statements[:2] == (Statement("Ann met Bob.", (1,)), Statement("Eve left.", (1,)))


def test_a_marker_within_a_sentence_is_none() -> None:
    reply = parse_reply(PLAIN.replace("Ann met Bob.", "Ann [2]met Bob."))
    assert reply is not None
    assert reply.statements[0] == Statement("Ann (2)met Bob.", (1,))


def test_a_quote_may_run_over_two_lines() -> None:
    reply = parse_reply(PLAIN.replace("met Bob in", "met\nBob in"))
    assert reply is not None
    assert reply.quotes[1] == '"Ann met Bob in Oslo."'


@given(
    st.text(max_size=400) | st.text(alphabet='ANSWERQUOT[]12 \n".', max_size=200).map(lambda text: f"ANSWER\n{text}")
)
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        reply = parse_reply(text)
    except ReplyMalformed:
        return
    assert reply is None or all(any(map(str.isalnum, one.text)) for one in reply.statements)
