"""The questions about real news articles as the reader is trained on them."""

from collections.abc import Mapping
from pathlib import Path

from corpus.schema import Span
from evals.errors import DatasetInvalid
from evals.news import MEND, NEWS, NewsArticle, NewsPart, NewsRow, news_part_of, read_articles, read_rows
from evals.training.reader.material import Asked, Text, make_text
from retrieval.schema import PastTurn

MAX_SHOWN_CHARS = 60
"""Of a quote, in the message about it."""


def read_news(data: Path, part: NewsPart) -> tuple[Text, ...]:
    """Read the articles of one part, each with its questions.

    Args:
        data: the folder with `news` and `news-qa`.
        part: of the articles.

    Raises:
        DatasetInvalid: when a file is missing or not in the format, or a row does not fit its article.
    """
    articles = read_articles(data)
    asked: dict[str, list[Asked]] = {}
    for row in read_rows(data):
        if news_part_of(row.article) is part:
            asked.setdefault(row.article, []).append(as_asked(row, articles))
    return tuple(make_text(NEWS, articles[name].text, of_article) for name, of_article in asked.items())


def as_asked(row: NewsRow, articles: Mapping[str, NewsArticle]) -> Asked:
    """Return a row as a question, its quotes found in the article, and its parts in the quotes.

    Raises:
        DatasetInvalid: when there is no such article, a quote is not in it, a part is in no quote, or an answer has no
            quote or an unanswerable question has one.
    """
    if row.article not in articles:
        raise DatasetInvalid(NEWS, f"asks {row.question!r} of {row.article!r}, which is no article", MEND)
    if row.answerable != bool(row.quotes):
        problem = "without a quote that answers" if row.answerable else "as unanswerable, with a quote that answers"
        raise DatasetInvalid(NEWS, f"asks {row.question!r} of {row.article!r} {problem}", MEND)
    text = articles[row.article].text
    whole = (Span(0, len(text)),)
    quotes = tuple(_find(quote, whole, text, row) for quote in row.quotes)
    return Asked(
        row.question,
        history=tuple(PastTurn(turn.q, turn.a) for turn in row.history),
        parts=tuple(tuple(_find(words, quotes, text, row) for words in part) for part in row.parts),
        quotes=quotes,
        near=_find(row.near, whole, text, row) if row.near else None,
        standalone=row.standalone,
    )


def _find(words: str, places: tuple[Span, ...], text: str, row: NewsRow) -> Span:
    """Where words stand first in the first of some places that has them."""
    for place in places:
        at = text.find(words, place.start, place.end)
        if at >= 0:
            return Span(at, at + len(words))
    where = "has them nowhere" if places == (Span(0, len(text)),) else "has them in none of its quotes"
    problem = f"asks {row.question!r} of {row.article!r} with the words {words[:MAX_SHOWN_CHARS]!r}, and {where}"
    raise DatasetInvalid(NEWS, problem, MEND)
