import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.schema import Span
from evals.training.detokenise import detokenise

WORDS = st.sampled_from(["Ann", "1986", "``", "''", "--", "-", "n't", "'s", "'", "(", ")", ",", ".", "years", "$", "é"])


@pytest.mark.parametrize(
    ("tokenised", "plain"),
    [
        ("Oslo , Norway ( 1986 -- 1990 ) .", "Oslo, Norway (1986-1990)."),
        ("`` Yes , '' he said -- twice .", '"Yes," he said - twice.'),
        ("the men 's 4 x 100 - metre relay", "the men's 4 x 100-metre relay"),
        ("they do n't , the players ' union", "they don't, the players' union"),
        ("called ' Grenade ' is", "called 'Grenade' is"),
        ("", ""),
    ],
)
def test_text_is_written_as_people_do(tokenised: str, plain: str) -> None:
    assert detokenise(tokenised).text == plain


def test_an_answer_is_located_to_the_character() -> None:
    text = "It opened on February 13 , 2015 , `` Ann 's day '' ."
    plain = detokenise(text)
    for answer, written in (("February 13 , 2015", "February 13, 2015"), ("`` Ann 's day ''", '"Ann\'s day"')):
        at = text.index(answer)
        assert plain.locate(Span(at, at + len(answer))).cut(plain.text) == written


def test_a_part_of_a_token_keeps_its_offset() -> None:
    plain = detokenise("in the 1990s .")
    assert plain.locate(Span(7, 11)).cut(plain.text) == "1990"


def test_white_space_alone_is_no_answer() -> None:
    with pytest.raises(ValueError, match="no word"):
        detokenise("a b").locate(Span(1, 2))


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=12), st.data())
def test_any_run_of_tokens_is_located_with_all_its_words(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start = len(" ".join(words[:first])) + (first > 0)
    plain = detokenise(text)
    found = plain.locate(Span(start, start + len(" ".join(words[first : last + 1])))).cut(plain.text)
    rewritten = {"``": '"', "''": '"', "--": "-"}
    assert found.replace(" ", "") == "".join(rewritten.get(word, word) for word in words[first : last + 1])
