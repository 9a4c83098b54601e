"""The table that every benchmark prints: systems in rows, measures in columns, each figure with its 95 % interval."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar

import numpy as np

from evals.intervals import Estimate

Item = TypeVar("Item")

MAX_WIDTH = 110
Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Row:
    """A system and its figures, one a column; None where a measure does not apply to it or could not be computed."""

    name: str
    cells: tuple[Estimate | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The result of a benchmark.

    Attributes:
        file: that it ran on.
        counts: of what there was, in words: {"questions": 1190}.
        columns: names of the measures.
        rows: the product first, then what it is compared with.
        notes: one line each, for people.
    """

    file: str
    counts: Mapping[str, int]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def to_text(table: Table) -> str:
    """Return a table for people, on its side when it is too wide; n stands in a column's head, or in the cells."""
    counts = ", ".join(f"{count:,} {what}" for what, count in table.counts.items())
    heads = [_head(column, [row.cells[k] for row in table.rows]) for k, column in enumerate(table.columns)]
    cells = [[_cell(row.cells[k], n) for k, (_, n) in enumerate(heads)] for row in table.rows]
    grid = [["", *(head for head, _ in heads)], *([row.name, *own] for row, own in zip(table.rows, cells, strict=True))]
    lines = _align(grid)
    if max(map(len, lines)) > MAX_WIDTH:
        lines = _align([list(column) for column in zip(*grid, strict=True)])
    return "\n".join((f"{table.file}: {counts}; means with 95 % intervals", *lines, *table.notes))


def to_json(table: Table) -> str:
    """Return a table for programs."""
    rows = [
        {"name": row.name, **{c: asdict(e) if e else None for c, e in zip(table.columns, row.cells, strict=True)}}
        for row in table.rows
    ]
    return json.dumps({"file": table.file, "counts": dict(table.counts), "rows": rows, "notes": list(table.notes)})


def take(items: Sequence[Item], limit: int | None, seed: int) -> Sequence[Item]:
    """Return `limit` of the items at random, in their order; all when there are no more, or without a limit."""
    if limit is None or limit >= len(items):
        return items
    chosen = np.random.default_rng(seed).choice(len(items), limit, replace=False)
    return [items[k] for k in sorted(chosen.tolist())]


def _align(grid: Sequence[Sequence[str]]) -> list[str]:
    """The rows of a grid as lines, its columns aligned."""
    widths = [max(map(len, column)) + 3 for column in zip(*grid, strict=True)]
    return ["".join(f"{text:{width}}" for text, width in zip(row, widths, strict=True)).rstrip() for row in grid]


def _head(column: str, cells: Sequence[Estimate | None]) -> tuple[str, int | None]:
    """A column's head and the n that stands in it, when all its cells share one."""
    counts = {cell.n for cell in cells if cell is not None}
    n = counts.pop() if len(counts) == 1 else None
    return (column if n is None else f"{column} (n = {n})"), n


def _cell(cell: Estimate | None, n: int | None) -> str:
    if cell is None:
        return "-"
    text = str(cell) if n is not None else f"{cell} n = {cell.n}"
    return f"{text}, {cell.unscored} not scored" if cell.unscored else text
