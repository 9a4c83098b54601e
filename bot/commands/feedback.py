"""`footnote feedback export`: what people voted on, as cases for the evals."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.console import Terminal
    from bot.feedback.export import Export
    from bot.store.votes import VotedAnswer

app = typer.Typer(
    help="What people think of the bot's answers.",
    no_args_is_help=True,
    epilog="Example: footnote feedback export votes --votes down",
)


class Votes(StrEnum):
    """Which cases are wanted: what people liked, what they did not, or both."""

    UP = "up"
    DOWN = "down"
    ALL = "all"


@app.command(epilog="Example: footnote feedback export votes --votes down")
def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new or an empty folder.")],
    votes: Annotated[Votes, typer.Option("--votes", help="What people liked, what they did not, or all.")] = Votes.ALL,
    collection: Annotated[
        str | None,
        typer.Option("--collection", metavar="NAME", help='"default" for direct messages, or "server-ID".'),
    ] = None,
) -> None:
    """Write answers that people voted on as eval cases, with their articles, to be reviewed. Nobody's id is in them."""
    from bot.console import Terminal
    from bot.feedback.export import gather, refuse_used, write_export
    from bot.feedback.opinions import form_opinions
    from corpus.folder import open_folder
    from corpus.library import Library
    from retrieval.settings import read_settings

    terminal = Terminal()
    refuse_used(folder)
    data_dir = read_settings().data_dir.expanduser()
    voted = _read_votes(data_dir, collection)
    if not voted:
        terminal.tell("No vote has been given yet" + (f" in the collection {collection!r}." if collection else "."))
        return
    opinions, unread = form_opinions(voted)
    data = open_folder(data_dir)
    wanted = [opinion for opinion in opinions if votes is Votes.ALL or opinion.liked is (votes is Votes.UP)]
    gathered = gather(wanted, lambda name: Library(data, name))
    write_export(gathered, folder)
    _tell_left_out(terminal, gathered, unread)
    _say_where(terminal, gathered, folder)


def _read_votes(data_dir: Path, collection: str | None) -> "tuple[VotedAnswer, ...]":
    """None where the bot has never run: asking for votes makes no store."""
    from bot.store.store import STORE_FILE, open_store

    path = data_dir / STORE_FILE
    if not path.is_file():
        return ()
    with open_store(path) as store:
        return store.votes.all(collection)


def _tell_left_out(terminal: "Terminal", export: "Export", unread: int) -> None:
    for one in export.left_out:
        terminal.tell(f"Left out of {one.collection}: {one.question!r}; {one.why}.")
    if export.left_out:
        terminal.tell(f"Left out in all: {len(export.left_out)}.")
    if unread:
        terminal.tell(f"Answers of another version, which cannot be read: {unread}.")


def _say_where(terminal: "Terminal", export: "Export", folder: Path) -> None:
    import shlex

    from bot.feedback.export import CASES_FILE

    if not export.collections:
        terminal.tell("There is nothing to export.")
    for one in export.collections:
        place = folder / one.collection
        command = f"footnote eval run --dataset {shlex.quote(str(place / CASES_FILE))}"
        cases = "1 case" if len(one.cases) == 1 else f"{len(one.cases)} cases"
        terminal.write(f"{one.collection}: {cases}, {one.to_review} to review, in {place}; to run them: {command}")
