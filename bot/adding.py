"""Add articles to a collection and remove them, for the command line and the Discord bot alike."""

from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.articles import make_article
from corpus.errors import ArticleInvalid
from corpus.language import is_english
from corpus.library import DEFAULT_COLLECTION, Change
from corpus.passages import split_passages

if TYPE_CHECKING:
    from corpus.articles import ArticleSource
    from corpus.library import Added
    from corpus.schema import Article
    from retrieval.build import Footnote


def add_source(
    footnote: "Footnote",
    source: "ArticleSource",
    collection: str = DEFAULT_COLLECTION,
    *,
    title: str | None = None,
    max_articles: int | None = None,
) -> "Added":
    """Make an article of a source and add it; the index is brought up to date by whoever calls.

    Args:
        footnote: with the collection.
        source: its text and what is known of it.
        collection: to add it to.
        title: in place of the source's own.
        max_articles: how many the collection may have; None for no bound. One that is there can
            still be replaced.

    Raises:
        ArticleInvalid: when it cannot be an article, or is one too many.
        DataFolderError: when it cannot be written.
    """
    article = _check(make_article(replace(source, title=title or source.title)), source.origin)
    library = footnote.library(collection)
    with footnote.data.writing():
        there_were = library.ids()
        added = library.add(article, derived_id=source.article_id is None)
        if max_articles is not None and added.change is Change.ADDED and len(there_were) >= max_articles:
            library.remove(added.article.article_id)
            problem = f"is one article too many: there are {len(there_were)}, as many as there may be"
            raise ArticleInvalid(source.origin, problem, "remove one first")
    return added


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
