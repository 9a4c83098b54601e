"""What the span model says of a text, and the best span of a part of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.schema import Span
from retrieval.reader.windows import Window

MAX_ANSWER_TOKENS = 30

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of a window's text; log-odds against "there is no answer here".

    Attributes:
        starts: of each token, that the answer begins with it.
        ends: of each token, that the answer ends with it.
        offsets: of shape (tokens, 2): the characters of the text that each token stands for.
        answerable: that the text answers, by the model's own head for it.
    """

    starts: Floats
    ends: Floats
    offsets: Ints
    answerable: float


@dataclass(frozen=True, slots=True)
class FoundSpan:
    """A span of a text.

    Attributes:
        margin: its log-odds against no answer, the mean of those of its start and its end.
    """

    span: Span
    margin: float


class SpanSource(Protocol):
    """What the span reader needs of its model."""

    def read(self, question: str, windows: Sequence[Window]) -> tuple[Reading, ...]:
        """Return the reading of each window."""
        ...


def find_spans(reading: Reading, within: Span, *, count: int = 1) -> tuple[FoundSpan, ...]:
    """Return the best spans of a part of the text, best first, none of which overlap; none where no token lies in it.

    Args:
        reading: of the text.
        within: the part, usually a sentence; a span never leaves it.
        count: how many at the most.
    """
    inside = np.flatnonzero((reading.offsets[:, 0] >= within.start) & (reading.offsets[:, 1] <= within.end))
    if not len(inside):
        return ()
    starts, ends = reading.starts[inside], reading.ends[inside]
    scores = (starts[:, None] + ends[None, :]) / 2
    places = np.arange(len(inside))
    length = places[None, :] - places[:, None]
    scores[(length < 0) | (length >= MAX_ANSWER_TOKENS)] = -np.inf
    found: list[FoundSpan] = []
    while len(found) < count and np.isfinite(best := scores.max()):
        first, last = divmod(int(scores.argmax()), len(inside))
        span = Span(int(reading.offsets[inside[first], 0]), int(reading.offsets[inside[last], 1]))
        found.append(FoundSpan(span, float(best)))
        scores[: last + 1, first:] = -np.inf
    return tuple(found)
