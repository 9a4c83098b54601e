import numpy as np

from evals.training.reader.decoding import find_best_spans

STARTS = np.array([[0.0, 0.0, 0.0, 5.0, -1e4]], np.float32)
ENDS = np.array([[0.0, 7.0, 0.0, 1.0, 3.0]], np.float32)


def test_a_best_span_does_not_end_before_it_begins() -> None:
    best = find_best_spans(STARTS, ENDS)
    assert (best.firsts[0], best.lasts[0], best.margins[0]) == (3, 4, 8.0)


def test_a_best_span_is_not_too_long() -> None:
    best = find_best_spans(STARTS, ENDS, max_tokens=1)
    assert (best.firsts[0], best.lasts[0], best.margins[0]) == (1, 1, 7.0)


def test_the_margin_is_what_a_span_has_over_none() -> None:
    starts, ends = STARTS.copy(), ENDS.copy()
    starts[0, 0], ends[0, 0] = 9.0, 2.0
    assert find_best_spans(starts, ends).margins[0] == -3.0


def test_each_row_has_its_own_span() -> None:
    best = find_best_spans(np.repeat(STARTS, 2, axis=0), np.stack([ENDS[0], ENDS[0][::-1]]))
    assert list(zip(best.firsts.tolist(), best.lasts.tolist(), strict=True)) == [(3, 4), (3, 3)]
