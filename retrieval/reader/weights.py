"""What `evals/fitting/calibrate_sentence_reader.py` fitted and wrote; change nothing by hand."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SENTENCE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "cosine": 4.74,
        "passage_cosine": 7.61,
        "coverage": 8.44,
        "passage_coverage": 1.03,
        "before_coverage": 3.91,
        "kind": 1.72,
    }
)
"""Of the fields of `SentenceSigns`: a conditional logit model of the sentence that answers."""

ANSWER_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "cosine": 2.29,
        "passage_cosine": 1.64,
        "coverage": 1.59,
        "share": 3.34,
        "unmentioned": -1.66,
        "constant": -5.86,
    }
)
"""Of the fields of `AnswerSigns`: a logistic model of a sentence that is shown being right."""

THRESHOLD: Final = 0.26
"""The confidence below which the reader declines: one right answer in twenty is lost by it."""
