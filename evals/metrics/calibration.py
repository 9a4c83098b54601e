"""Does confidence mean what it says: of the answers at confidence c, are c right?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BINS = 10
"""Of equal width."""
DRAWS = 400
"""So often the error by chance alone is drawn."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The cases whose confidence lies in one bin, at least one.

    Attributes:
        confidence: their mean, in [0, 1].
        accuracy: the share of them that is right.
    """

    confidence: float
    accuracy: float
    count: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far confidence is from the share of right answers.

    Attributes:
        bins: those with a case, least confident first.
        error: expected calibration error (Naeini, Cooper and Hauskrecht 2015): the mean gap of a case's bin, in [0, 1].
        by_chance: what the error would be on average if every case of confidence c were right with probability c: few
            cases are never quite where they should be.
    """

    bins: tuple[Bin, ...]
    error: float
    by_chance: float

    @property
    def count(self) -> int:
        """How many cases there are."""
        return sum(one.count for one in self.bins)


def calibrate(confidence: Sequence[float], right: Sequence[bool]) -> Calibration | None:
    """Measure the calibration of confidences in [0, 1]; None without cases.

    >>> calibrate([0.9, 0.9], [True, False]).error
    0.4
    """
    if not len(confidence):
        return None
    values, hits = np.asarray(confidence, np.float64), np.asarray(right, np.float64)
    place = np.minimum((values * BINS).astype(np.intp), BINS - 1)
    counts = np.bincount(place, minlength=BINS)
    sums, right_sums = (np.bincount(place, one, minlength=BINS) for one in (values, hits))
    bins = tuple(
        Bin(float(sums[n] / counts[n]), float(right_sums[n] / counts[n]), int(counts[n]))
        for n in np.flatnonzero(counts).tolist()
    )
    draws = np.random.default_rng(0).random((DRAWS, len(values))) < values
    errors = [_error(place, values - drawn) for drawn in draws]
    return Calibration(bins, _error(place, values - hits), float(np.mean(errors)))


def _error(place: npt.NDArray[np.intp], gaps: npt.NDArray[np.float64]) -> float:
    return float(np.abs(np.bincount(place, gaps, minlength=BINS)).sum() / len(gaps))
