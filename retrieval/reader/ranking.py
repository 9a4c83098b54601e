"""Which sentences of the hits answer a question best: a linear model over a few signs of each."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from corpus.schema import Sentence
from retrieval.answer_words import AskedFor
from retrieval.lexical import stem_terms
from retrieval.schema import Hit, Hits

MAX_CANDIDATES = 12
"""Sentences that are ranked, by fused score; for 98 % of answerable questions one of them answers."""


class SentenceSigns(NamedTuple):
    """What speaks for one sentence, each about in [0, 1].

    Attributes:
        cosine, passage_cosine: between the question and the sentence, and its passage.
        coverage: the weight of the question's terms that the sentence has, as a share of the weight of all.
        passage_coverage: what the rest of the passage adds to it.
        before_coverage: what the sentence before adds to it: it names whom "he" or "it" means.
        kind: whether it has something of the kind that is asked for; .5 when that cannot be told.
    """

    cosine: float
    passage_cosine: float
    coverage: float
    passage_coverage: float
    before_coverage: float
    kind: float


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence of a hit.

    Attributes:
        share: the probability, among the candidates, that this one answers if any of them does.
    """

    hit: Hit
    sentence: Sentence
    signs: SentenceSigns
    share: float


class Coverage:
    """Tells how much of the terms of one question sentences have, by the terms' weights."""

    def __init__(self, hits: Hits) -> None:
        self._weights = hits.term_weights
        # fsum, here and below: a sum must not depend on the order of a set.
        self._total = math.fsum(hits.term_weights.values())
        self._stems: dict[str, frozenset[str]] = {}

    def of(self, sentences: Iterable[Sentence]) -> float:
        """Return the share, in [0, 1], of the weight that the sentences cover together; 0 without terms."""
        if not self._total:
            return 0.0
        covered = frozenset[str]().union(*(self._terms(sentence) for sentence in sentences))
        return math.fsum(self._weights[term] for term in covered) / self._total

    def _terms(self, sentence: Sentence) -> frozenset[str]:
        """The terms of the question that the sentence has."""
        if sentence.id not in self._stems:
            self._stems[sentence.id] = frozenset(stem_terms(sentence.text)) & self._weights.keys()
        return self._stems[sentence.id]


def rank_sentences(
    hits: Hits, asked: AskedFor, coverage: Coverage, weights: Mapping[str, float]
) -> tuple[RankedSentence, ...]:
    """Return the best sentences of `hits`, best first, each text once; `weights` are of `SentenceSigns`."""
    candidates = sorted(
        ((score, hit, number) for hit in hits.items for number, score in enumerate(hit.sentence_scores)),
        key=lambda candidate: -candidate[0],
    )[:MAX_CANDIDATES]
    place = {(s.article_id, s.ordinal): s for hit in hits.items for s in hit.passage.sentences}
    found: list[tuple[float, Hit, Sentence, SentenceSigns]] = []
    for _, hit, number in candidates:
        sentence = hit.passage.sentences[number]
        before = place.get((sentence.article_id, sentence.ordinal - 1))
        own = coverage.of([sentence])
        signs = SentenceSigns(
            cosine=hit.signals[number].cosine,
            passage_cosine=hit.cosine,
            coverage=own,
            passage_coverage=coverage.of(hit.passage.sentences) - own,
            before_coverage=coverage.of([before, sentence]) - own if before else 0.0,
            kind=asked.matches(sentence.text),
        )
        found.append((weigh(signs, weights), hit, sentence, signs))
    found.sort(key=lambda candidate: -candidate[0])
    # Articles of one agency repeat each other: copies would halve each other's share.
    distinct = {" ".join(candidate[2].text.split()): candidate for candidate in reversed(found)}
    best = found[0][0] if found else 0.0
    total = sum(math.exp(strength - best) for strength, *_ in distinct.values())
    return tuple(
        RankedSentence(hit, sentence, signs, math.exp(strength - best) / total)
        for strength, hit, sentence, signs in sorted(distinct.values(), key=lambda candidate: -candidate[0])
    )


def weigh(signs: NamedTuple, weights: Mapping[str, float]) -> float:
    """Return the weighted sum of the signs."""
    return math.fsum(weights[name] * value for name, value in zip(signs._fields, signs, strict=True))
