"""A command's Footnote: settings read, index brought up to date, progress shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.console import Terminal
    from retrieval.build import Footnote
    from retrieval.index.indexer import IndexReport


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


def update_index(footnote: "Footnote", terminal: "Terminal", *, rebuild: bool = False) -> "IndexReport":
    """Bring the index up to date, showing progress."""
    with terminal.progress("Indexing passages") as progress:
        return footnote.update_index(rebuild=rebuild, progress=progress)


def make_ready(footnote: "Footnote", terminal: "Terminal") -> None:
    """Open what a question needs, and bring the index up to date when it is not."""
    footnote.warm_up()
    if not footnote.is_current():
        report = update_index(footnote, terminal)
        count = len(report.added)
        articles = "1 article" if count == 1 else f"{count} articles"
        terminal.tell(f"Indexed {articles}; the index holds {report.passages} passages.")
