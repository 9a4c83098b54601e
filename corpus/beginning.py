"""How a collection begins: with the articles that come with Footnote."""

from corpus.articles import make_article
from corpus.extract import read_file
from corpus.folder import DataFolder
from corpus.library import Library, shipped_files


def begin_collection(data: DataFolder, library: Library) -> None:
    """Make a collection that begins with the articles that come with Footnote; one that exists stays as it is.

    A run that was killed half-way is completed by the next. Waits for another process that makes the same one.

    Raises:
        DataFolderBusy: when another process writes for long.
        DataFolderError: when it cannot be made.
    """
    if library.exists():
        return
    with data.writing():
        # Meanwhile another process may have made it, and a person removed an article.
        if library.exists():
            return
        for file in shipped_files():
            library.add(make_article(read_file(file)))
        library.create()
