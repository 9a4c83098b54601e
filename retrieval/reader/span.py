"""The span reader: the sentences on which an answer rests, verbatim and cited, the words that answer highlighted."""

from collections.abc import Sequence

from retrieval.citations import as_statement
from retrieval.reader.answer_weights import ANSWER_WEIGHTS, THRESHOLD
from retrieval.reader.choosing import choose
from retrieval.reader.confidence import estimate_confidence
from retrieval.reader.declining import say_why
from retrieval.reader.reading import ReadsWindows
from retrieval.reader.windows import make_windows
from retrieval.schema import Draft, Evidence, Highlight, Hits, PastTurn

NAME = "span"


class SpanReader:
    """Answers with whole sentences of the hits and of the passages around them. Safe for several threads.

    Args:
        model: that reads windows.
        threshold: the confidence, in [0, 1], below which it declines; its best answer then stands beside.
    """

    def __init__(self, model: ReadsWindows, *, threshold: float = THRESHOLD) -> None:
        self._model = model
        self._threshold = threshold

    def read(self, question: str, hits: Hits, history: Sequence[PastTurn] = ()) -> Draft:
        """Return one to three sentences, or decline."""
        choice = choose(question, [self._model.read(question, history, window) for window in make_windows(hits.items)])
        if choice is None:
            return Draft("", (), (), 0.0, say_why(hits, goes_on=bool(history)), NAME)
        confidence = estimate_confidence(choice.signs, ANSWER_WEIGHTS)
        numbered = list(enumerate(choice.shown, start=1))
        return Draft(
            text=" ".join(f"{as_statement(one.sentence.text)} [{marker}]" for marker, one in numbered),
            evidence=tuple(
                Evidence(marker, one.sentence.id.rpartition(".")[0], one.sentence.text, one.sentence.span)
                for marker, one in numbered
            ),
            highlights=tuple(Highlight(marker, span) for marker, one in numbered for span in one.highlights),
            confidence=confidence,
            declined=say_why(hits, goes_on=bool(history)) if confidence < self._threshold else None,
            reader=NAME,
        )
