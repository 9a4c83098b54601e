"""The span reader: the sentences around the words that a small trained model finds, those words highlighted."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from retrieval.citations import as_statement
from retrieval.reader.confidence import estimate_confidence
from retrieval.reader.ranking import Coverage
from retrieval.reader.reading import SpanSource
from retrieval.reader.sentence import asks_for_several, say_why, why_nothing
from retrieval.reader.span_ranking import ReadSentence, read_sentences
from retrieval.reader.span_weights import ANSWER_WEIGHTS, SENTENCE_WEIGHTS, THRESHOLD
from retrieval.schema import Decline, Draft, Evidence, Highlight, Hits

NAME = "span"
MAX_SENTENCES = 3

SHOWN_SHARE, LISTED_SHARE = 0.3, 0.1
"""A further sentence is shown when it is at least so likely as the first to be the answer; less for a list."""
LISTED_GAP = 1.5
"""How much less likely than its sentence's best span, in log-odds, a further span of a list may be."""


class SpanAnswerSigns(NamedTuple):
    """What speaks for an answer.

    Attributes:
        margin, head, cosine, passage_cosine, coverage: of its first sentence, as in `SpanSigns`.
        share: of its sentences together, as in `ReadSentence`.
        unmentioned: 1 when the question has a name that no article in scope mentions.
        constant: 1.
    """

    margin: float
    head: float
    cosine: float
    passage_cosine: float
    coverage: float
    share: float
    unmentioned: float
    constant: float = 1.0


class SpanReader:
    """Answers with whole sentences, verbatim and cited, the answering words highlighted.

    Args:
        model: that finds spans.
        threshold: the confidence, in [0, 1], below which it declines; its best answer then stands beside.
    """

    def __init__(self, model: SpanSource, *, threshold: float = THRESHOLD) -> None:
        self._model = model
        self._threshold = threshold

    def read(self, question: str, hits: Hits) -> Draft:
        """Return one to three sentences, or decline; without hits there is nothing to show."""
        if not hits.items:
            return Draft("", (), (), 0.0, Decline(why_nothing(hits), hits.unmentioned), NAME)
        coverage = Coverage(hits)
        ranked = read_sentences(question, hits, self._model, coverage, SENTENCE_WEIGHTS)
        shown = tuple(choose_sentences(question, ranked))
        confidence = estimate_confidence(read_answer_signs(shown, hits), ANSWER_WEIGHTS)
        declined = confidence < self._threshold or bool(hits.unmentioned)
        return Draft(
            text=" ".join(f"{as_statement(one.sentence.text)} [{marker}]" for marker, one in enumerate(shown, 1)),
            evidence=tuple(_cite(marker, one) for marker, one in enumerate(shown, 1)),
            highlights=tuple(_highlight(shown, several=asks_for_several(question))),
            confidence=confidence,
            declined=say_why(hits, coverage) if declined else None,
            reader=NAME,
        )


def choose_sentences(question: str, ranked: Sequence[ReadSentence]) -> Iterable[ReadSentence]:
    """Return the sentences to show: the first, and those not far behind it; more for a question about several."""
    least = ranked[0].share * (LISTED_SHARE if asks_for_several(question) else SHOWN_SHARE)
    return takewhile(lambda one: one.share >= least, ranked[:MAX_SENTENCES])


def read_answer_signs(shown: Sequence[ReadSentence], hits: Hits) -> SpanAnswerSigns:
    """Return the signs of the answer that shows these sentences, at least one."""
    first = shown[0].signs
    return SpanAnswerSigns(
        margin=first.margin,
        head=first.head,
        cosine=first.cosine,
        passage_cosine=first.passage_cosine,
        coverage=first.coverage,
        share=sum(one.share for one in shown),
        unmentioned=float(bool(hits.unmentioned)),
    )


def _cite(marker: int, shown: ReadSentence) -> Evidence:
    return Evidence(marker, shown.hit.passage.id, shown.sentence.text, shown.sentence.span)


def _highlight(shown: Sequence[ReadSentence], *, several: bool) -> Iterator[Highlight]:
    """The best span of each sentence, and for a question about several things those close behind it."""
    for marker, one in enumerate(shown, 1):
        for span in one.spans if several else one.spans[:1]:
            if span.margin >= one.spans[0].margin - LISTED_GAP:
                yield Highlight(marker, span.span)
