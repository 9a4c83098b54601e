"""The sentence reader: an answer is one to three whole sentences of the article, best first."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from corpus.schema import Span
from retrieval.answer_words import AskedFor
from retrieval.citations import as_statement
from retrieval.reader.confidence import estimate_confidence, read_signs
from retrieval.reader.ranking import Coverage, RankedSentence, rank_sentences
from retrieval.reader.weights import ANSWER_WEIGHTS, SENTENCE_WEIGHTS, THRESHOLD
from retrieval.schema import Decline, Draft, Evidence, Highlight, Hits, Reason

NAME = "sentence"
MAX_SENTENCES = 3

SHOWN_SHARE = 0.25
"""A further sentence is shown when it is at least so likely as the first to be the answer; less for a list."""
LISTED_SHARE = 0.08

OFF_TOPIC_COVERAGE, OFF_TOPIC_COSINE = 0.3, 0.35
"""Below both, a question is about something else: eight in ten of those about other articles, one in 500 that has an
answer. A question wrongly taken for one about the article is told the truth all the same: the article does not say."""

_ASKS_FOR_SEVERAL = re.compile(
    r"^(?:list|name)\b|^who(?:m)? (?:all|else|are|were|did|do|does|has|have)\b"
    r"|\b(?:which|what|whose) (?:\w+ ){0,2}?(?!(?:is|was|does|has|its|us)\b)\w+s (?:are|were|have|did|do|will|can)\b"
    r"|^what (?:are|were)\b|\b(?:both|all)\b",
    re.IGNORECASE,
)


class SentenceReader:
    """Answers with the sentences of the hits that answer best, verbatim, each cited.

    Args:
        threshold: the confidence, in [0, 1], below which it declines; its best answer then stands beside.
    """

    def __init__(self, *, threshold: float = THRESHOLD) -> None:
        self._threshold = threshold

    def read(self, question: str, hits: Hits) -> Draft:
        """Return one to three sentences, or decline; without hits there is nothing to show."""
        asked, coverage = AskedFor.of(question), Coverage(hits)
        ranked = rank_sentences(hits, asked, coverage, SENTENCE_WEIGHTS)
        if not ranked:
            return Draft("", (), (), 0.0, Decline(why_nothing(hits), hits.unmentioned), NAME)
        shown = tuple(choose_shown(question, ranked))
        confidence = estimate_confidence(read_signs(shown, hits), ANSWER_WEIGHTS)
        declined = confidence < self._threshold or bool(hits.unmentioned)
        return Draft(
            text=" ".join(f"{as_statement(one.sentence.text)} [{marker}]" for marker, one in enumerate(shown, 1)),
            evidence=tuple(_cite(marker, one) for marker, one in enumerate(shown, 1)),
            highlights=tuple(_highlight(asked, shown)),
            confidence=confidence,
            declined=say_why(hits, coverage) if declined else None,
            reader=NAME,
        )


def choose_shown(question: str, ranked: Sequence[RankedSentence]) -> Iterable[RankedSentence]:
    """Return the sentences to show: the first, and those not far behind it.

    A question that asks for several things is shown more.
    """
    least = ranked[0].share * (LISTED_SHARE if asks_for_several(question) else SHOWN_SHARE)
    return takewhile(lambda one: one.share >= least, ranked[:MAX_SENTENCES])


def asks_for_several(question: str) -> bool:
    """Tell whether a question asks for several things.

    >>> asks_for_several("Who did Shoigu talk to?"), asks_for_several("Who was first?")
    (True, False)
    """
    return _ASKS_FOR_SEVERAL.search(question) is not None


def _cite(marker: int, shown: RankedSentence) -> Evidence:
    return Evidence(marker, shown.hit.passage.id, shown.sentence.text, shown.sentence.span)


def _highlight(asked: AskedFor, shown: Sequence[RankedSentence]) -> Iterator[Highlight]:
    for marker, one in enumerate(shown, 1):
        start = one.sentence.span.start
        for span in asked.spans(one.sentence.text):
            yield Highlight(marker, Span(start + span.start, start + span.end))


def say_why(hits: Hits, coverage: Coverage) -> Decline:
    """Return why a question about `hits`, at least one, is declined."""
    if hits.unmentioned:
        return Decline(Reason.NAME_NOT_MENTIONED, hits.unmentioned)
    covered = coverage.of(sentence for hit in hits.items for sentence in hit.passage.sentences)
    nearest = max(signal.cosine for hit in hits.items for signal in hit.signals)
    if covered < OFF_TOPIC_COVERAGE and nearest < OFF_TOPIC_COSINE:
        return Decline(Reason.OFF_TOPIC)
    return Decline(Reason.NOT_STATED)


def why_nothing(hits: Hits) -> Reason:
    """Return why there is nothing to read."""
    return Reason.NAME_NOT_MENTIONED if hits.unmentioned else Reason.OFF_TOPIC
