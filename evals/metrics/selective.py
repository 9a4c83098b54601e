"""Selective answering: how good is the confidence at telling right answers from wrong ones?

Every function takes weights, one a case, so that one pass scores many bootstrap resamples: weights of shape (cases,)
give one number, of shape (resamples, cases) one a resample. Cases of equal confidence are taken together, so that their
order does not matter.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> tuple[tuple[float, float], ...]:
    """Return the risk–coverage curve (El-Yaniv and Wiener 2010): (coverage, risk) at each distinct confidence.

    Coverage is the share of the cases that are answered when all of at least that confidence are; risk the share of
    wrong ones among them. Empty without cases.

    >>> risk_coverage([0.9, 0.5, 0.5], [True, False, True])
    ((0.3333333333333333, 0.0), (1.0, 0.3333333333333333))
    """
    if not len(confidence):
        return ()
    order, last = _by_confidence(confidence)
    wrong = 1.0 - np.asarray(right, np.float64)[order]
    answered = np.arange(1, len(order) + 1)[last]
    return tuple(zip((answered / len(order)).tolist(), (np.cumsum(wrong)[last] / answered).tolist(), strict=True))


def risk_at(confidence: Sequence[float], right: Sequence[bool], threshold: float) -> tuple[float, float | None]:
    """Return coverage and risk when all cases of at least a confidence are answered; no risk where none is.

    >>> risk_at([0.9, 0.5, 0.5], [True, False, True], 0.6)
    (0.3333333333333333, 0.0)
    """
    answered = [hit for value, hit in zip(confidence, right, strict=True) if value >= threshold]
    if not answered:
        return 0.0, None
    return len(answered) / len(confidence), 1 - sum(answered) / len(answered)


def aurc(confidence: Sequence[float], right: Sequence[bool], weights: Floats | None = None) -> Floats:
    """Return the area under the risk–coverage curve (Geifman, Uziel and El-Yaniv 2019), in [0, 1]; lower is better.

    It is the mean, over the cases in the order of their confidence, of the risk of answering all up to there. NaN
    without cases, and where the weights are all 0.

    >>> float(aurc([0.9, 0.8, 0.1], [True, True, False]))
    0.1111111111111111
    """
    weight = _weights(confidence, weights)
    if not len(confidence):
        return np.full(weight.shape[:-1], np.nan)
    order, last = _by_confidence(confidence)
    weight = weight[..., order]
    answered = np.cumsum(weight, axis=-1)[..., last]
    wrong = np.cumsum(weight * (1.0 - np.asarray(right, np.float64)[order]), axis=-1)[..., last]
    share = np.diff(answered, axis=-1, prepend=0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        risk = np.where(answered > 0, wrong / answered, 0.0)
        area: Floats = (share * risk).sum(axis=-1) / answered[..., -1]
    return area


def auroc(confidence: Sequence[float], positive: Sequence[bool], weights: Floats | None = None) -> Floats:
    """Return the chance that a positive case has more confidence than a negative one, ties counting half.

    The area under the ROC curve by the Mann–Whitney statistic (Hanley and McNeil 1982). NaN without a positive or
    a negative case.

    >>> float(auroc([0.9, 0.5, 0.5, 0.1], [True, True, False, False]))
    0.875
    """
    weight = _weights(confidence, weights)
    if not len(confidence):
        return np.full(weight.shape[:-1], np.nan)
    order, last = _by_confidence(confidence)
    weight = weight[..., order]
    is_positive = np.asarray(positive, np.float64)[order]
    above = np.cumsum(weight * is_positive, axis=-1)[..., last]
    beside = np.diff(np.cumsum(weight * (1.0 - is_positive), axis=-1)[..., last], axis=-1, prepend=0.0)
    positives = np.diff(above, axis=-1, prepend=0.0)
    won = (beside * (above - positives / 2)).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        share: Floats = won / (above[..., -1] * beside.sum(axis=-1))
    return share


def _by_confidence(confidence: Sequence[float]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The cases' order, most confident first, and the last place of each run of equal confidence."""
    values = np.asarray(confidence, np.float64)
    order = np.argsort(-values, kind="stable")
    ordered = values[order]
    last = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True)) if len(ordered) else np.empty(0, np.intp)
    return order, last


def _weights(confidence: Sequence[float], weights: Floats | None) -> Floats:
    return np.ones(len(confidence)) if weights is None else weights
