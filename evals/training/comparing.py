"""Two exports of one reader side by side: what quantisation costs in F1, and what it saves in size and time."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from typing import Protocol, cast

import torch
from torch import Tensor, nn

from evals.training.model import Logits, SpanReader
from retrieval.onnx_session import open_session

ONE_ROW, EIGHT_ROWS = (1, 320), (8, 96)
"""Rows and tokens of what is timed: a long paragraph, and the best passages of an article."""
TIMED_RUNS = 50
_MEASURES = (("F1", 2, "f1"), ("F1 when all are answered", 2, "answered_f1"), ("AUROC of answerability", 4, "auroc"))


class Scores(Protocol):
    """What a reader is measured by: a `SelectionSet`."""

    def score(self, reader: SpanReader) -> dict[str, float]:
        """Return the measures of a reader."""
        ...


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of a file.

    Attributes:
        measures: as `SelectionSet.score` returns them, each the mean over the sets; empty when there were none.
        size_bytes: of the file.
        one_row_ms: milliseconds for one row of 320 tokens, on one thread.
        eight_rows_ms: for eight of 96.
    """

    measures: Mapping[str, float]
    size_bytes: int
    one_row_ms: float
    eight_rows_ms: float

    @property
    def f1(self) -> float | None:
        """F1 in percent over whole paragraphs and windows, each question alike; None when it was not measured."""
        parts = [(self.measures.get(f"{part}questions", 0.0), f"{part}f1") for part in ("", "window_")]
        total = sum(questions for questions, _ in parts)
        return sum(questions * self.measures[name] for questions, name in parts if questions) / total if total else None


class OnnxReader(nn.Module):
    """An exported reader on one thread of onnxruntime, for what takes the torch module.

    Args:
        file: the export.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._session = open_session(file, threads=1)

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor, may_hold: Tensor) -> Logits:
        """Read a batch, as `SpanReader.forward` does."""
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": segments}
        outputs = self._session.run(None, {name: tensor.numpy() for name, tensor in feeds.items()})
        starts, ends, answerable = (torch.from_numpy(output) for output in outputs)
        return Logits(starts.masked_fill(~may_hold, -1e4), ends.masked_fill(~may_hold, -1e4), answerable)


def measure_file(file: Path, sets: Sequence[Scores]) -> Figures:
    """Measure an export on sets of examples, and time it."""
    reader = OnnxReader(file)
    # It has all that the sets use of a reader: being called, and being put to evaluation.
    scores = [one.score(cast(SpanReader, reader)) for one in sets]
    names = set.intersection(*(set(score) for score in scores)) if scores else set()
    measures = {name: fmean(score[name] for score in scores) for name in names}
    return Figures(measures, file.stat().st_size, _time(reader, ONE_ROW), _time(reader, EIGHT_ROWS))


def render_comparison(before: Figures, after: Figures) -> str:
    """Return a table of two files' figures: in 32 bits, and in 8."""
    rows = [("F1 of all", 2, before.f1, after.f1)]
    for part, of in (("", "whole paragraphs"), ("window_", "windows")):
        for title, digits, name in _MEASURES:
            values = [figures.measures.get(part + name) for figures in (before, after)]
            rows.append((f"{title}, {of}", digits, values[0], values[1]))
    rows.append(("size (MB)", 2, before.size_bytes / 1e6, after.size_bytes / 1e6))
    rows.append((f"{_name(ONE_ROW)} (ms)", 1, before.one_row_ms, after.one_row_ms))
    rows.append((f"{_name(EIGHT_ROWS)} (ms)", 1, before.eight_rows_ms, after.eight_rows_ms))
    lines = [f"{title:<44}{_show(old, digits):>9}{_show(new, digits):>9}" for title, digits, old, new in rows]
    return "\n".join([f"{'':<44}{'fp32':>9}{'int8':>9}", *lines])


def _name(shape: tuple[int, int]) -> str:
    return f"{shape[0]} x {shape[1]} tokens"


def _show(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _time(reader: OnnxReader, shape: tuple[int, int]) -> float:
    """Median milliseconds to read a batch without padding."""
    ids, ones = torch.zeros(shape, dtype=torch.int64), torch.ones(shape, dtype=torch.int64)
    taken: list[float] = []
    for _ in range(TIMED_RUNS):
        start = time.perf_counter()
        reader(ids, ones, ones, ones.bool())
        taken.append(1000 * (time.perf_counter() - start))
    return median(taken)
