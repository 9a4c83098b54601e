import json
import os
from pathlib import Path

import pytest

from corpus.errors import ArticleInvalid, ArticleNotFound, DataFolderError
from corpus.folder import open_folder
from corpus.library import Change, Library, shipped_files
from tests.fakes import make


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(open_folder(tmp_path))


def test_a_different_article_of_the_same_derived_id_gets_a_number(tmp_path: Path) -> None:
    library = Library(open_folder(tmp_path / "data"))
    library.add(make("A goat ate a hat in Wales.", "article"), derived_id=True)
    added = library.add(make("Cows broke the fence at Devon market.", "article"), derived_id=True)
    assert (added.change, added.article.article_id) == (Change.ADDED, "article-2")
    assert library.get("article").text == "A goat ate a hat in Wales."


def test_a_revision_under_the_same_derived_id_replaces_it(tmp_path: Path) -> None:
    library = Library(open_folder(tmp_path / "data"))
    library.add(make("A goat ate a hat in Wales on Monday.", "article"), derived_id=True)
    added = library.add(make("A goat ate a hat in Wales on Tuesday.", "article"), derived_id=True)
    assert (added.change, added.article.article_id) == (Change.REPLACED, "article")


def test_a_corrupt_article_can_be_removed(tmp_path: Path) -> None:
    library = Library(open_folder(tmp_path / "data"))
    library.add(make("A goat ate a hat in Wales.", "goat"))
    (library.folder / "articles" / "goat.json").write_text("{", encoding="utf-8")
    with pytest.raises(DataFolderError, match='run "footnote remove goat" and add the article again'):
        library.get("goat")
    library.remove("goat")
    assert library.ids() == ()


def test_an_article_comes_back_as_it_was_added(library: Library) -> None:
    article = make(
        "Ships left Odesa.\n\nThe harvest was late.", "grain", title="The grain deal", url="https://a.example"
    )
    assert library.add(article).change is Change.ADDED
    assert library.get("grain") == article
    assert Library(open_folder(library.folder.parents[1])).get("grain") == article


def test_the_same_article_twice_changes_nothing(library: Library) -> None:
    library.add(make("Ships left.", "grain"))
    file = library.folder / "articles" / "grain.json"
    before = file.stat().st_ino
    assert library.add(make("Ships left.", "grain")).change is Change.UNCHANGED
    assert file.stat().st_ino == before


def test_the_same_content_under_another_id_changes_nothing(library: Library) -> None:
    library.add(make("Ships left.", "grain"))
    added = library.add(make("Ships left.", "ships"))
    assert (added.change, added.article.article_id, library.ids()) == (Change.UNCHANGED, "grain", ("grain",))


def test_changed_content_replaces_the_article(library: Library) -> None:
    library.add(make("Ships left.", "grain"))
    assert library.get("grain").text == "Ships left."
    assert library.add(make("Ships came back.", "grain")).change is Change.REPLACED
    assert library.get("grain").text == "Ships came back."
    assert [passage.text for passage in library.passages("grain")] == ["Ships came back."]


def test_a_changed_title_replaces_the_article(library: Library) -> None:
    library.add(make("Ships left.", "grain"))
    assert library.add(make("Ships left.", "grain", title="Grain")).change is Change.REPLACED
    assert library.get("grain").title == "Grain"


def test_a_derived_id_that_is_taken_by_another_address_gets_a_number(library: Library) -> None:
    library.add(make("Ships left.", "grain", url="https://a.example/1"), derived_id=True)
    second = library.add(make("Ships came.", "grain", url="https://a.example/2"), derived_id=True)
    third = library.add(make("Ships sank.", "grain", url="https://a.example/3"), derived_id=True)
    again = library.add(make("Ships came again.", "grain", url="https://a.example/2"), derived_id=True)
    assert [one.article.article_id for one in (second, third, again)] == ["grain-2", "grain-3", "grain-2"]


def test_what_another_process_wrote_is_seen(library: Library) -> None:
    other = Library(open_folder(library.folder.parents[1]))
    other.add(make("Ships left.", "grain"))
    assert library.get("grain").text == "Ships left."
    other.add(make("Ships came.", "grain"))
    assert library.get("grain").text == "Ships came."
    other.remove("grain")
    assert library.ids() == ()


def test_a_removed_article_is_gone(library: Library) -> None:
    library.add(make("Ships left.", "grain"))
    library.remove("grain")
    with pytest.raises(ArticleNotFound, match="no article has the id 'grain'; there is no article yet"):
        library.get("grain")


@pytest.mark.parametrize("article_id", ["unknown", "", "../collection", "A", "a" * 41, "a\x00b"])
def test_an_unknown_id_is_named_with_those_there_are(library: Library, article_id: str) -> None:
    library.add(make("Ships left.", "grain"))
    with pytest.raises(ArticleNotFound, match="the ids are: grain"):
        library.get(article_id)


def test_an_article_that_vanishes_while_all_are_read_is_passed_over(library: Library) -> None:
    for name in ("a", "b", "c"):
        library.add(make(f"Story {name} is told.", name))
    reading = iter(library)
    assert next(reading).article_id == "a"
    (library.folder / "articles" / "b.json").unlink()
    assert [article.article_id for article in reading] == ["c"]
    assert set(library.file_versions()) == {"a", "c"}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff", b'{"format": 1}', b'{"format": 9, "article_id": "grain"}'],
)
def test_a_corrupt_article_is_named_by_its_file(library: Library, content: bytes) -> None:
    library.add(make("Ships left.", "grain"))
    (library.folder / "articles" / "grain.json").write_bytes(content)
    with pytest.raises(DataFolderError) as raised:
        library.get("grain")
    assert "has a corrupt article (collections/default/articles/grain.json)" in str(raised.value)
    assert str(raised.value).endswith('run "footnote remove grain" and add the article again')


def test_text_that_was_tampered_with_is_corrupt(library: Library) -> None:
    library.add(make("Ships left.", "grain"))
    file = library.folder / "articles" / "grain.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "text": "Ships sank."}))
    with pytest.raises(DataFolderError, match="corrupt article"):
        library.get("grain")


def test_a_folder_that_cannot_be_written_is_one_clear_sentence(tmp_path: Path) -> None:
    data = open_folder(tmp_path)
    (tmp_path / "collections").write_text("a file where a folder should be")
    with pytest.raises(DataFolderError, match=r"cannot be used .*; make it writable"):
        Library(data).add(make("Ships left."))


def test_files_of_others_and_unfinished_writes_are_no_articles(library: Library) -> None:
    library.add(make("Ships left.", "grain"))
    for name in (".grain.json-abcd1234", "Notes.json", "readme.txt"):
        (library.folder / "articles" / name).write_text("{}")
    assert library.ids() == ("grain",)


def test_a_file_version_changes_with_every_replacement(library: Library) -> None:
    versions: set[str] = set()
    for k in range(5):
        library.add(make(f"Version {k} is here.", "grain"))
        versions.add(library.file_versions()["grain"])
    assert len(versions) == 5


def test_memory_is_bounded_and_what_was_forgotten_is_read_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.library.MAX_CACHED_CHARS", 40)
    for k in range(8):
        library.add(make(f"Story number {k} is told.", f"story-{k}"))
    for _ in range(2):
        for k in range(8):
            assert library.get(f"story-{k}").text == f"Story number {k} is told."
            assert [passage.text for passage in library.passages(f"story-{k}")] == [f"Story number {k} is told."]


def test_the_collection_is_whole_once_that_is_noted(library: Library) -> None:
    assert not library.exists()
    library.create()
    assert library.exists()


def test_the_shipped_article_can_be_read() -> None:
    assert all(file.suffix == ".md" and os.access(file, os.R_OK) for file in shipped_files())


def test_a_full_collection_refuses_a_further_article_without_a_trace_and_takes_a_new_version(library: Library) -> None:
    library.add(make("Ships left.", "grain"), max_articles=1)
    with pytest.raises(ArticleInvalid, match="there are 1, as many as there may be; remove one first"):
        library.add(make("Russia spoke.", "bomb"), max_articles=1)
    assert library.ids() == ("grain",)
    assert library.add(make("Ships came.", "grain"), max_articles=1).change is Change.REPLACED
    assert library.add(make("Ships came.", "other"), max_articles=1).change is Change.UNCHANGED
