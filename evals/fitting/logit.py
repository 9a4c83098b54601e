"""Logistic models of a few features, fitted by Newton's method."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]

MAX_STEPS = 50
SMALL_STEP = 1e-6


def fit_logit(features: Floats, right: Flags, importance: Floats, *, penalty: float = 0.01) -> Floats:
    """Return the weights of a logistic model, one a feature.

    Args:
        features: of shape (cases, features); a constant is a feature like any other.
        right: one a case.
        importance: of each case, at least 0.
        penalty: on the square of each weight.
    """
    weights = np.zeros(features.shape[1])
    for _ in range(MAX_STEPS):
        chance = 1 / (1 + np.exp(-features @ weights))
        gradient = features.T @ (importance * (right - chance)) - penalty * weights
        curvature = (features * (importance * chance * (1 - chance))[:, None]).T @ features
        step = np.linalg.solve(curvature + penalty * np.eye(len(weights)), gradient)
        weights += step
        if np.abs(step).max() < SMALL_STEP:
            break
    return weights


def fit_choice(candidates: Sequence[Floats], right: Sequence[Flags], *, penalty: float = 0.3) -> Floats:
    """Return the weights of a conditional logit model (McFadden 1974): which of a case's candidates is right.

    A step of Newton's method that makes matters worse is halved until it does not.

    Args:
        candidates: one array of shape (candidates, features) a case.
        right: one flag a candidate; where several are right, any will do. Cases with none are passed over.
        penalty: on the square of each weight.
    """
    cases = [(rows, flags) for rows, flags in zip(candidates, right, strict=True) if flags.any()]
    weights = np.zeros(candidates[0].shape[1])
    value, gradient, curvature = _assess_choice(cases, weights, penalty)
    for _ in range(MAX_STEPS):
        step = np.linalg.solve(curvature, gradient)
        ahead = _assess_choice(cases, weights + step, penalty)
        while ahead[0] < value and np.abs(step).max() >= SMALL_STEP:
            step /= 2
            ahead = _assess_choice(cases, weights + step, penalty)
        weights += step
        value, gradient, curvature = ahead
        if np.abs(step).max() < SMALL_STEP:
            break
    return weights


def _assess_choice(
    cases: Sequence[tuple[Floats, Flags]], weights: Floats, penalty: float
) -> tuple[float, Floats, Floats]:
    """The penalised log-likelihood of a conditional logit model, its gradient, and the curvature to step by."""
    value = -penalty / 2 * float(weights @ weights)
    gradient, curvature = -penalty * weights, penalty * np.eye(len(weights))
    for rows, flags in cases:
        strength = rows @ weights
        strength -= strength.max()
        chance = np.exp(strength)
        total = chance.sum()
        chance /= total
        # By the strongest right one, which may be nothing beside the strongest of all.
        among_right = np.where(flags, np.exp(np.minimum(strength - strength[flags].max(), 0)), 0.0)
        value += float(strength[flags].max() + np.log(among_right.sum()) - np.log(total))
        among_right /= among_right.sum()
        mean = chance @ rows
        gradient += among_right @ rows - mean
        curvature += ((rows - mean) * chance[:, None]).T @ (rows - mean)
    return value, gradient, curvature
