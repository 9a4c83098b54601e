"""Kill -9 at any moment: nothing is lost, nothing half done is ever seen, and the next run completes the work."""

import random
import time
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

import pytest

from retrieval.index.ledger import read_ledger
from retrieval.index.manifest import read_manifest
from retrieval.index.place import is_current
from tests.crashing import check_search, fork_server, last_note, run_as, state_after
from tests.fakes import Shelf


@pytest.fixture(scope="module")
def context() -> ForkServerContext:
    return fork_server()


def start(context: ForkServerContext, task: str, folder: Path, first: int = 0) -> ForkServerProcess:
    process = context.Process(target=run_as, args=(task, str(folder), first), daemon=True)
    process.start()
    return process


def kill_again_and_again(context: ForkServerContext, folder: Path, *, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    first = 0
    for _ in range(kills):
        writer = start(context, "change", folder, first)
        deadline = time.monotonic() + 30
        while last_note(folder / "begun") < first and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.3))
        writer.kill()
        writer.join()
        first = check_after_a_kill(folder)


def check_after_a_kill(folder: Path) -> int:
    """Check that all is well, complete the work, check again; return the number of the next change."""
    begun, done = last_note(folder / "begun"), last_note(folder / "done")
    with Shelf(folder / "data") as shelf:
        texts = {article.article_id: article.text for article in shelf.library}
        assert texts == state_after(begun) or (begun != done and texts == state_after(begun - 1))
        check_search(shelf)
        shelf.update()
        assert is_current(read_manifest(shelf.place.folder), shelf.library)
        for article in shelf.library:
            for passage in shelf.library.passages(article.article_id):
                assert shelf.search(passage.text, top_k=1) == [passage.text]
        check_nothing_is_left_over(shelf, folder)
    return begun + 1 if texts == state_after(begun) else begun


def check_nothing_is_left_over(shelf: Shelf, folder: Path) -> None:
    manifest, ledger = read_manifest(shelf.place.folder), read_ledger(shelf.place.folder)
    assert shelf.row_counts() == (manifest.passage_count, manifest.sentence_count)
    assert len(shelf.chroma_collections()) == 2
    assert ledger.abandoned == ()
    assert len(ledger.stored) == len(manifest.articles)
    names = sorted(path.name for path in shelf.place.folder.iterdir())
    assert names == ["ledger.json", "manifest.json", manifest.words_folder]
    assert len(list((folder / "data" / "chroma").iterdir())) <= 3


def test_nothing_is_lost_by_kills_at_random_moments(context: ForkServerContext, tmp_path: Path) -> None:
    kill_again_and_again(context, tmp_path, kills=10, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", [2, 3])
def test_nothing_is_lost_by_hundreds_of_kills(context: ForkServerContext, tmp_path: Path, seed: int) -> None:
    kill_again_and_again(context, tmp_path, kills=150, seed=seed)


def test_a_reader_sees_whole_generations_while_another_process_changes_them(
    context: ForkServerContext, tmp_path: Path
) -> None:
    read_while_changing(context, tmp_path, seconds=3)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_readers_see_whole_generations_for_a_minute(context: ForkServerContext, tmp_path: Path) -> None:
    read_while_changing(context, tmp_path, seconds=60)


def read_while_changing(context: ForkServerContext, folder: Path, *, seconds: float) -> None:
    writer = start(context, "change", folder)
    readers = [start(context, "read", folder) for _ in range(2)]
    time.sleep(seconds)
    writer.kill()
    writer.join()
    (folder / "stop").touch()
    for reader in readers:
        reader.join(30)
        assert reader.exitcode == 0
    failures = (folder / "failures").read_text() if (folder / "failures").exists() else ""
    assert failures == ""
    assert len((folder / "read").read_text().split()) >= 10 * seconds / 4
    assert last_note(folder / "done") >= 2
    check_after_a_kill(folder)


def test_two_processes_that_index_at_once_wait_for_each_other(context: ForkServerContext, tmp_path: Path) -> None:
    with Shelf(tmp_path / "data"):
        pass
    writers = [start(context, "change", tmp_path) for _ in range(2)]
    time.sleep(2)
    assert all(writer.is_alive() for writer in writers)
    for writer in writers:
        writer.kill()
        writer.join()
    with Shelf(tmp_path / "data") as shelf:
        check_search(shelf)
        shelf.update()
        check_nothing_is_left_over(shelf, tmp_path)
