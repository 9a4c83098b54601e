"""How likely something is, by a logistic model over a few signs."""

import math
from collections.abc import Mapping
from typing import NamedTuple


def estimate_confidence(signs: NamedTuple, weights: Mapping[str, float]) -> float:
    """Return the probability, in (0, 1), that signs speak for; `weights` are of the fields of `signs`."""
    total = math.fsum(weights[name] * value for name, value in zip(signs._fields, signs, strict=True))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))
