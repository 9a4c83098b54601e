"""Add articles to a collection and remove them, for the command line and the Discord bot alike."""

from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.articles import make_article
from corpus.errors import ArticleInvalid
from corpus.language import is_english
from corpus.library import DEFAULT_COLLECTION
from corpus.passages import split_passages

if TYPE_CHECKING:
    from corpus.articles import ArticleSource
    from corpus.library import Added
    from corpus.schema import Article
    from retrieval.build import Footnote


def add_source(  # noqa: PLR0913 - what a person may say of a source
    footnote: "Footnote",
    source: "ArticleSource",
    collection: str = DEFAULT_COLLECTION,
    *,
    title: str | None = None,
    article_id: str | None = None,
    max_articles: int | None = None,
) -> "Added":
    """Make an article of a source and add it; the index is brought up to date by whoever calls.

    Args:
        footnote: with the collection.
        source: its text and what is known of it.
        collection: to add it to. One that does not exist is made, without the articles that come with Footnote: what
            a person puts together by hand is all that it holds, also when the Discord bot opens it later.
        title: in place of the source's own.
        article_id: in place of the source's own.
        max_articles: how many the collection may have, or None; when it is full, one can still be replaced.

    Raises:
        ArticleInvalid: when it cannot be an article, or is one too many.
        DataFolderError: when it cannot be written.
    """
    source = replace(source, title=title or source.title, article_id=article_id or source.article_id)
    article = _check(make_article(source), source.origin)
    library = footnote.library(collection)
    with footnote.data.writing():
        if not library.exists():
            library.create()
        return library.add(article, derived_id=source.article_id is None, max_articles=max_articles)


def remove_article(footnote: "Footnote", article_id: str, collection: str = DEFAULT_COLLECTION) -> None:
    """Remove an article; the index is brought up to date by whoever calls.

    Raises:
        ArticleNotFound: when the collection does not have it.
        DataFolderError: when it cannot be removed.
    """
    library = footnote.library(collection)
    with footnote.data.writing():
        library.remove(article_id)


def _check(article: "Article", origin: str) -> "Article":
    """The article, when it can be asked about."""
    if not is_english(article.text):
        remedy = "Footnote reads English; give an article in English"
        raise ArticleInvalid(origin, "does not look like English text", remedy)
    if not split_passages(article):
        remedy = "name the paragraphs to keep under 'keep' in the front matter of a .md file"
        raise ArticleInvalid(origin, "holds nothing but what looks like page furniture", remedy)
    return article
