"""Tell the article from the page around it: player notices, timecodes, teasers, headings."""

import re
from collections.abc import Iterator

from corpus.schema import FurnitureMarks, Paragraph, ParagraphKind, Span

_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?!\s*(?:\n|\Z)))*", re.DOTALL)


def mark_paragraphs(text: str, marks: FurnitureMarks) -> tuple[Paragraph, ...]:
    """Return the paragraphs of an article's text, in order, each with its kind."""
    return tuple(Paragraph(span, ParagraphKind.BODY) for span in _paragraph_spans(text))


def _paragraph_spans(text: str) -> Iterator[Span]:
    for match in _PARAGRAPH.finditer(text):
        yield Span(match.start(), match.start() + len(match[0].rstrip()))
