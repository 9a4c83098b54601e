"""What `evals/fitting/calibrate_span_reader.py` fitted and wrote; change nothing by hand."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SENTENCE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "margin": 0.50,
        "head": 0.23,
        "cosine": 2.70,
        "passage_cosine": 4.69,
        "coverage": 4.73,
        "passage_coverage": 2.85,
        "before_coverage": 1.55,
        "kind": 0.91,
    }
)
"""Of the fields of `SpanSigns`: a conditional logit model of the sentence that answers."""

ANSWER_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "margin": 0.05,
        "head": 0.16,
        "cosine": 0.66,
        "passage_cosine": 0.93,
        "coverage": 0.25,
        "share": 1.76,
        "unmentioned": -0.73,
        "constant": -2.20,
    }
)
"""Of the fields of `SpanAnswerSigns`: a logistic model of a sentence that is shown being right."""

THRESHOLD: Final = 0.46
"""The confidence below which the reader declines: in dev it declines and answers the same share rightly."""
