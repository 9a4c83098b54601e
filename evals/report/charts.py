"""Charts as the places of their marks, in units of an SVG's view box; the page draws them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals.metrics.calibration import Calibration
from evals.metrics.selective import risk_coverage
from evals.outcome import Outcome
from evals.report.view import say_calibration

WIDTH, HEIGHT = 600.0, 260.0
MAX_BINS = 24
MIN_RADIUS, MAX_RADIUS = 3.0, 11.0


@dataclass(frozen=True, slots=True)
class Curve:
    """A line.

    Attributes:
        points: "x,y x,y …" of the view box.
        at: where the product stands on it: x, y, and what is there in words; None when it cannot be told.
    """

    name: str
    kind: str
    points: str
    at: tuple[float, float, str] | None = None


@dataclass(frozen=True, slots=True)
class Dot:
    """A dot of a reliability diagram, in the view box; `label` tells its figures."""

    x: float
    y: float
    radius: float
    label: str


@dataclass(frozen=True, slots=True)
class Reliability:
    """A reliability diagram: its dots, the line through them, and the error in words."""

    kind: str
    dots: tuple[Dot, ...]
    points: str
    said: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a histogram, in the view box; `label` tells its range and count."""

    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """A histogram and the labels under it: (x, text)."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]


def draw_risk_coverage(name: str, kind: str, outcomes: Sequence[Outcome]) -> Curve:
    """Return the risk–coverage curve of the cases with a confidence, and where the product's own silence puts it."""
    known = [(one.confidence, one) for one in outcomes if one.confidence is not None]
    curve = risk_coverage([confidence for confidence, _ in known], [one.would_be_right for _, one in known])
    points = " ".join(f"{coverage * WIDTH:.1f},{(1 - risk) * HEIGHT:.1f}" for coverage, risk in curve)
    answered = [one for _, one in known if one.scores.get("abstained") == 0]
    if not answered:
        return Curve(name, kind, points)
    coverage = len(answered) / len(known)
    risk = sum(not one.right for one in answered) / len(answered)
    said = f"{name}: answers {coverage:.0%} of the questions, {risk:.0%} of the answers are wrong"
    return Curve(name, kind, points, (coverage * WIDTH, (1 - risk) * HEIGHT, said))


def draw_reliability(name: str, kind: str, calibration: Calibration) -> Reliability:
    """Return a reliability diagram (Murphy and Winkler 1977): accuracy over confidence, a dot a bin, large for many."""
    most = max(one.count for one in calibration.bins)
    dots = tuple(
        Dot(
            round(one.confidence * WIDTH, 1),
            round((1 - one.accuracy) * HEIGHT, 1),
            round(MAX_RADIUS * max(math.sqrt(one.count / most), MIN_RADIUS / MAX_RADIUS), 1),
            f"{name}: of {one.count} with a confidence of about {one.confidence:.2f}, {one.accuracy:.0%} are right",
        )
        for one in calibration.bins
    )
    said = f"{name}: {say_calibration(calibration)}"
    return Reliability(kind, dots, " ".join(f"{dot.x},{dot.y}" for dot in dots), said)


def draw_histogram(values: Sequence[float]) -> Histogram:
    """Return a histogram of positive values over bins of equal width on a logarithmic scale; empty without values."""
    if not values:
        return Histogram((), ())
    low, high = max(min(values), 0.01), max(*values, 0.02)
    edges = np.geomspace(low * 0.999, max(high, low * 1.5) * 1.001, min(MAX_BINS, max(6, len(values) // 8)) + 1)
    counts, _ = np.histogram(np.maximum(values, low), edges)
    width, top = WIDTH / len(counts), max(int(counts.max()), 1)
    bars = tuple(
        Bar(
            round(i * width, 1),
            round(HEIGHT * (1 - count / top), 1),
            round(width - 1.5, 1),
            round(HEIGHT * count / top, 1),
            f"{edges[i]:.1f} to {edges[i + 1]:.1f} ms: {count}",
        )
        for i, count in enumerate(counts.tolist())
    )
    span = math.log(edges[-1] / edges[0])
    marks = [edges[0] * (edges[-1] / edges[0]) ** (k / 4) for k in range(5)]
    ticks = tuple((round(math.log(mark / edges[0]) / span * WIDTH, 1), f"{mark:.3g} ms") for mark in marks)
    return Histogram(bars, ticks)
