"""What every report shows, worked out once: rows of figures, rows of tags, latencies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from evals.cases import Tag
from evals.comparison import Change
from evals.gate import Gate
from evals.intervals import Estimate, say_figure
from evals.measures import MEASURES, RIGHT, measure
from evals.metrics.calibration import Calibration, calibrate
from evals.metrics.selective import risk_at
from evals.outcome import Outcome
from evals.result import Part

THRESHOLDS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Of the confidence, whose trade-offs are shown."""
MIN_TAG_CASES = 5
"""A tag of fewer cases is not named among the weakest."""


@dataclass(frozen=True, slots=True)
class Row:
    """A measure, or the right replies of a tag.

    Attributes:
        change: against the baseline; None where there is none.
        references: what simpler systems reach, by their names.
    """

    label: str
    meaning: str
    estimate: Estimate
    change: Change | None
    references: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Latencies:
    """Milliseconds a question; `values` in the order of the cases."""

    median: float
    p95: float
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Trade:
    """What a threshold of confidence would give: the share of the questions that is answered, of those the wrong ones.

    Attributes:
        wrong: None where none is answered.
    """

    threshold: float
    answered: float
    wrong: float | None


@dataclass(frozen=True, slots=True)
class View:
    """A part of a result as reports show it.

    Attributes:
        figures: every measure that applies, in the order of `MEASURES`.
        tags: weakest first.
        latencies: None when they were not kept.
        calibration: of the confidence; None when no reply has one.
        trades: what other thresholds would give; none without a confidence.
    """

    part: Part
    gate: Gate
    figures: tuple[Row, ...]
    tags: tuple[Row, ...]
    latencies: Latencies | None
    calibration: Calibration | None
    trades: tuple[Trade, ...]

    @property
    def weakest(self) -> tuple[Row, ...]:
        """The three weakest tags of at least `MIN_TAG_CASES` cases."""
        return tuple(row for row in self.tags if row.estimate.n >= MIN_TAG_CASES)[:3]


def view(part: Part, gate: Gate) -> View:
    """Work out what reports show of a part."""
    comparison = gate.comparison
    changes = {change.measure.name: change for change in comparison.changes} if comparison else {}
    of_tag = {change.tag: change for change in comparison.tags} if comparison else {}
    figures = [
        Row(one.label, one.meaning, found, changes.get(one.name), _of_references(part, one.name))
        for one, found in ((one, measure(one, part.outcomes)) for one in MEASURES)
        if found is not None
    ]
    tags = [Row(tag, "", found, of_tag.get(tag)) for tag in Tag if (found := _right_of(part.outcomes, tag)) is not None]
    tags.sort(key=lambda row: (row.estimate.value, row.label))
    known = [(one.confidence, one.would_be_right) for one in part.outcomes if one.confidence is not None]
    confidence, right = [value for value, _ in known], [hit for _, hit in known]
    return View(
        part,
        gate,
        tuple(figures),
        tuple(tags),
        _latencies(part.outcomes),
        calibrate(confidence, right),
        tuple(Trade(one, *risk_at(confidence, right, one)) for one in THRESHOLDS if known),
    )


def _of_references(part: Part, name: str) -> dict[str, float]:
    return {system: figures[name] for system, figures in part.references.items() if name in figures}


def _right_of(outcomes: Sequence[Outcome], tag: Tag) -> Estimate | None:
    return measure(RIGHT, [outcome for outcome in outcomes if tag in outcome.tags])


def _latencies(outcomes: Sequence[Outcome]) -> Latencies | None:
    values = [outcome.latency_ms for outcome in outcomes if outcome.latency_ms is not None]
    if not values:
        return None
    median, p95 = np.percentile(values, [50, 95])
    return Latencies(float(median), float(p95), tuple(values))


def say_calibration(calibration: Calibration) -> str:
    """Return the calibration error in words."""
    error, chance = say_figure(calibration.error), say_figure(calibration.by_chance)
    return f"confidence is off by {error} on average (ECE, n = {calibration.count}; by chance alone {chance})"


def say_change(change: Change | None) -> str:
    """Return a difference with its sign; "=" when there is none to three digits, nothing without a baseline."""
    if change is None:
        return ""
    shown = f"{change.difference:+.3f}".replace("0.", ".", 1)
    return "=" if float(f"{change.difference:.3f}") == 0 else shown.replace("-", "−")


def improves(change: Change) -> bool:
    """Tell whether a change is for the better."""
    return (change.difference > 0) == change.measure.higher_is_better
