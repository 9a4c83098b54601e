"""The file of what the bot keeps: whole whatever happens, and what is wrong with it in plain words."""

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import StoreBusy, StoreDamaged, StoreForeign, StoreFull, StoreUnusable
from bot.store.database import Database
from bot.store.store import Store, open_store

ALICE = 10


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "bot.sqlite3", busy_timeout_s=0.1) as opened:
        yield opened


def answer(store: Store, text: str = "first") -> str:
    return store.answers.add("a", 7, ALICE, {"answer": text})


def test_everything_is_there_again_after_a_restart_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    with open_store(path) as store:
        answer_id = answer(store)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with open_store(path) as store:
        assert store.answers.get(answer_id, "a").record == {"answer": "first"}


def test_what_was_deleted_is_not_left_in_the_file(tmp_path: Path) -> None:
    with open_store(tmp_path / "bot.sqlite3") as store:
        answer(store, "a secret that nobody may read")
        store.forget_person(ALICE)
        # While it is open too: the bot runs for weeks.
        assert b"a secret that nobody" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_a_store_that_another_process_holds_is_busy_and_then_works(store: Store) -> None:
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreBusy, match="is being written by another process; try again in a moment"):
        answer(store)
    other.execute("ROLLBACK")
    other.close()
    assert store.answers.get(answer(store), "a").person_id == ALICE


def test_a_full_disk_is_told_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    database = Database(tmp_path / "bot.sqlite3")
    with Store(database) as store:
        answer(store)
        with database.reading() as connection:
            connection.execute("PRAGMA max_page_count = 1")  # It can grow no further than it has.
        with pytest.raises(StoreFull, match="cannot grow, the disk is full; free some space"):
            answer(store, "x" * 100_000)
        assert store.answers.count() == 1
        with database.reading() as connection:
            connection.execute("PRAGMA max_page_count = 1000")
        answer(store, "x" * 100_000)
        assert store.answers.count() == 2


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    path.write_bytes(b"not a database, but a text of some length" * 100)
    with pytest.raises(StoreDamaged, match="is damaged"):
        open_store(path)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("PRAGMA user_version = 9", "has format 9, this version reads format 1"),
        ("CREATE TABLE x (y)", "was not made by Footnote"),
    ],
)
def test_a_file_of_another_version_or_program_is_left_alone(tmp_path: Path, statement: str, problem: str) -> None:
    path = tmp_path / "bot.sqlite3"
    other = sqlite3.connect(path)
    other.execute(statement)
    other.commit()
    other.close()
    with pytest.raises(StoreForeign, match=problem):
        open_store(path)


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreUnusable, match="Not a directory"):
        open_store(tmp_path / "file" / "bot.sqlite3")


def test_a_process_that_is_killed_in_the_middle_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    script = (
        "import os, sys; from pathlib import Path; from bot.store.database import Database\n"
        "db = Database(Path(sys.argv[1]))\n"
        "with db.writing() as c:\n"
        "    c.execute(\"INSERT INTO notes VALUES ('half', 'done')\"); os.kill(os.getpid(), 9)\n"
    )
    root = Path(__file__).resolve().parents[3]
    run = subprocess.run([sys.executable, "-c", script, str(path)], cwd=root, check=False, capture_output=True)
    assert run.returncode == -9
    with open_store(path) as store:
        assert store.notes.get("half") is None
