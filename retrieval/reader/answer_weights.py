"""What `evals/fitting/calibrate_reader.py` fitted and wrote; change nothing by hand."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ANSWER_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "answers": 0.278,
        "margin": 0.346,
        "support": 0.095,
        "constant": -0.109,
    }
)
"""Of the fields of `AnswerSigns`: a logistic model of an answer being right."""

THRESHOLD: Final = 0.39
"""The confidence below which the reader declines."""
