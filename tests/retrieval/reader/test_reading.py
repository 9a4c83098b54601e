import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.schema import Span
from retrieval.reader.reading import MAX_ANSWER_TOKENS, FoundSpan, Reading, find_spans


def reading(starts: list[float], ends: list[float]) -> Reading:
    """Of a text of words of one letter, with a space behind each."""
    offsets = np.array([[2 * k, 2 * k + 1] for k in range(len(starts))], np.int32).reshape(-1, 2)
    return Reading(np.array(starts, np.float32), np.array(ends, np.float32), offsets, 0.0)


def test_the_span_with_the_best_two_ends_is_found() -> None:
    assert find_spans(reading([0, 4, 0, 0], [0, 0, 2, 0]), Span(0, 7)) == (FoundSpan(Span(2, 5), 3.0),)


def test_a_span_never_ends_before_it_begins_nor_leaves_its_part() -> None:
    assert find_spans(reading([0, 0, 9], [9, 0, 1]), Span(0, 5)) == (FoundSpan(Span(4, 5), 5.0),)
    assert find_spans(reading([9, 0, 0], [0, 0, 9]), Span(2, 5))[0].span == Span(2, 5)
    assert find_spans(reading([9, 1], [9, 1]), Span(1, 3)) == (FoundSpan(Span(2, 3), 1.0),)


def test_several_spans_do_not_overlap() -> None:
    found = find_spans(reading([5, 0, 4, 0, 3], [5, 0, 4, 0, 3]), Span(0, 9), count=3)
    assert [one.span for one in found] == [Span(0, 1), Span(4, 5), Span(8, 9)]
    assert [one.margin for one in found] == [5.0, 4.0, 3.0]


def test_a_part_without_a_token_has_no_span() -> None:
    assert find_spans(reading([1.0], [1.0]), Span(5, 9)) == ()
    assert find_spans(reading([], []), Span(0, 9)) == ()


def test_a_span_has_a_bounded_number_of_tokens() -> None:
    count = 2 * MAX_ANSWER_TOKENS
    (found,) = find_spans(reading([9.0] + [0.0] * (count - 1), [0.0] * (count - 1) + [9.0]), Span(0, 2 * count))
    assert len(found.span) <= 2 * MAX_ANSWER_TOKENS
    assert found.margin == pytest.approx(4.5)


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), max_size=12), st.integers(0, 20), st.integers(0, 20))
def test_spans_lie_in_their_part_best_first_and_apart(odds: list[tuple[float, float]], start: int, length: int) -> None:
    within = Span(start, start + length)
    found = find_spans(reading([s for s, _ in odds], [e for _, e in odds]), within, count=4)
    assert all(within.contains(one.span) and len(one.span) for one in found)
    assert [one.margin for one in found] == sorted((one.margin for one in found), reverse=True)
    assert not [1 for k, one in enumerate(found) for other in found[:k] if one.span.overlaps(other.span)]
