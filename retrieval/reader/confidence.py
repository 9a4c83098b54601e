"""How likely an answer is to hold the right sentence: a logistic model over a few signs."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from retrieval.reader.ranking import RankedSentence, weigh
from retrieval.schema import Hits


class AnswerSigns(NamedTuple):
    """What speaks for an answer, each about in [0, 1].

    Attributes:
        cosine, passage_cosine, coverage: of its first sentence, as in `SentenceSigns`.
        share: of its sentences together, as in `RankedSentence`.
        unmentioned: 1 when the question has a name that no article in scope mentions.
        constant: 1.
    """

    cosine: float
    passage_cosine: float
    coverage: float
    share: float
    unmentioned: float
    constant: float = 1.0


def read_signs(shown: Sequence[RankedSentence], hits: Hits) -> AnswerSigns:
    """Return the signs of the answer that shows these sentences, at least one."""
    first = shown[0].signs
    return AnswerSigns(
        cosine=first.cosine,
        passage_cosine=first.passage_cosine,
        coverage=first.coverage,
        share=sum(one.share for one in shown),
        unmentioned=float(bool(hits.unmentioned)),
    )


def estimate_confidence(signs: NamedTuple, weights: Mapping[str, float]) -> float:
    """Return the probability, in (0, 1), that the answer is right; `weights` are of the fields of `signs`."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, weigh(signs, weights)))))
