"""What `evals/fitting/calibrate_span_reader.py` fitted and wrote; change nothing by hand."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SENTENCE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "margin": 0.66,
        "head": 0.46,
        "cosine": 1.72,
        "passage_cosine": 3.60,
        "coverage": 2.36,
        "passage_coverage": 1.79,
        "before_coverage": 1.61,
        "kind": 0.29,
    }
)
"""Of the fields of `SpanSigns`: a conditional logit model of the sentence that answers."""

ANSWER_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "margin": 0.10,
        "head": 0.39,
        "cosine": 1.27,
        "passage_cosine": 3.26,
        "coverage": 1.31,
        "share": 3.53,
        "unmentioned": 0.69,
        "constant": -6.68,
    }
)
"""Of the fields of `SpanAnswerSigns`: a logistic model of a sentence that is shown being right."""

THRESHOLD: Final = 0.18
"""The confidence below which the reader declines: one right answer in twenty is lost by it."""
