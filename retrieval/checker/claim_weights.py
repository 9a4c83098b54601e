"""Provisional, set by hand: `evals/fitting/calibrate_claim_checker.py` writes this anew when the model is trained."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SUPPORT_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "joined": 0.40,
        "nearest": 0.40,
        "pairs": 2.00,
        "cosine": 2.00,
        "constant": -2.00,
    }
)
"""Of the fields of `ClaimSigns`: a logistic model of the claim's being supported."""

SUPPORTED_FROM: Final = 0.50
"""The probability of support from which on a claim is called supported."""

CONTRADICTED_FROM: Final = 0.60
"""What is weighed against a claim that is not supported, from which on it is called contradicted."""
