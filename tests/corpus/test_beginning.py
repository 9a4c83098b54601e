from pathlib import Path
from threading import Thread

import pytest

from corpus import beginning
from corpus.articles import ArticleSource
from corpus.beginning import begin_collection
from corpus.folder import DataFolder, open_folder
from corpus.library import Library
from tests.fakes import make

SHIPPED = "russia-dirty-bomb-claims"


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return open_folder(tmp_path)


def test_a_collection_begins_with_the_shipped_articles_beside_none_of_anothers(data: DataFolder) -> None:
    other = Library(data, "server-12")
    other.add(make("Ships left.", "grain"))
    begin_collection(data, Library(data, "server-1"))
    assert (Library(data, "server-1").ids(), other.ids()) == ((SHIPPED,), ("grain",))


def test_a_shipped_article_that_was_removed_stays_removed(data: DataFolder) -> None:
    library = Library(data, "server-1")
    begin_collection(data, library)
    library.remove(SHIPPED)
    begin_collection(data, library)
    assert library.ids() == ()


def test_a_beginning_that_was_killed_half_way_is_completed(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(data, "server-1")

    def die(_: Path) -> ArticleSource:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(beginning, "read_file", die)
        begin_collection(data, library)
    assert not library.exists()
    begin_collection(data, library)
    assert (library.exists(), library.ids()) == (True, (SHIPPED,))


def test_what_was_removed_while_another_waited_does_not_come_back(data: DataFolder) -> None:
    library = Library(data, "server-1")
    waiting = Thread(target=begin_collection, args=(data, Library(data, "server-1")))
    with data.writing():
        waiting.start()
        library.create()  # As another process makes it, and a person removes all of it.
    waiting.join()
    assert library.ids() == ()
