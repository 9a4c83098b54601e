"""What the reader is trained on, in one form: texts of whole sentences, and what was asked about them."""

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.schema import Span
from corpus.sentences import split_sentences
from retrieval.reader.model_text import write_passage
from retrieval.schema import PastTurn


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a text.

    Attributes:
        question: as it was typed.
        history: the turns before it, oldest first.
        parts: of an answer, each with the spans that say it, the shortest first; none when the text does not answer.
        quotes: what the answer rests on; none when the text does not answer.
        near: of an unanswerable question, what tempts to answer.
        standalone: a follow-up in full; empty where the question is.
    """

    question: str
    history: tuple[PastTurn, ...] = ()
    parts: tuple[tuple[Span, ...], ...] = ()
    quotes: tuple[Span, ...] = ()
    near: Span | None = None
    standalone: str = ""

    @property
    def is_answerable(self) -> bool:
        """Whether the text answers."""
        return bool(self.quotes)


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph or a whole article, as the reader reads it, its sentences in order, and what was asked about it."""

    source: str
    text: str
    sentences: tuple[Span, ...]
    asked: tuple[Asked, ...]


def make_text(source: str, text: str, asked: Iterable[Asked]) -> Text:
    """Return a text with its sentences; spans hold in it as in the original."""
    written = write_passage(text)
    return Text(source, written, split_sentences(written, Span(0, len(written))), tuple(asked))


def as_turn(text: Text, asked: Asked) -> PastTurn:
    """Return a question about a text as an earlier turn: with the sentence that answers first, if any does."""
    if not asked.is_answerable:
        return PastTurn(asked.question, "")
    at = asked.parts[0][0] if asked.parts else asked.quotes[0]
    return PastTurn(asked.question, next((s.cut(text.text) for s in text.sentences if s.overlaps(at)), ""))
