"""Rows padded to one length, with their labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evals.training.batches import Array, pad
from evals.training.reader.rows import NO_SENTENCE, UNKNOWN, ReaderRow

Labels = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class ReaderBatch:
    """A batch.

    Attributes:
        ids, mask, segments: as `evals.training.batches.pad` makes them.
        sentences: of shape (rows, tokens): the number of a token's sentence; `NO_SENTENCE` outside the window.
        starts, ends, inside: of shape (rows, tokens), as `ReaderRow` has them; `UNKNOWN` inside where none is asked.
        support: of shape (rows, sentences); `UNKNOWN` where there is no such sentence.
    """

    ids: Array
    mask: Array
    segments: Array
    sentences: npt.NDArray[np.int32]
    starts: Labels
    ends: Labels
    inside: Labels
    support: Labels

    @property
    def may_hold(self) -> npt.NDArray[np.bool_]:
        """Where an answer may begin and end: in the window, and at the `[CLS]` for none."""
        may: npt.NDArray[np.bool_] = self.sentences != NO_SENTENCE
        may[:, 0] = True
        return may


def collate(rows: Sequence[ReaderRow], *, pad_id: int) -> ReaderBatch:
    """Return rows as one batch."""
    ids, mask, segments = pad(rows, pad_id=pad_id)
    count = max(len(row.support) for row in rows)
    sentences = np.full(ids.shape, NO_SENTENCE, np.int32)
    starts, ends = np.zeros(ids.shape, np.int8), np.zeros(ids.shape, np.int8)
    inside = np.full(ids.shape, UNKNOWN, np.int8)
    support = np.full((len(rows), count), UNKNOWN, np.int8)
    for n, row in enumerate(rows):
        size = len(row.ids)
        sentences[n, :size], starts[n, :size], ends[n, :size] = row.sentences, row.starts, row.ends
        inside[n, :size] = np.where(row.sentences == NO_SENTENCE, UNKNOWN, row.inside)
        support[n, : len(row.support)] = row.support
    return ReaderBatch(ids, mask, segments, sentences, starts, ends, inside, support)
