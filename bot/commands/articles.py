"""`footnote add`, `articles`, `show`, `remove`: the articles of the collection."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.asking import CollectionOption
from bot.completion import complete_article

if TYPE_CHECKING:
    from bot.console import Terminal
    from corpus.articles import ArticleSource
    from corpus.library import Added
    from retrieval.build import Footnote

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)

ArticleId = Annotated[
    str, typer.Argument(metavar="ARTICLE_ID", help="The id of the article.", autocompletion=complete_article)
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Example: footnote add report.pdf https://news.example/story")(add)
    app.command("articles", epilog="Example: footnote articles")(list_articles)
    app.command(epilog="Example: footnote show grain-deal")(show)
    app.command(epilog="Example: footnote remove grain-deal")(remove)


def add(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="PATH|URL|-", help="Files (.txt .md .html .pdf), web addresses, or - for stdin."),
    ],
    article_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="The id of the article; of one source only.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Its title; of one source only.")] = None,
    collection: CollectionOption = "default",
) -> None:
    """Add articles, and bring the index up to date; a collection that does not exist is made."""
    from bot.adding import add_source
    from bot.console import Terminal
    from bot.session import open_footnote, update_index
    from corpus.errors import ArticleInvalid, FetchRefused

    if len(sources) > 1 and (article_id or title):
        raise typer.BadParameter("--id and --title name one article; give one source with them")
    terminal = Terminal()
    failed = False
    with open_footnote(terminal) as footnote:
        for name in sources:
            try:
                source = _read(name, terminal)
                _tell_added(add_source(footnote, source, collection, title=title, article_id=article_id), terminal)
            except (ArticleInvalid, FetchRefused) as err:
                failed = True
                terminal.fail(str(err))
        update_index(footnote, terminal, collection)
    raise typer.Exit(int(failed))


def list_articles(
    collection: CollectionOption = "default",
    collections: Annotated[
        bool, typer.Option("--collections", metavar="", help="List the collections and how many articles each has.")
    ] = False,
) -> None:
    """List the articles."""
    from bot.console import Terminal
    from bot.render.article import describe_article, tabulate_articles
    from bot.session import check_collection, open_footnote

    terminal = Terminal()
    with open_footnote(terminal) as footnote:
        if collections:
            _list_collections(footnote, terminal)
            return
        check_collection(footnote, collection)
        articles = list(footnote.library(collection))
        if not articles:
            terminal.tell('There is no article yet; add one with "footnote add".')
        elif terminal.out.is_terminal:
            terminal.out.print(tabulate_articles(articles, terminal.width), width=terminal.width)
        else:
            for article in articles:
                terminal.write("\t".join(describe_article(article)))


def _list_collections(footnote: "Footnote", terminal: "Terminal") -> None:
    footnote.library()  # Makes the default one, in a new data folder.
    counts = {name: len(footnote.library(name).ids()) for name in footnote.data.collections()}
    width = max(map(len, counts)) if terminal.out.is_terminal else 0
    for name, count in counts.items():
        terminal.write(f"{name:<{width}}  {count:,}" if width else f"{name}\t{count}")


def show(article_id: ArticleId, collection: CollectionOption = "default") -> None:
    """Show an article as Footnote reads it: passages, headings, and the page furniture that is never cited."""
    from bot.console import Terminal
    from bot.render.article import render_article
    from bot.session import check_collection, open_footnote

    terminal = Terminal()
    with open_footnote(terminal) as footnote:
        check_collection(footnote, collection)
        library = footnote.library(collection)
        terminal.show(render_article(library.get(article_id), library.passages(article_id)))


def remove(article_id: ArticleId, collection: CollectionOption = "default") -> None:
    """Remove an article from the collection and the index."""
    from bot.adding import remove_article
    from bot.console import Terminal
    from bot.session import check_collection, open_footnote, update_index

    terminal = Terminal()
    with open_footnote(terminal) as footnote:
        check_collection(footnote, collection)
        remove_article(footnote, article_id, collection)
        update_index(footnote, terminal, collection)
        terminal.write(f"Removed {article_id}.")


def _read(name: str, terminal: "Terminal") -> "ArticleSource":
    """Read a source: standard input, a URL, or a file."""
    from bot.standard_input import is_interactive, open_input
    from corpus.errors import ArticleInvalid
    from corpus.extract import read_file, read_stream

    if name == "-":
        if is_interactive():
            terminal.tell("Type or paste the article; Ctrl-D on a line of its own ends it.")
        return read_stream(open_input())
    if _ADDRESS.match(name):
        from corpus.fetch import fetch_source

        return fetch_source(name)
    if not name:
        raise ArticleInvalid(name, "names no file", 'give a path, a web address, or "-"')
    return read_file(Path(name))


def _tell_added(added: "Added", terminal: "Terminal") -> None:
    from corpus.library import Change
    from corpus.passages import split_passages

    article = added.article
    count = len(split_passages(article))
    passages = "1 passage" if count == 1 else f"{count} passages"
    message = {
        Change.ADDED: f"Added {article.article_id}: {passages}.",
        Change.REPLACED: f"Replaced {article.article_id}: {passages}.",
        Change.UNCHANGED: f"Nothing to do: {article.article_id} holds this text already.",
    }[added.change]
    terminal.write(message)
