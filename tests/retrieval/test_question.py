import pytest

from retrieval.errors import QuestionInvalid
from retrieval.question import check_question
from tests.fakes import always


def test_white_space_is_folded_and_letters_are_composed() -> None:
    assert check_question("  Who\u00a0met \n Rene\u0301 ? ", always(True)) == "Who met René ?"


def test_emoji_and_right_to_left_text_can_be_asked() -> None:
    assert check_question("Who is שלום 🙂?", always(True)) == "Who is שלום 🙂?"


def test_what_nobody_sees_is_left_out() -> None:
    assert check_question("\u202eWho is Gera\u00adsimov\u200b?\u202c", always(True)) == "Who is Gerasimov?"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty"),
        ("\u2003\t", "is empty"),
        ("\u200b\ufeff", "is empty"),
        ("?!", "holds no word"),
        ("Who\x1b[31m?", "holds control characters"),
        ("Who \ud800?", "holds control characters"),
        ("x" * 2001, "has 2,001 characters"),
    ],
)
def test_what_cannot_be_asked_is_named(text: str, problem: str) -> None:
    with pytest.raises(QuestionInvalid, match=problem) as caught:
        check_question(text, always(True))
    assert len(str(caught.value)) < 300
    assert str(caught.value).isprintable()


def test_a_question_in_another_language_is_refused() -> None:
    with pytest.raises(QuestionInvalid, match="does not look English"):
        check_question("Qui a parlé ?", always(False))
