"""A command's Footnote: settings read, index brought up to date, progress shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.console import Terminal
    from retrieval.build import Footnote
    from retrieval.index.indexer import IndexReport, Progress


WAIT_S, SHORT_WAIT_S = 60.0, 2.0
"""How long a command waits for another process that writes: before it gives up, before it does without."""


@contextmanager
def open_footnote(terminal: "Terminal", **overrides: object) -> "Iterator[Footnote]":
    """Open the data folder of the settings, some of them overridden; closed at the end of the command.

    Args:
        terminal: where slow work is announced.
        overrides: fields of `Settings`; None leaves the setting as it is.
    """
    from retrieval.build import Footnote
    from retrieval.settings import read_settings

    settings = read_settings()
    changed = {name: value for name, value in overrides.items() if value is not None}
    with Footnote(settings.model_copy(update=changed), announce=terminal.tell) as footnote:
        yield footnote


def check_collection(footnote: "Footnote", name: str) -> None:
    """Check that a collection exists; raises CollectionUnknown when it does not."""
    from retrieval.errors import CollectionUnknown

    known = footnote.data.collections()
    if name != "default" and name not in known:
        raise CollectionUnknown(name, known)


def update_index(
    footnote: "Footnote", terminal: "Terminal", collection: str = "default", *, rebuild: bool = False
) -> "IndexReport":
    """Bring the index up to date, showing progress."""
    with terminal.progress("Indexing passages") as progress:
        return footnote.update_index(collection, rebuild=rebuild, progress=progress, timeout_s=WAIT_S)


def make_ready(footnote: "Footnote", terminal: "Terminal", collection: str = "default") -> None:
    """Open what a question needs, and bring the index up to date when it is not.

    While another process writes, the index as it was is good enough to answer from.
    """
    footnote.warm_up()
    if footnote.is_current(collection):
        return  # Before a progress bar is imported, which takes longer than this.
    with terminal.progress("Indexing passages") as progress:
        done = ensure_current(footnote, collection, progress=progress)
    if done is Freshness.AS_IT_WAS:
        terminal.tell("Another process is changing the articles; the answers are from the index as it was before.")
    elif not isinstance(done, Freshness):
        count = len(done.added)
        articles = "1 article" if count == 1 else f"{count} articles"
        terminal.tell(f"Indexed {articles}; the index holds {done.passages} passages.")


class Freshness(Enum):
    """What an index is that was not updated."""

    CURRENT = auto()
    AS_IT_WAS = auto()


def ensure_current(
    footnote: "Footnote", collection: str, *, progress: "Progress" = lambda _done, _total: None
) -> "IndexReport | Freshness":
    """Bring a collection's index up to date when it is not; costs a millisecond when it is.

    While another process writes, the index as it was is good enough; without one, that process is waited for.

    Raises:
        DataFolderBusy: when another process writes for long, and there is no index.
        IndexProblem, ModelUnavailable, DataFolderError: as `Footnote.update_index` does.
    """
    from corpus.errors import DataFolderBusy

    if footnote.is_current(collection):
        return Freshness.CURRENT
    there_is_one = footnote.has_index(collection)
    try:
        return footnote.update_index(collection, progress=progress, timeout_s=SHORT_WAIT_S if there_is_one else WAIT_S)
    except DataFolderBusy:
        if not there_is_one:
            raise
        return Freshness.AS_IT_WAS
