"""Confidence intervals: figures over cases, with how far they may be from the truth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

RESAMPLES = 2000
LEVEL = 0.95
MIN_DEFINED = 0.5
"""The share of the resamples in which a figure must be defined for its interval to be one."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval.

    Attributes:
        n: over how many cases.
        unscored: how many further cases have no score although the measure applies to them.
    """

    value: float
    low: float
    high: float
    n: int
    unscored: int = 0

    def __str__(self) -> str:
        return f"{say_figure(self.value)} {say_interval(self)}"


def resample_groups(groups: Sequence[str], *, seed: int = 0) -> Floats:
    """Return how often each case is drawn in each of `RESAMPLES` bootstrap resamples, of shape (resamples, cases).

    Cases of one group (the turns of a conversation) are drawn together, because they do not vary independently
    (cluster bootstrap; Davison and Hinkley 1997, section 3.8).
    """
    names = {name: number for number, name in enumerate(dict.fromkeys(groups))}
    of_case = np.array([names[name] for name in groups], dtype=np.intp)
    draws = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), size=RESAMPLES)
    return draws[:, of_case].astype(np.float64)


def estimate(statistic: Callable[[Floats], Floats], resamples: Floats, *, n: int, unscored: int = 0) -> Estimate | None:
    """Return a statistic with its percentile bootstrap interval (Efron 1979), or None where it is not defined.

    Args:
        statistic: of weights, one a case on the last axis; NaN where it is not defined.
        resamples: of shape (resamples, cases).
        n: the number of cases to state.
        unscored: the number of cases without a score to state.
    """
    value = float(statistic(np.ones(resamples.shape[-1])))
    drawn = statistic(resamples)
    defined = drawn[~np.isnan(drawn)]
    if np.isnan(value) or len(defined) < MIN_DEFINED * len(drawn):
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(value, float(low), float(high), n, unscored)


def weighted_mean(values: Floats) -> Callable[[Floats], Floats]:
    """Return the weighted mean of `values` as a statistic of the weights; NaN where they are all 0.

    >>> weighted_mean(np.array([0.0, 1.0]))(np.array([[1.0, 3.0]])).tolist()
    [0.75]
    """

    def mean(weights: Floats) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            of_weights: Floats = np.asarray(weights @ values / weights.sum(axis=-1))
        return of_weights

    return mean


def estimate_mean(
    values: Sequence[float], *, groups: Sequence[str] | None = None, seed: int = 0, unscored: int = 0
) -> Estimate:
    """Return the mean of `values` with its bootstrap interval; every value is a group of its own unless told otherwise.

    Where all values are 0 or all are 1 a bootstrap sees no variance: the interval then ends at the exact binomial bound
    (Clopper and Pearson 1934) for as many groups.

    Raises:
        ValueError: when there are no values: a mean of nothing is no score.

    >>> estimate_mean([0.5, 0.5, 0.5])
    Estimate(value=0.5, low=0.5, high=0.5, n=3, unscored=0)
    """
    if not values:
        raise ValueError("a mean needs at least one value")
    names = [str(number) for number in range(len(values))] if groups is None else groups
    array = np.asarray(values, dtype=np.float64)
    resamples = resample_groups(names, seed=seed)
    found = estimate(weighted_mean(array), resamples, n=len(array), unscored=unscored)
    if found is None:
        raise ValueError("a mean of NaN is no score")
    bound = ((1 - LEVEL) / 2) ** (1 / len(set(names)))
    if (array == 1).all():
        return Estimate(1.0, bound, 1.0, len(array), unscored)
    if (array == 0).all():
        return Estimate(0.0, 0.0, 1 - bound, len(array), unscored)
    return found


def say_figure(value: float) -> str:
    """Return a figure in [0, 1] with three digits, without a leading zero.

    >>> say_figure(0.7124), say_figure(1.0)
    ('.712', '1.000')
    """
    return f"{value:.3f}".removeprefix("0")


def say_interval(estimate: Estimate) -> str:
    """Return an estimate's interval.

    >>> say_interval(Estimate(0.5, 0.25, 0.75, 4))
    '[.250, .750]'
    """
    return f"[{say_figure(estimate.low)}, {say_figure(estimate.high)}]"
