"""Rows read by a reader: the best span of each, and two signs of whether there is any."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np
import torch

from evals.training.batches import collate
from evals.training.decoding import find_best_spans
from evals.training.model import SpanReader, to_tensors
from evals.training.tokens import Row

BATCH_SIZE = 32


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a reader says of a row.

    Attributes:
        first: index of the best span's first token in the row.
        last: of its last.
        margin: the span's log-odds against no answer, from the logits of start and end.
        head: the log-odds of an answer, from the answerability head.
    """

    first: int
    last: int
    margin: float
    head: float

    @property
    def confidence(self) -> float:
        """Both signs in one: the sum of the log-odds."""
        return self.margin + self.head


def predict(reader: SpanReader, rows: Sequence[Row], *, pad_id: int, is_exact: bool) -> list[Prediction]:
    """Read rows, and return the predictions in their order.

    Args:
        reader: is put to evaluation, without dropout.
        rows: of any lengths.
        pad_id: of the tokenizer.
        is_exact: in 32 bits; otherwise in bfloat16, which is faster.
    """
    reader.eval()
    order = sorted(range(len(rows)), key=lambda n: len(rows[n].ids))
    predictions: dict[int, Prediction] = {}
    for at in range(0, len(rows), BATCH_SIZE):
        chosen = order[at : at + BATCH_SIZE]
        batch = collate([rows[n] for n in chosen], pad_id=pad_id)
        with torch.inference_mode(), nullcontext() if is_exact else torch.autocast("cpu", torch.bfloat16):
            logits = reader(*to_tensors(batch))
        best = find_best_spans(logits.starts.numpy().astype(np.float32), logits.ends.numpy().astype(np.float32))
        heads = logits.answerable.tolist()
        for k, n in enumerate(chosen):
            # Start and end each count the no-answer, so that the sum counts it twice.
            margin = float(best.margins[k]) / 2
            predictions[n] = Prediction(int(best.firsts[k]), int(best.lasts[k]), margin, heads[k])
    return [predictions[n] for n in range(len(rows))]
