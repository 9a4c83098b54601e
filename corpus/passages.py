"""Cut an article into passages: the whole sentences of a paragraph, as many as an embedding model reads at once."""

from collections.abc import Sequence

from corpus.furniture import mark_paragraphs
from corpus.schema import Article, ParagraphKind, Passage, Sentence, Span
from corpus.sentences import split_sentences

# all-MiniLM-L6-v2 reads 256 word pieces; English news takes about 4.7 characters each.
MAX_PASSAGE_CHARS = 1000

SPLITTER_VERSION = 2
"""Raised whenever the same text would be split otherwise: an index made by another version is out of date."""


def split_passages(article: Article) -> tuple[Passage, ...]:
    """Return the passages of an article, in order; none when all of it is furniture.

    A passage never leaves its paragraph. A paragraph over `MAX_PASSAGE_CHARS`, which no sentence is, is cut between
    sentences into passages of about equal length. A heading lends itself to all passages down to the next heading: in
    news copy it stands for a section, not for a paragraph.
    """
    passages: list[Passage] = []
    sentence_count = 0
    heading: str | None = None
    for paragraph in mark_paragraphs(article.text, article.marks):
        if paragraph.kind is ParagraphKind.HEADING:
            heading = paragraph.span.cut(article.text)
        if paragraph.kind is not ParagraphKind.BODY:
            continue
        for group in _group(split_sentences(article.text, paragraph.span)):
            passages.append(_make_passage(article, group, len(passages), sentence_count, heading))
            sentence_count += len(group)
    return tuple(passages)


def _make_passage(
    article: Article, spans: Sequence[Span], ordinal: int, first_sentence: int, heading: str | None
) -> Passage:
    passage_id = f"{article.article_id}:{ordinal}"
    sentences = tuple(
        Sentence(f"{passage_id}.{k}", article.article_id, first_sentence + k, span, span.cut(article.text))
        for k, span in enumerate(spans)
    )
    span = Span(spans[0].start, spans[-1].end)
    return Passage(passage_id, article.article_id, ordinal, span, span.cut(article.text), sentences, heading)


def _group(spans: Sequence[Span]) -> list[Sequence[Span]]:
    """Part sentences into the fewest runs of at most `MAX_PASSAGE_CHARS`, the longest as short as it can be.

    >>> [len(run) for run in _group([Span(k * 300, k * 300 + 299) for k in range(4)])]
    [2, 2]
    """
    runs = _fill(spans, MAX_PASSAGE_CHARS)
    if len(runs) < 2:
        return runs
    too_short, enough = 0, MAX_PASSAGE_CHARS
    while enough - too_short > 1:
        middle = (too_short + enough) // 2
        tried = _fill(spans, middle)
        if len(tried) == len(runs):
            runs, enough = tried, middle
        else:
            too_short = middle
    return runs


def _fill(spans: Sequence[Span], max_chars: int) -> list[Sequence[Span]]:
    """Part sentences into runs as long as `max_chars` allows; a longer sentence is a run of its own."""
    runs: list[Sequence[Span]] = []
    first = 0
    for k, span in enumerate(spans):
        if k > first and span.end - spans[first].start > max_chars:
            runs.append(spans[first:k])
            first = k
    return [*runs, spans[first:]] if spans else []
