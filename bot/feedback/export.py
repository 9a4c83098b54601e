"""Write opinions as datasets for the evals, one folder a collection, each with its articles."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ExportRefused, QuoteLost
from bot.feedback.article_file import write_article
from bot.feedback.cases import Case, make_case
from bot.feedback.opinions import Opinion, without_ids
from corpus.errors import ArticleNotFound, DataFolderError
from corpus.library import Library
from corpus.schema import Article

CASES_FILE = "cases.jsonl"
ARTICLES_FOLDER = "articles"

LibraryOf = Callable[[str], Library]
"""The name of a collection to its articles."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An opinion that makes no case, and why, in words for a person."""

    collection: str
    question: str
    why: str


@dataclass(frozen=True, slots=True)
class CollectionCases:
    """The cases of one collection.

    Attributes:
        cases: oldest first.
        articles: those that the cases are about, by id.
        to_review: how many of the cases have no gold yet.
    """

    collection: str
    cases: tuple[Case, ...]
    articles: dict[str, Article]
    to_review: int


@dataclass(frozen=True, slots=True)
class Export:
    """What there is to write; both are empty when there are no opinions."""

    collections: tuple[CollectionCases, ...]
    left_out: tuple[LeftOut, ...]


def gather(opinions: Iterable[Opinion], library_of: LibraryOf) -> Export:
    """Make the cases of opinions, by collection; those whose article is gone or has changed are left out."""
    made: dict[str, list[tuple[Case, Article, bool]]] = {}
    left_out: list[LeftOut] = []
    for opinion in opinions:
        try:
            article = _find_article(opinion, library_of(opinion.scope))
            case = make_case(opinion, article)
        except (ArticleNotFound, QuoteLost, DataFolderError) as err:
            left_out.append(LeftOut(opinion.scope, _shorten(opinion.reply.standalone_question), _say_why(err)))
        else:
            made.setdefault(opinion.scope, []).append((case, article, not opinion.liked))
    collections = tuple(
        CollectionCases(
            name,
            tuple(case for case, _, _ in of_collection),
            {article.article_id: article for _, article, _ in of_collection},
            sum(to_review for _, _, to_review in of_collection),
        )
        for name, of_collection in sorted(made.items())
    )
    return Export(collections, tuple(left_out))


def refuse_used(folder: Path) -> None:
    """Refuse a folder that holds something.

    Raises:
        ExportRefused: when it is no folder, not empty, or cannot be read.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise ExportRefused(str(folder), "is not a folder")
        if folder.is_dir() and any(folder.iterdir()):
            raise ExportRefused(str(folder), "is not empty")
    except OSError as err:
        raise ExportRefused(str(folder), f"cannot be used ({err.strerror or err})") from err


def write_export(export: Export, folder: Path) -> None:
    """Write a file of cases and the articles of each collection; nothing that exists is overwritten.

    Raises:
        ExportRefused: when it cannot be written; what was written until then stays.
    """
    try:
        for one in export.collections:
            articles = folder / one.collection / ARTICLES_FOLDER
            articles.mkdir(parents=True)
            for article_id, article in one.articles.items():
                _write_new(articles / f"{article_id}.md", write_article(article))
            lines = [json.dumps(case, ensure_ascii=False) + "\n" for case in one.cases]
            _write_new(folder / one.collection / CASES_FILE, "".join(lines))
    except OSError as err:
        raise ExportRefused(str(folder), f"cannot be written ({err.strerror or err})") from err


def _find_article(opinion: Opinion, library: Library) -> Article:
    """The article of an opinion; for an abstention that found no passage, the only one of the collection.

    Raises:
        ArticleNotFound: when it is gone, or there is more than one that it could be.
    """
    ids = library.ids()
    article_id = opinion.article_id or (ids[0] if len(ids) == 1 else "")
    return library.get(article_id)


def _say_why(err: ArticleNotFound | QuoteLost | DataFolderError) -> str:
    return "its article is not in the collection any more" if isinstance(err, ArticleNotFound) else str(err)


def _shorten(question: str) -> str:
    shown = without_ids(question)
    return shown if len(shown) <= 80 else f"{shown[:79]}…"


def _write_new(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
