"""`footnote add`, `articles`, `show`, `remove`: the articles of the collection."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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
) -> None:
    """Add articles, and bring the index up to date."""
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
                source = replace(source, article_id=article_id or source.article_id, title=title or source.title)
                _tell_added(_add(footnote, source), terminal)
            except (ArticleInvalid, FetchRefused) as err:
                failed = True
                terminal.fail(str(err))
        update_index(footnote, terminal)
    raise typer.Exit(int(failed))


def list_articles() -> None:
    """List the articles."""
    from bot.console import Terminal
    from bot.render.article import describe_article, tabulate_articles
    from bot.session import open_footnote

    terminal = Terminal()
    with open_footnote(terminal) as footnote:
        articles = list(footnote.library())
        if not articles:
            terminal.tell('There is no article yet; add one with "footnote add".')
        elif terminal.out.is_terminal:
            terminal.out.print(tabulate_articles(articles, terminal.width), width=terminal.width)
        else:
            for article in articles:
                terminal.write("\t".join(describe_article(article)))


def show(article_id: ArticleId) -> None:
    """Show an article as Footnote reads it: passages, headings, and the page furniture that is never cited."""
    from bot.console import Terminal
    from bot.render.article import render_article
    from bot.session import open_footnote

    terminal = Terminal()
    with open_footnote(terminal) as footnote:
        library = footnote.library()
        terminal.show(render_article(library.get(article_id), library.passages(article_id)))


def remove(article_id: ArticleId) -> None:
    """Remove an article from the collection and the index."""
    from bot.console import Terminal
    from bot.session import open_footnote, update_index

    terminal = Terminal()
    with open_footnote(terminal) as footnote:
        library = footnote.library()
        with footnote.data.writing():
            library.remove(article_id)
        update_index(footnote, terminal)
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


def _add(footnote: "Footnote", source: "ArticleSource") -> "Added":
    """Make an article of a source and add it."""
    from corpus.articles import make_article
    from corpus.errors import ArticleInvalid
    from corpus.language import is_english
    from corpus.passages import split_passages

    article = make_article(source)
    if not is_english(article.text):
        remedy = "Footnote reads English; give an article in English"
        raise ArticleInvalid(source.origin, "does not look like English text", remedy)
    if not split_passages(article):
        remedy = "name the paragraphs to keep under 'keep' in the front matter of a .md file"
        raise ArticleInvalid(source.origin, "holds nothing but what looks like page furniture", remedy)
    library = footnote.library()
    with footnote.data.writing():
        return library.add(article, derived_id=source.article_id is None)


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
