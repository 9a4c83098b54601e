from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from corpus.errors import DataFolderError
from retrieval.errors import IndexDamaged
from retrieval.index.chroma import Chroma
from retrieval.index.vector_store import Row, Unit, Vectors, VectorStore


def unit(*coordinates: float) -> Vectors:
    vector = np.array(coordinates, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def row(key: str, article_id: str = "grain", version: str = "v1") -> Row:
    return Row(key, article_id, version, "Ships left.", 0, 11)


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[Chroma]:
    chroma = Chroma(tmp_path / "chroma", None)
    yield chroma
    chroma.close()


@pytest.fixture
def store(chroma: Chroma) -> VectorStore:
    return VectorStore(chroma, "shelf-1")


def test_the_nearest_row_by_angle_comes_first(store: VectorStore) -> None:
    vectors = np.stack([unit(1, 0), unit(1, 1), unit(0, 1)])
    store.add(Unit.PASSAGE, [row("east"), row("north-east"), row("north")], vectors)
    assert store.nearest(Unit.PASSAGE, unit(0.1, 1), 2) == ["north", "north-east"]


def test_the_nearest_can_be_limited_to_one_article(store: VectorStore) -> None:
    store.add(Unit.PASSAGE, [row("east"), row("north", "bomb")], np.stack([unit(1, 0), unit(0, 1)]))
    assert store.nearest(Unit.PASSAGE, unit(0, 1), 5, article_id="grain") == ["east"]


def test_vectors_come_back_as_they_were_stored(store: VectorStore) -> None:
    vectors = np.stack([unit(1, 2), unit(3, 1)])
    store.add(Unit.SENTENCE, [row("a"), row("b")], vectors)
    found = store.get(Unit.SENTENCE, ["b", "missing", "a"])
    assert set(found) == {"a", "b"}
    assert np.allclose(found["a"], vectors[0], atol=1e-6)  # Chroma makes them unit vectors once more.


def test_a_row_that_is_stored_again_is_replaced(store: VectorStore) -> None:
    store.add(Unit.PASSAGE, [row("a")], unit(1, 0)[None])
    store.add(Unit.PASSAGE, [row("a")], unit(0, 1)[None])
    assert store.count(Unit.PASSAGE) == 1
    assert np.array_equal(store.get(Unit.PASSAGE, ["a"])["a"], unit(0, 1))


def test_one_version_of_an_article_is_deleted_alone(store: VectorStore) -> None:
    rows = [row("a@v1"), row("a@v2", version="v2"), row("b@v1", "bomb")]
    store.add(Unit.PASSAGE, rows, np.stack([unit(1, 0), unit(1, 1), unit(0, 1)]))
    store.delete_version("grain", "v1")
    assert sorted(store.get(Unit.PASSAGE, ["a@v1", "a@v2", "b@v1"])) == ["a@v2", "b@v1"]


def test_reading_makes_no_chroma_collection(chroma: Chroma, store: VectorStore) -> None:
    assert store.nearest(Unit.PASSAGE, unit(1, 0), 3) == []
    assert store.get(Unit.PASSAGE, ["a"]) == {}
    assert (store.count(Unit.PASSAGE), store.exists()) == (0, False)
    store.delete_version("grain", "v1")
    store.clear()
    with chroma.working() as client:
        assert list(client.api.list_collections()) == []


def test_more_rows_than_one_call_takes_are_stored(store: VectorStore) -> None:
    vectors = np.tile(unit(1, 0), (1001, 1))
    store.add(Unit.PASSAGE, [row(f"a:{k}") for k in range(1001)], vectors)
    assert store.count(Unit.PASSAGE) == 1001
    assert len(store.get(Unit.PASSAGE, [f"a:{k}" for k in range(1001)])) == 1001


def test_chroma_keeps_no_embedding_function_and_counts_cosines(chroma: Chroma, store: VectorStore) -> None:
    store.add(Unit.PASSAGE, [row("a")], unit(1, 0)[None])
    with chroma.working() as client:
        configuration = client.api.get_collection("shelf-1-passages", embedding_function=None).configuration_json
    assert configuration["hnsw"]["space"] == "cosine"
    assert configuration["embedding_function"] in (None, {"type": "legacy"})


def test_telemetry_is_off(chroma: Chroma) -> None:
    with chroma.working() as client:
        assert client.api.get_settings().anonymized_telemetry is False


def test_a_store_goes_on_working_after_chroma_was_opened_again(chroma: Chroma, store: VectorStore) -> None:
    store.add(Unit.PASSAGE, [row("a")], unit(1, 0)[None])
    chroma.reopen()
    assert store.count(Unit.PASSAGE) == 1


def test_rows_are_read_while_another_thread_opens_chroma_again(chroma: Chroma, store: VectorStore) -> None:
    store.add(Unit.PASSAGE, [row("a")], unit(1, 0)[None])
    failures: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(50):
                assert list(store.get(Unit.PASSAGE, ["a"])) == ["a"]
        except BaseException as err:  # noqa: BLE001 - a thread's failure is the test's
            failures.append(err)

    threads = [Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        chroma.reopen()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_database_that_is_none_is_one_clear_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "chroma"
    folder.mkdir()
    (folder / "chroma.sqlite3").write_bytes(b"this is no database, but it is long enough to be looked at" * 100)
    with pytest.raises(IndexDamaged) as raised:
        Chroma(folder, None)
    message = str(raised.value)
    assert message.startswith(f"the index in '{folder}' is damaged (")
    assert message.endswith('); run "footnote index --rebuild"')
    assert "\n" not in message


def test_a_file_in_the_place_of_the_folder_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "chroma").write_text("a file")
    with pytest.raises(DataFolderError, match="cannot be used"):
        Chroma(tmp_path / "chroma", None)


def test_a_damaged_chroma_can_start_anew(chroma: Chroma, store: VectorStore) -> None:
    store.add(Unit.PASSAGE, [row("a")], unit(1, 0)[None])
    chroma.start_anew()
    assert store.count(Unit.PASSAGE) == 0
    store.add(Unit.PASSAGE, [row("a")], unit(1, 0)[None])
    assert store.count(Unit.PASSAGE) == 1
