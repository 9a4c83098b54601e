"""A command's Footnote: settings read, index brought up to date, progress shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.console import Terminal
    from retrieval.build import Footnote
    from retrieval.index.indexer import IndexReport


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


def update_index(
    footnote: "Footnote", terminal: "Terminal", *, rebuild: bool = False, timeout_s: float = WAIT_S
) -> "IndexReport":
    """Bring the index up to date, showing progress."""
    with terminal.progress("Indexing passages") as progress:
        return footnote.update_index(rebuild=rebuild, progress=progress, timeout_s=timeout_s)


def make_ready(footnote: "Footnote", terminal: "Terminal") -> None:
    """Open what a question needs, and bring the index up to date when it is not.

    While another process writes, the index as it was is good enough to answer from.
    """
    from corpus.errors import DataFolderBusy

    footnote.warm_up()
    if footnote.is_current():
        return
    there_is_one = footnote.has_index()
    try:
        report = update_index(footnote, terminal, timeout_s=SHORT_WAIT_S if there_is_one else WAIT_S)
    except DataFolderBusy:
        if not there_is_one:
            raise
        terminal.tell("Another process is changing the articles; the answers are from the index as it was before.")
        return
    count = len(report.added)
    articles = "1 article" if count == 1 else f"{count} articles"
    terminal.tell(f"Indexed {articles}; the index holds {report.passages} passages.")
