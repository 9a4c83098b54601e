import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.schema import Span
from evals.training.windows import MAX_SENTENCES, crop_around, leave_out, widest_around

SENTENCES = [Span(10 * n, 10 * n + 9) for n in range(9)]


def anything(_: Span) -> bool:
    return True


@given(st.integers(0, 88), st.integers(1, 30), st.integers())
def test_a_window_is_of_whole_sentences_and_holds_the_answer(start: int, length: int, seed: int) -> None:
    target = Span(start, min(start + length, 89))
    if not any(sentence.overlaps(target) for sentence in SENTENCES):
        return
    window = crop_around(SENTENCES, target, random.Random(seed), fits=anything)
    assert window is not None
    assert window.start % 10 == 0
    assert window.end % 10 == 9
    assert window.contains(Span(max(target.start, window.start), min(target.end, window.end)))
    assert all(window.contains(sentence) for sentence in SENTENCES if sentence.overlaps(target))
    assert len(window) <= 10 * MAX_SENTENCES


def test_a_window_is_cut_elsewhere_another_time() -> None:
    windows = {crop_around(SENTENCES, Span(42, 44), random.Random(n), fits=anything) for n in range(50)}
    assert len(windows) > 10


def test_what_is_far_from_the_answer_goes_first() -> None:
    assert widest_around(SENTENCES, Span(22, 24), fits=lambda span: len(span) < 50) == Span(0, 49)
    assert widest_around(SENTENCES, Span(22, 24), fits=lambda span: len(span) < 15) == Span(20, 29)


def test_there_is_no_window_when_the_sentence_of_the_answer_does_not_fit() -> None:
    assert widest_around(SENTENCES, Span(22, 24), fits=lambda span: len(span) < 5) is None


def test_every_sentence_of_the_answer_is_left_out() -> None:
    assert leave_out(SENTENCES, Span(25, 35), Span(10, 59)) == (Span(10, 19), Span(40, 59))
    assert leave_out(SENTENCES, Span(25, 35), Span(20, 39)) == ()


def test_an_answer_outside_all_sentences_is_refused() -> None:
    with pytest.raises(ValueError, match="no sentence holds"):
        leave_out(SENTENCES, Span(9, 10), Span(0, 89))
