from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.schema import Sentence, Span
from retrieval.reader.choosing import BOUND, LISTED_FROM, SHOWN_FROM, AnswerSigns, Choice, choose
from retrieval.reader.reading import Reading, ReadSentence

AT = 40
"""Where each sentence stands in its article."""


def said(
    text: str, answer: str = "", *, margin: float = 0.0, support: float = -9.0, parts: tuple[str, ...] = ()
) -> ReadSentence:
    """A sentence as it was read; `answer` and `parts` are words of it, the whole of it by default."""
    sentence = Sentence("story:0.0", "story", 0, Span(AT, AT + len(text)), text)
    return ReadSentence(sentence, find(text, answer or text), margin, support, tuple(find(text, one) for one in parts))


def find(text: str, words: str) -> Span:
    start = AT + text.index(words)
    return Span(start, start + len(words))


def pick(*readings: Reading, question: str = "Who met whom?") -> Choice:
    choice = choose(question, readings)
    assert choice is not None
    return choice


def texts(choice: Choice) -> list[str]:
    return [one.sentence.text for one in choice.shown]


def highlighted(choice: Choice) -> list[list[str]]:
    """The highlighted words of each sentence that is shown."""
    return [[span.cut(" " * AT + one.sentence.text) for span in one.highlights] for one in choice.shown]


def test_the_sentence_with_the_surest_words_is_the_answer() -> None:
    window = Reading(2.0, (said("Ann met Bob.", "Ann", margin=1.0), said("Cid met Dan.", "Cid", margin=3.0)))
    choice = pick(window)
    assert (texts(choice), highlighted(choice)) == (["Cid met Dan."], [["Cid"]])
    assert choice.signs == AnswerSigns(2.0, 3.0, -9.0)


def test_a_window_that_answers_outweighs_one_with_surer_words() -> None:
    sure_words = Reading(-4.0, (said("Ann met Bob.", margin=5.0),))
    answers = Reading(3.0, (said("Cid met Dan.", margin=2.0),))
    assert texts(pick(sure_words, answers)) == ["Cid met Dan."]


def test_a_sentence_that_supports_outweighs_one_with_slightly_surer_words() -> None:
    window = Reading(
        2.0, (said("Ann met Bob.", margin=3.0, support=-6.0), said("Cid met Dan.", margin=1.0, support=4.0))
    )
    assert texts(pick(window)) == ["Cid met Dan."]


@pytest.mark.parametrize("readings", [(), (Reading(-1.0, ()),), (Reading(9.0, (said("Who met Bob?", margin=9.0),)),)])
def test_where_nothing_was_read_but_questions_there_is_no_answer(readings: tuple[Reading, ...]) -> None:
    assert choose("Who?", readings) is None


def test_a_question_is_never_an_answer() -> None:
    window = Reading(5.0, (said("Who met Bob?", margin=9.0, support=9.0), said("Ann met Bob.", margin=1.0)))
    assert texts(pick(window)) == ["Ann met Bob."]


def test_a_question_that_is_quoted_may_be_an_answer() -> None:
    window = Reading(5.0, (said("He asked: “Who met Bob?”", margin=9.0), said("Ann met Bob.", margin=1.0)))
    assert texts(pick(window)) == ["He asked: “Who met Bob?”"]


@pytest.mark.parametrize(("support", "count"), [(SHOWN_FROM, 2), (SHOWN_FROM - 0.1, 1)])
def test_a_sentence_of_the_same_window_is_shown_where_the_answer_rests_on_it(support: float, count: int) -> None:
    window = Reading(2.0, (said("It was late.", margin=-5.0, support=support), said("Ann met Bob.", margin=5.0)))
    choice = pick(window)
    assert texts(choice) == ["Ann met Bob.", "It was late."][:count]
    assert highlighted(choice)[1:] == [[]][: count - 1]


@pytest.mark.parametrize(
    ("answers", "support", "parts", "count"),
    [
        (LISTED_FROM, LISTED_FROM, ("Cid",), 2),
        (LISTED_FROM - 0.1, 9.0, ("Cid",), 1),
        (9.0, LISTED_FROM - 0.1, ("Cid",), 1),
        (9.0, 9.0, (), 1),
    ],
)
def test_a_part_of_a_list_in_another_window_is_shown_where_both_are_sure(
    answers: float, support: float, parts: tuple[str, ...], count: int
) -> None:
    first = Reading(9.0, (said("Ann met Bob.", "Ann", margin=9.0, support=9.0, parts=("Ann",)),))
    other = Reading(answers, (said("Cid met Dan.", margin=-5.0, support=support, parts=parts),))
    for readings in ((first, other), (other, first)):
        choice = pick(*readings)
        assert texts(choice) == ["Ann met Bob.", "Cid met Dan."][:count]
        assert highlighted(choice) == [["Ann"], ["Cid"]][:count]


def test_at_most_three_sentences_are_shown_the_best_and_those_that_support_most() -> None:
    others = [said(f"Number {support}.", margin=-9.0, support=support) for support in (1.0, 4.0, 2.0, 3.0)]
    window = Reading(2.0, (*others, said("Ann met Bob.", margin=9.0, support=0.5)))
    assert texts(pick(window)) == ["Ann met Bob.", "Number 4.0.", "Number 3.0."]


def test_a_question_beside_the_answer_is_not_shown() -> None:
    window = Reading(2.0, (said("But why?", support=9.0), said("Ann met Bob.", margin=9.0, support=1.0)))
    assert texts(pick(window)) == ["Ann met Bob."]


def test_equal_sentences_are_shown_once() -> None:
    copy = said("Ann met Bob.", "Ann", margin=8.0, support=8.0, parts=("Ann",))
    first = Reading(9.0, (replace(copy, margin=9.0),))
    assert texts(pick(first, Reading(9.0, (copy, said("Cid met Dan.", support=5.0, parts=("Cid",)))))) == [
        "Ann met Bob.",
        "Cid met Dan.",
    ]


@pytest.mark.parametrize(
    ("answer", "parts", "shown"),
    [
        ("Ann", (), ["Ann"]),
        ("Ann", ("Ann Lee", "Eve"), ["Ann Lee", "Eve"]),
        ("Ann", ("Eve",), ["Ann", "Eve"]),
    ],
)
def test_the_parts_are_highlighted_and_the_best_words_where_no_part_is_of_them(
    answer: str, parts: tuple[str, ...], shown: list[str]
) -> None:
    window = Reading(2.0, (said("Ann Lee and Eve came.", answer, margin=1.0, parts=parts),))
    assert highlighted(pick(window)) == [shown]


def test_numbers_beyond_the_bound_say_no_more() -> None:
    assert pick(Reading(99.0, (said("Ann met Bob.", margin=50.0, support=-50.0),))).signs == AnswerSigns(
        BOUND, BOUND, -BOUND
    )
    assert pick(Reading(float("-inf"), (said("Ann met Bob."),))).signs.answers == -BOUND


WORDS = st.sampled_from(["Ann", "not", "met", "Bob", "who", "is", "“he”", "never", "it,"])
ODDS = st.floats(-30, 30)


@st.composite
def read_sentences(draw: st.DrawFn) -> ReadSentence:
    text = " ".join(draw(st.lists(WORDS, min_size=1, max_size=8))) + draw(st.sampled_from([".", "?", ".”"]))
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).map(
        lambda ends: Span(AT + ends[0], AT + max(ends[0] + 1, ends[1]))
    )
    sentence = Sentence("story:0.0", "story", 0, Span(AT, AT + len(text)), text)
    parts = tuple(sorted(draw(st.lists(spans, max_size=3))))
    return ReadSentence(sentence, draw(spans), draw(ODDS), draw(ODDS), parts)


READINGS = st.lists(st.builds(Reading, ODDS, st.lists(read_sentences(), max_size=4).map(tuple)), max_size=4)


@given(READINGS, st.sampled_from(["Who met Bob?", "Is it?", ""]))
def test_what_is_shown_was_read_and_highlights_lie_in_their_sentences_apart(
    readings: list[Reading], question: str
) -> None:
    choice = choose(question, readings)
    if choice is None:
        assert all(one.sentence.text.endswith("?") for reading in readings for one in reading.sentences)
        return
    read = [one.sentence for reading in readings for one in reading.sentences]
    assert 1 <= len(choice.shown) <= 3
    assert len(set(texts(choice))) == len(choice.shown)
    assert all(abs(sign) <= BOUND for sign in choice.signs)
    for one in choice.shown:
        assert one.sentence in read
        assert not one.sentence.text.endswith("?")
        assert all(len(span) and one.sentence.span.contains(span) for span in one.highlights)
        assert all(first.end <= second.start for first, second in zip(one.highlights, one.highlights[1:], strict=False))
