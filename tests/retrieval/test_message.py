import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.message import is_remark, strip_message


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Hi, who left?", "who left?"),
        ("Good morning Footnote! Who left?", "Who left?"),
        ("hello who left", "who left"),
        ("ok, and when?", "and when?"),
        ("Thanks Anna Lee! Who left?", "Who left?"),
        ("@footnote who left?", "who left?"),
        ("<@123456789012345678> who left <#42>?", "who left ?"),
        ("who left 🤔 :thinking: <a:wave:123>", "who left 🤔"),
        ("Who left??!?", "Who left?"),
        ("Who left? Thanks!", "Who left?"),
        ("Who left? https://news.test/a?b=c", "Who left?"),
        ("Who left? :) lol", "Who left?"),
        ("Who left? - sent from my phone", "Who left?"),
        ("Hey! Hi! Who\n  left", "Who left"),
    ],
)
def test_what_is_said_around_a_question_is_left_out(message: str, question: str) -> None:
    assert strip_message(message) == question


@pytest.mark.parametrize(
    "question",
    [
        "Who left?",
        "What did they thank him for?",
        "Hilary said what?",
        "Is it OK to leave?",
        "When did he say hi?",
        "At 10:30 who left?",
        "thanks!",
        "hi",
        ":wave:",
        "@footnote",
    ],
)
def test_a_question_without_any_and_a_message_without_a_question_stay_as_they_are(question: str) -> None:
    assert strip_message(question) == question


@pytest.mark.parametrize(
    "message", ["Thanks!", "ok thank you so much", "Hi there", "lol", "Great, that helps :)", "bye"]
)
def test_greetings_and_thanks_are_remarks(message: str) -> None:
    assert is_remark(message)


@pytest.mark.parametrize("message", ["", "why", "ok, and when?", "thanks, who left?", "Hi Ann", "goodness", "🙂"])
def test_what_may_ask_something_is_no_remark(message: str) -> None:
    assert not is_remark(message)


PIECES = st.sampled_from(
    [
        "hi",
        "thanks",
        "Ann",
        "who",
        "left",
        "?",
        "!",
        ",",
        ":)",
        ":wave:",
        "<@1>",
        "@bot",
        "lol",
        "ok",
        "-",
        "sent from my",
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=12).map(" ".join) | st.text(min_size=1, max_size=60))
def test_what_is_left_has_a_word_of_the_message_and_nothing_more_can_be_left_out(message: str) -> None:
    question = strip_message(message)
    if question != message:
        assert any(map(str.isalnum, question))
        assert strip_message(question) == question
        assert len(question) <= len(message)


def test_a_long_message_is_read_in_time() -> None:
    for piece in ("thanks! ", "- ", "@a ", "haha", "good ", ":a", "?!", "hi "):
        message = piece * (2000 // len(piece))
        strip_message(message)
        is_remark(f"{message}x?")
