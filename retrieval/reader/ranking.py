"""Which sentences of the hits answer a question best: a linear model over a few signs of each."""

import math
from collections.abc import Iterable, Mapping, Sequence
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
class Candidate:
    """A sentence of a hit, and what speaks for it."""

    hit: Hit
    sentence: Sentence
    signs: SentenceSigns


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
    candidates = find_candidates(hits, asked, coverage)
    shares = share_out([(weigh(one.signs, weights), one.sentence) for one in candidates])
    return tuple(
        RankedSentence(candidates[n].hit, candidates[n].sentence, candidates[n].signs, share) for n, share in shares
    )


def find_candidates(
    hits: Hits, asked: AskedFor, coverage: Coverage, *, count: int = MAX_CANDIDATES
) -> tuple[Candidate, ...]:
    """Return the sentences of `hits` with the highest fused scores, at most `count`, best first."""
    scored = sorted(
        ((score, hit, number) for hit in hits.items for number, score in enumerate(hit.sentence_scores)),
        key=lambda candidate: -candidate[0],
    )[:count]
    place = {(s.article_id, s.ordinal): s for hit in hits.items for s in hit.passage.sentences}
    found: list[Candidate] = []
    for _, hit, number in scored:
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
        found.append(Candidate(hit, sentence, signs))
    return tuple(found)


def share_out(strengths: Sequence[tuple[float, Sentence]]) -> tuple[tuple[int, float], ...]:
    """Return the place of each candidate in `strengths` and its share, strongest first; of equal texts the first.

    A share is the probability of a conditional logit model: the exponential of the strength, as a share of all.
    """
    order = sorted(range(len(strengths)), key=lambda n: -strengths[n][0])
    # Articles of one agency repeat each other: copies would halve each other's share.
    distinct = {" ".join(strengths[n][1].text.split()): n for n in reversed(order)}
    kept = [n for n in order if distinct[" ".join(strengths[n][1].text.split())] == n]
    best = strengths[order[0]][0] if order else 0.0
    odds = [math.exp(strengths[n][0] - best) for n in kept]
    total = sum(odds)
    return tuple((n, one / total) for n, one in zip(kept, odds, strict=True))


def weigh(signs: NamedTuple, weights: Mapping[str, float]) -> float:
    """Return the weighted sum of the signs."""
    return math.fsum(weights[name] * value for name, value in zip(signs._fields, signs, strict=True))
