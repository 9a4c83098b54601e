"""From the logits of starts and ends to the best span, and how much better it is than none."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

MAX_ANSWER_TOKENS = 30

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class BestSpans:
    """The best span of each row.

    Attributes:
        firsts: index of its first token, of shape (rows,), as the following.
        lasts: index of its last token.
        margins: its score less that of no answer; logits, so without bounds.
    """

    firsts: Ints
    lasts: Ints
    margins: Floats


def find_best_spans(starts: Floats, ends: Floats, *, max_tokens: int = MAX_ANSWER_TOKENS) -> BestSpans:
    """Return the span of each row with the greatest sum of logits, other than the one at `[CLS]`.

    Args:
        starts: logits of shape (rows, tokens), very low where no span may begin.
        ends: likewise of ends.
        max_tokens: of a span.

    >>> logits = np.array([[0, 1, 5, 2]], np.float32), np.array([[1, 9, 0, 2]], np.float32)
    >>> best = find_best_spans(*logits)
    >>> best.firsts.tolist(), best.lasts.tolist(), best.margins.tolist()
    ([1], [1], [9.0])
    """
    rows, tokens = starts.shape
    none = starts[:, 0] + ends[:, 0]
    best = np.full(rows, -np.inf, np.float32)
    firsts, lasts = np.zeros(rows, np.int64), np.zeros(rows, np.int64)
    for length in range(min(max_tokens, tokens - 1)):
        scores = starts[:, 1 : tokens - length] + ends[:, 1 + length :]
        at = scores.argmax(axis=1)
        score = scores[np.arange(rows), at]
        better = score > best
        best = np.where(better, score, best)
        firsts, lasts = np.where(better, at + 1, firsts), np.where(better, at + 1 + length, lasts)
    return BestSpans(firsts, lasts, best - none)
