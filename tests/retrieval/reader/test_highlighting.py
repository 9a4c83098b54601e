from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.schema import Sentence, Span
from retrieval.reader.highlighting import fit_to_stand_alone

AT = 30
"""Where each sentence stands in its article."""


def fit(text: str, *words: str, question: str = "What happened?") -> list[str]:
    """The words that stand alone, of those given, which a sentence has."""
    sentence = Sentence("story:0.0", "story", 0, Span(AT, AT + len(text)), text)
    spans = [Span(AT + text.index(one), AT + text.index(one) + len(one)) for one in words]
    return [text[one.start - AT : one.end - AT] for one in fit_to_stand_alone(question, sentence, spans)]


def test_words_that_say_something_stay_as_they_are_in_their_order() -> None:
    assert fit("Ann met Bob in Oslo.", "Oslo", "Ann") == ["Ann", "Oslo"]
    assert fit("Ann met Bob in Oslo.") == []


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("It was not rejected.", "rejected", "was not rejected"),
        ("He didn’t resign.", "resign", "didn’t resign"),
        ("He could not have been paid.", "paid", "could not have been paid"),
        ("They never met.", "met", "never met"),
        ("It was “not safe”, she said.", "safe", "not safe"),
        ("She cannot really say.", "say", "cannot really say"),
    ],
)
def test_a_negation_right_before_the_words_is_shown_with_them(text: str, words: str, shown: str) -> None:
    assert fit(text, words) == [shown]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Not Ann but Bob left.", "Bob left"),
        ("It was known, not by all, on Monday.", "on Monday"),
        ("A knot held.", "held"),
    ],
)
def test_a_negation_of_something_else_is_not(text: str, words: str) -> None:
    assert fit(text, words) == [words]


def test_pronouns_alone_and_the_words_of_the_question_are_no_answer() -> None:
    assert fit("He said that she met Bob.", "He", "she", question="Who met Bob?") == []
    assert fit("Ann met Bob.", "met Bob", "Ann", question="Who met Bob?") == ["Ann"]
    assert fit("“…” — Ann met Bob.", "“…”") == []


def test_words_that_share_a_letter_are_shown_as_one() -> None:
    assert fit("Ann Lee met Bob.", "Ann Lee", "Lee met", "Bob") == ["Ann Lee met", "Bob"]
    assert fit("It was not paid.", "paid", "not") == ["was not paid"]


WORDS = st.sampled_from(["Ann", "not", "was", "never", "he", "paid", "“safe”", "Bob,", "cannot", "ever"])


@given(st.data(), st.lists(WORDS, min_size=1, max_size=9).map(" ".join))
def test_spans_stay_in_their_sentence_in_order_and_apart(data: st.DataObject, text: str) -> None:
    sentence = Sentence("story:0.0", "story", 0, Span(AT, AT + len(text)), text)
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    spans = data.draw(
        st.lists(ends.map(lambda one: Span(AT + one[0], AT + max(one[0] + 1, one[1]))), max_size=4), label="spans"
    )
    fitted = fit_to_stand_alone("Was he paid?", sentence, spans)
    assert all(len(one) and sentence.span.contains(one) for one in fitted)
    assert all(first.end <= second.start for first, second in pairwise(fitted))
