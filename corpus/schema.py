"""The corpus in types: spans of an article's text, and the paragraphs, sentences and passages cut by them.

Every offset is a half-open range of code points of `Article.text`, and `article.text[span.start:span.end]` is the text
of whatever the span names.
"""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, end)` of code points, `0 <= start <= end`.

    Raises:
        ValueError: when `start` is negative or `end` lies before `start`.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, not start={self.start}, end={self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def cut(self, text: str) -> str:
        """Return the part of `text` that the span names.

        >>> Span(2, 5).cut("a dirty bomb")
        'dir'
        """
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two spans share at least one code point."""
        return max(self.start, other.start) < min(self.end, other.end)


class ParagraphKind(StrEnum):
    """What a paragraph is to a reader of the article.

    Only `BODY` is ever indexed as an answer or cited. A `HEADING` lends its words to the passages below it. `FURNITURE`
    belongs to the page, not to the article.
    """

    BODY = "body"
    HEADING = "heading"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class FurnitureMarks:
    """A person's corrections to the recognition of page furniture: exact texts of whole paragraphs.

    Attributes:
        furniture: paragraphs that are furniture although the rules keep them.
        keep: paragraphs that are body text although the rules mark them. `keep` wins over `furniture`.
    """

    furniture: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    r"""One article of a collection.

    Attributes:
        article_id: a slug of `[a-z0-9-]`, 1 to 40 characters, unique in its collection.
        published: as the source states it, in ISO 8601 where that is known.
        text: normalised once, when the article is added (NFC, `\n`), and never again.
        content_hash: hexadecimal SHA-256 of what is read and indexed: the text and the furniture marks.
    """

    article_id: str
    title: str | None
    publisher: str | None
    url: str | None
    published: str | None
    text: str
    content_hash: str
    marks: FurnitureMarks = field(default_factory=FurnitureMarks)

    @property
    def name(self) -> str:
        """The title, or the id of an article without one."""
        return self.title or self.article_id


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, without surrounding white space: between blank lines, or a line that stands alone."""

    span: Span
    kind: ParagraphKind


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `article.text[span] == text`.

    Attributes:
        id: `<passage id>.<k>`, `k` from 0 within its passage.
        ordinal: position among the article's sentences, from 0.
    """

    id: str
    article_id: str
    ordinal: int
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive whole sentences of one paragraph; `article.text[span] == text`.

    Attributes:
        id: `<article id>:<ordinal>`, the same each time the same text is split.
        ordinal: position among the article's passages, from 0.
        sentences: at least one, in order, within `span`.
        heading: the text of the nearest heading above it, or None.
    """

    id: str
    article_id: str
    ordinal: int
    span: Span
    text: str
    sentences: tuple[Sentence, ...]
    heading: str | None = None
