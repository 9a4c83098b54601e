"""How probable a candidate is the answer: a logistic model for every group of kinds of answers."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from retrieval.answer_words.kind import AnswerKind
from retrieval.answer_words.weights import LEAST_PROBABILITY, WEIGHTS

GROUPS: Final[Mapping[str, tuple[AnswerKind, ...]]] = MappingProxyType(
    {
        "person": (AnswerKind.PERSON,),
        "group": (AnswerKind.GROUP,),
        "name": (AnswerKind.NAME,),
        "place": (AnswerKind.PLACE,),
        "time": (AnswerKind.TIME, AnswerKind.YEAR),
        "figure": (
            AnswerKind.NUMBER,
            AnswerKind.AMOUNT,
            AnswerKind.PERCENT,
            AnswerKind.DURATION,
            AnswerKind.MEASURE,
            AnswerKind.MONEY,
        ),
        "quote": (AnswerKind.QUOTE,),
    }
)
"""The kinds that share weights: too few questions ask for some of them alone."""


@dataclass(frozen=True, slots=True)
class KindModel:
    """A logistic model of a candidate being the answer.

    Attributes:
        weights: by feature; 0 of a feature that is not named.
        least_probability: below it there is no highlight.
    """

    weights: Mapping[str, float]
    least_probability: float

    def probability(self, features: Mapping[str, float]) -> float:
        """Return the chance that a candidate with these features is the answer.

        >>> KindModel({"near": 2.0}, 0.6).probability({"near": 0.0, "late": 1.0})
        0.5
        """
        score = sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + math.exp(-score))


MODEL: Final[Mapping[AnswerKind, KindModel]] = MappingProxyType(
    {
        kind: KindModel(WEIGHTS.get(group, {}), LEAST_PROBABILITY.get(kind, 1.0))
        for group, kinds in GROUPS.items()
        for kind in kinds
    }
)
