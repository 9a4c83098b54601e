"""Logistic models of a few features, fitted by Newton's method."""

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
