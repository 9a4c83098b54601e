"""Parts of an article with what was cited, what answers and what should have been cited marked in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.schema import Article, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of an article's text and the names of the marks on it, space-separated."""

    text: str
    marks: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A paragraph of an article, in pieces."""

    span: Span
    pieces: tuple[Piece, ...]


def excerpt(article: Article, marks: Sequence[tuple[str, Sequence[Span]]]) -> tuple[Excerpt, ...]:
    """Return the paragraphs that any mark touches, in the order of the article.

    Args:
        article: whose text is cut.
        marks: a name and its spans; pieces under several marks have all their names, in this order.
    """
    spans = [span for _, of_mark in marks for span in of_mark]
    touched = [paragraph for paragraph in _paragraphs(article.text) if any(paragraph.overlaps(span) for span in spans)]
    return tuple(Excerpt(paragraph, tuple(_cut(article.text, paragraph, marks))) for paragraph in touched)


def _paragraphs(text: str) -> list[Span]:
    """The runs of text between blank lines."""
    found: list[Span] = []
    start = 0
    for block in text.split("\n\n"):
        if block.strip():
            found.append(Span(start, start + len(block)))
        start += len(block) + 2
    return found


def _cut(text: str, paragraph: Span, marks: Sequence[tuple[str, Sequence[Span]]]) -> list[Piece]:
    ends = {paragraph.start, paragraph.end}
    for _, spans in marks:
        ends.update(end for span in spans for end in (span.start, span.end))
    borders = sorted(end for end in ends if paragraph.start <= end <= paragraph.end)
    pieces: list[Piece] = []
    for start, end in pairwise(borders):
        here = Span(start, end)
        names = [name for name, spans in marks if any(span.contains(here) for span in spans)]
        pieces.append(Piece(here.cut(text), " ".join(names)))
    return pieces
