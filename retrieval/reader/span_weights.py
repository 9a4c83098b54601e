"""What `evals/fitting/calibrate_span_reader.py` fitted and wrote; change nothing by hand."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SENTENCE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "margin": 0.55,
        "head": 0.42,
        "cosine": 2.49,
        "passage_cosine": 5.33,
        "coverage": 4.38,
        "passage_coverage": 2.53,
        "before_coverage": 1.32,
        "kind": 0.99,
    }
)
"""Of the fields of `SpanSigns`: a conditional logit model of the sentence that answers."""

ANSWER_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "margin": 0.07,
        "head": 0.26,
        "cosine": 1.09,
        "passage_cosine": 0.58,
        "coverage": 0.16,
        "share": 1.83,
        "unmentioned": -0.64,
        "constant": -2.40,
    }
)
"""Of the fields of `SpanAnswerSigns`: a logistic model of a sentence that is shown being right."""

THRESHOLD: Final = 0.43
"""The confidence below which the reader declines: in dev it declines and answers the same share rightly."""
