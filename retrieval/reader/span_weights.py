"""Provisional, set by hand: `evals/fitting/calibrate_span_reader.py` writes this anew when the model is trained."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SENTENCE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "margin": 0.60,
        "head": 0.30,
        "cosine": 3.00,
        "passage_cosine": 3.00,
        "coverage": 3.00,
        "passage_coverage": 0.50,
        "before_coverage": 1.00,
        "kind": 0.50,
    }
)
"""Of the fields of `SpanSigns`: for a conditional logit model of the sentence that answers."""

ANSWER_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "margin": 0.30,
        "head": 0.30,
        "cosine": 1.00,
        "passage_cosine": 1.00,
        "coverage": 1.00,
        "share": 2.00,
        "unmentioned": -1.50,
        "constant": -3.00,
    }
)
"""Of the fields of `SpanAnswerSigns`: for a logistic model of a sentence that is shown being right."""

THRESHOLD: Final = 0.30
"""The confidence below which the reader declines."""
