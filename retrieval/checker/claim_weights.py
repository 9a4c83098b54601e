"""What `evals/fitting/calibrate_claim_checker.py` fitted and wrote; change nothing by hand."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SUPPORT_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "read": 0.30,
        "pairs": 1.11,
        "cosine": 3.81,
        "constant": -3.04,
    }
)
"""Of the fields of `ClaimSigns`: a logistic model of the claim's being supported."""

SUPPORTED_FROM: Final = 0.27
"""The probability of support from which on a claim is called supported."""
