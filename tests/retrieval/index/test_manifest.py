from pathlib import Path

import pytest

from corpus.errors import DataFolderError
from retrieval.index.ledger import Ledger, RowCounts, read_ledger, write_ledger
from retrieval.index.manifest import IndexedArticle, Manifest, manifest_version, read_manifest, write_manifest

WHOLE = Manifest(3, 2, 1, "a-model", "0123456789ab", None, (IndexedArticle("grain", "v1", (2, 1), "17-5-9"),))


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_manifest(tmp_path, WHOLE)
    assert read_manifest(tmp_path) == WHOLE


def test_a_ledger_is_read_as_it_was_written(tmp_path: Path) -> None:
    ledger = Ledger(2, "0123456789ab", {"grain@v1": RowCounts(2, 3), "bomb@v1": None}, (1,))
    write_ledger(tmp_path, ledger)
    assert read_ledger(tmp_path) == ledger
    assert ledger.count_whole() == RowCounts(2, 3)


def test_ids_follow_from_the_counts() -> None:
    article = WHOLE.articles[0]
    assert list(article.passage_ids()) == ["grain:0", "grain:1"]
    assert list(article.sentence_ids()) == ["grain:0.0", "grain:0.1", "grain:1.0"]
    assert (WHOLE.passage_count, WHOLE.sentence_count) == (2, 3)


def test_without_files_there_is_nothing(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == Manifest()
    assert read_ledger(tmp_path) == Ledger()
    assert manifest_version(tmp_path) == 0


def test_the_version_changes_with_every_replacement(tmp_path: Path) -> None:
    versions: set[int] = set()
    for _ in range(5):
        write_manifest(tmp_path, WHOLE)
        versions.add(manifest_version(tmp_path))
    assert len(versions) == 5


@pytest.mark.parametrize("name", ["manifest.json", "ledger.json"])
def test_a_folder_in_the_place_of_a_file_is_one_clear_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(DataFolderError, match="cannot be used"):
        read_manifest(tmp_path) if name == "manifest.json" else read_ledger(tmp_path)
    with pytest.raises(DataFolderError, match="cannot be used"):
        write_manifest(tmp_path, WHOLE) if name == "manifest.json" else write_ledger(tmp_path, Ledger())
