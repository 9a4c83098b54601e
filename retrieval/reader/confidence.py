"""How likely the first sentence of an answer is to be right: a logistic model over a few signs."""

import math
from collections.abc import Mapping
from typing import NamedTuple

from retrieval.reader.ranking import Coverage, RankedSentence, weigh
from retrieval.schema import Hits


class AnswerSigns(NamedTuple):
    """What speaks for an answer, each about in [0, 1].

    Attributes:
        cosine, passage_cosine, coverage: of its first sentence, as in `SentenceSigns`.
        hits_coverage: the share of the question's terms, by weight, that all hits cover together.
        share: of its first sentence, as in `RankedSentence`.
        unmentioned: 1 when the question has a name that no article in scope mentions.
        constant: 1.
    """

    cosine: float
    passage_cosine: float
    coverage: float
    hits_coverage: float
    share: float
    unmentioned: float
    constant: float = 1.0


def read_signs(best: RankedSentence, hits: Hits, coverage: Coverage) -> AnswerSigns:
    """Return the signs of an answer that begins with `best`."""
    return AnswerSigns(
        cosine=best.signs.cosine,
        passage_cosine=best.signs.passage_cosine,
        coverage=best.signs.coverage,
        hits_coverage=coverage.of(sentence for hit in hits.items for sentence in hit.passage.sentences),
        share=best.share,
        unmentioned=float(bool(hits.unmentioned)),
    )


def estimate_confidence(signs: AnswerSigns, weights: Mapping[str, float]) -> float:
    """Return the probability, in (0, 1), that the answer is right; `weights` are of the fields of `AnswerSigns`."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, weigh(signs, weights)))))
