"""The table that every benchmark prints: systems in rows, measures in columns, each figure with its 95 % interval."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar

import numpy as np

from evals.intervals import Estimate

Item = TypeVar("Item")
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
    """Return a table for people; n stands in each column's head, or in the cell where it is another."""
    counts = ", ".join(f"{count:,} {what}" for what, count in table.counts.items())
    name_width = max(len(row.name) for row in table.rows) + 2
    heads = [_head(column, [row.cells[k] for row in table.rows]) for k, column in enumerate(table.columns)]
    cells = [[_cell(row.cells[k], heads[k][1]) for k in range(len(heads))] for row in table.rows]
    widths = [max(len(head[0]), *(len(row[k]) for row in cells)) + 3 for k, head in enumerate(heads)]
    lines = [f"{table.file}: {counts}; means with 95 % intervals"]
    lines.append(" " * name_width + "".join(f"{head:{width}}" for (head, _), width in zip(heads, widths, strict=True)))
    for row, texts in zip(table.rows, cells, strict=True):
        lines.append(f"{row.name:{name_width}}" + "".join(f"{t:{w}}" for t, w in zip(texts, widths, strict=True)))
    return "\n".join(line.rstrip() for line in (*lines, *table.notes))


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
