"""Which sentences answer, by what the span model and retrieval say of them together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from corpus.schema import Sentence, Span
from retrieval.answer_words import AskedFor
from retrieval.reader.ranking import Candidate, Coverage, find_candidates, share_out, weigh
from retrieval.reader.reading import FoundSpan, Reading, SpanSource, find_spans
from retrieval.reader.windows import make_windows
from retrieval.schema import Hit, Hits

MAX_CANDIDATES = 40
"""Sentences that are ranked; every one of a hit that is read costs nothing more."""
MAX_SPANS = 4
"""Of one sentence."""
BOUND = 12.0
"""Of log-odds: beyond it the model is sure, and a larger number says no more."""


class SpanSigns(NamedTuple):
    """What speaks for one sentence.

    Attributes:
        margin: log-odds of its best span against no answer, within `BOUND`.
        head: log-odds that its passage answers, by the model's head for it, within `BOUND`.
        cosine, passage_cosine, coverage, passage_coverage, before_coverage, kind: as in `SentenceSigns`.
    """

    margin: float
    head: float
    cosine: float
    passage_cosine: float
    coverage: float
    passage_coverage: float
    before_coverage: float
    kind: float


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence that was read.

    Attributes:
        spans: the best of it, best first, in its article; none when it has no token.
        share: the probability, among the candidates, that this one answers if any of them does.
    """

    hit: Hit
    sentence: Sentence
    signs: SpanSigns
    spans: tuple[FoundSpan, ...]
    share: float


def read_sentences(
    question: str, hits: Hits, model: SpanSource, coverage: Coverage, weights: Mapping[str, float]
) -> tuple[ReadSentence, ...]:
    """Read the hits, and return their sentences, best first, each text once.

    Args:
        question: that is asked.
        hits: to read.
        model: that reads them.
        coverage: of the question's terms.
        weights: of `SpanSigns`.
    """
    readings = dict(
        zip((hit.passage.id for hit in hits.items), model.read(question, make_windows(hits.items)), strict=True)
    )
    candidates = _leave_out_questions(find_candidates(hits, AskedFor.of(question), coverage, count=MAX_CANDIDATES))
    found = [_find(candidate, readings[candidate.hit.passage.id]) for candidate in candidates]
    signs = [_sign(one, spans, readings[one.hit.passage.id]) for one, spans in zip(candidates, found, strict=True)]
    shares = share_out([(weigh(of_one, weights), one.sentence) for of_one, one in zip(signs, candidates, strict=True)])
    return tuple(
        ReadSentence(candidates[n].hit, candidates[n].sentence, signs[n], found[n], share) for n, share in shares
    )


def _leave_out_questions(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The candidates that could answer: a question does not, however near it is; one that is quoted may."""
    statements = tuple(one for one in candidates if not one.sentence.text.endswith("?"))
    return statements or candidates


def _find(candidate: Candidate, reading: Reading) -> tuple[FoundSpan, ...]:
    """The best spans of a sentence, in its article."""
    shift = candidate.hit.passage.span.start
    sentence = candidate.sentence.span
    within = Span(sentence.start - shift, sentence.end - shift)
    return tuple(
        FoundSpan(Span(one.span.start + shift, one.span.end + shift), one.margin)
        for one in find_spans(reading, within, count=MAX_SPANS)
    )


def _sign(candidate: Candidate, spans: tuple[FoundSpan, ...], reading: Reading) -> SpanSigns:
    return SpanSigns(_bounded(spans[0].margin if spans else -BOUND), _bounded(reading.answerable), *candidate.signs)


def _bounded(odds: float) -> float:
    return max(-BOUND, min(BOUND, odds))
