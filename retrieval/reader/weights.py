"""What `evals/calibrate_sentence_reader.py` fitted and printed; change nothing by hand."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SENTENCE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "cosine": 4.7,
        "passage_cosine": 10.2,
        "coverage": 9.1,
        "passage_coverage": 1.9,
        "before_coverage": 3.8,
        "kind": 1.6,
    }
)
"""Of the fields of `SentenceSigns`: a conditional logit model of the sentence that answers."""

ANSWER_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "cosine": 2.0,
        "passage_cosine": 2.4,
        "coverage": 1.6,
        "hits_coverage": 0.3,
        "share": 3.6,
        "unmentioned": -1.5,
        "constant": -5.4,
    }
)
"""Of the fields of `AnswerSigns`: a logistic model of the first sentence being right."""

THRESHOLD: Final = 0.25
"""The confidence below which the reader declines."""
