"""Cut an article into passages: the whole sentences of a paragraph, as many as an embedding model reads at once."""

from collections.abc import Iterator, Sequence

from corpus.furniture import mark_paragraphs
from corpus.schema import Article, ParagraphKind, Passage, Sentence, Span
from corpus.sentences import split_sentences

# all-MiniLM-L6-v2 reads 256 word pieces; English news takes about 4.7 characters each.
MAX_PASSAGE_CHARS = 1000

SPLITTER_VERSION = 1
"""Raised whenever the same text would be split otherwise: an index made by another version is out of date."""


def split_passages(article: Article) -> tuple[Passage, ...]:
    """Return the passages of an article, in order; none when all of it is furniture.

    A passage never leaves its paragraph. A paragraph over `MAX_PASSAGE_CHARS` is cut between sentences into passages of
    about equal length; a single longer sentence stays whole.
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


def _group(spans: Sequence[Span]) -> Iterator[Sequence[Span]]:
    """Part sentences into runs of at most `MAX_PASSAGE_CHARS`, as even as whole sentences allow."""
    if not spans:
        return
    total = spans[-1].end - spans[0].start
    target = total / (1 + total // MAX_PASSAGE_CHARS)
    run: list[Span] = []
    for span in spans:
        if run and (span.end - run[0].start > MAX_PASSAGE_CHARS or run[-1].end - run[0].start >= target):
            yield run
            run = []
        run.append(span)
    yield run
