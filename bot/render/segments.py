"""An answer's text as segments: which words answer, which are markers. Every renderer styles these in its own way."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from corpus.schema import Span
from retrieval.citations import Statement, as_statement, parse_markers
from retrieval.schema import Answer, Citation


class SegmentKind(Enum):
    """What a segment is."""

    PLAIN = auto()
    HIGHLIGHT = auto()
    MARKER = auto()


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a statement."""

    text: str
    kind: SegmentKind


def split_segments(answer: Answer) -> tuple[tuple[Segment, ...], ...]:
    """Part an answer's text into its statements, each into segments.

    The segments of all statements, joined with a space between statements, are the answer's text. Highlights are shown
    where a statement quotes the citation that they belong to.
    """
    return tuple(tuple(_split_statement(answer, statement)) for statement in parse_markers(answer.text))


def _split_statement(answer: Answer, statement: Statement) -> Iterator[Segment]:
    spans = [
        span
        for citation in answer.citations
        if citation.marker in statement.markers
        for span in _highlighted(answer, citation, statement.text)
    ]
    yield from _cut(statement.text, spans)
    for marker in statement.markers:
        yield Segment(" ", SegmentKind.PLAIN)
        yield Segment(f"[{marker}]", SegmentKind.MARKER)


def _highlighted(answer: Answer, citation: Citation, statement: str) -> Iterator[Span]:
    """Where the highlights of a citation stand in a statement that quotes it."""
    if as_statement(citation.quote) not in statement:
        return
    for highlight in answer.highlights:
        if highlight.marker != citation.marker:
            continue
        start = highlight.span.start - citation.span.start
        before, words = citation.quote[:start], citation.quote[start : start + len(highlight.span)]
        # White space may be folded in the statement, so places are counted in occurrences, not in characters.
        position = _find_nth(statement, as_statement(words), before.count(words))
        if position is not None:
            yield Span(position, position + len(as_statement(words)))


def _find_nth(text: str, words: str, number: int) -> int | None:
    position = -1
    for _ in range(number + 1):
        position = text.find(words, position + 1)
        if position < 0:
            return None
    return position


def _cut(text: str, highlighted: list[Span]) -> Iterator[Segment]:
    inside = [any(span.start <= i < span.end for span in highlighted) for i in range(len(text))]
    borders = [0, *(i for i in range(1, len(text)) if inside[i] != inside[i - 1]), len(text)]
    for start, end in pairwise(borders):
        if start < end:
            yield Segment(text[start:end], SegmentKind.HIGHLIGHT if inside[start] else SegmentKind.PLAIN)
