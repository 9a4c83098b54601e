"""What a shell completes: the ids of articles, the names of collections."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from corpus.folder import DataFolder


def complete_article(context: typer.Context, incomplete: str) -> list[str]:
    """Return the ids of articles that begin so; none when the data folder cannot be read. Opens nothing but that."""
    from corpus.library import Library

    collection = str(context.params.get("collection") or "default")
    return _complete(lambda folder: Library(folder, collection).ids(), incomplete)


def complete_collection(incomplete: str) -> list[str]:
    """Return the names of collections that begin so, as `complete_article` does."""
    return _complete(lambda folder: folder.collections(), incomplete)


def _complete(list_names: Callable[["DataFolder"], Iterable[str]], beginning: str) -> list[str]:
    from bot.errors import is_known
    from corpus.folder import open_folder
    from retrieval.settings import read_settings

    try:
        folder = read_settings().data_dir.expanduser()
        # A key pressed in a shell makes no data folder.
        names = list_names(open_folder(folder)) if folder.is_dir() else ()
    except Exception as err:
        if not is_known(err):
            raise
        return []  # A shell has nowhere to show an error.
    return [name for name in names if name.startswith(beginning)]
