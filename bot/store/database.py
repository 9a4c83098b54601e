"""The SQLite file: opened, brought to today's format, one transaction at a time, its errors in plain words.

Write-ahead logging lets the command line read while the bot writes (SQLite's documentation, "Write-Ahead Logging").
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from bot.errors import StoreBusy, StoreDamaged, StoreForeign, StoreFull, StoreUnusable

FORMAT = 1
BUSY_TIMEOUT_S = 2.0
"""How long a transaction waits for another process; Discord waits three seconds for a first response."""

_SCHEMA = """
CREATE TABLE answers (
    answer_id TEXT PRIMARY KEY, scope TEXT NOT NULL, place_id INTEGER NOT NULL, person_id INTEGER NOT NULL,
    record TEXT NOT NULL, made_at REAL NOT NULL
) STRICT;
CREATE INDEX answers_by_person ON answers (person_id);
CREATE INDEX answers_by_time ON answers (made_at);
CREATE TABLE messages (
    message_id INTEGER PRIMARY KEY, answer_id TEXT NOT NULL REFERENCES answers ON DELETE CASCADE
) STRICT;
CREATE INDEX messages_by_answer ON messages (answer_id);
CREATE TABLE turns (
    turn_id INTEGER PRIMARY KEY AUTOINCREMENT, scope TEXT NOT NULL, place_id INTEGER NOT NULL, person_id INTEGER,
    answer_id TEXT NOT NULL REFERENCES answers ON DELETE CASCADE, made_at REAL NOT NULL
) STRICT;
CREATE INDEX turns_by_place ON turns (scope, place_id, person_id);
CREATE INDEX turns_by_answer ON turns (answer_id);
CREATE TABLE fresh_starts (
    scope TEXT NOT NULL, place_id INTEGER NOT NULL, person_id INTEGER NOT NULL, after_turn INTEGER NOT NULL,
    PRIMARY KEY (scope, place_id, person_id)
) STRICT;
CREATE TABLE votes (
    answer_id TEXT NOT NULL REFERENCES answers ON DELETE CASCADE, person_id INTEGER NOT NULL, liked INTEGER NOT NULL,
    reason TEXT, voted_at REAL NOT NULL, PRIMARY KEY (answer_id, person_id)
) STRICT;
CREATE INDEX votes_by_person ON votes (person_id);
CREATE TABLE servers (server_id INTEGER PRIMARY KEY, settings TEXT, removed_at REAL) STRICT;
CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""


class Database:
    """One connection to the file. Safe for several threads, one transaction at a time.

    Args:
        path: of the file; made when it does not exist, readable by its owner alone.
        now: seconds since the epoch.
        busy_timeout_s: how long to wait for another process.

    Raises:
        StoreProblem: when it cannot be opened.
    """

    def __init__(
        self, path: Path, now: Callable[[], float] = time.time, busy_timeout_s: float = BUSY_TIMEOUT_S
    ) -> None:
        self.path = path
        self.now = now
        self._lock = RLock()
        with self._translated():
            # Made first, with its mode: SQLite would make it as the umask says, for others to read.
            path.touch(mode=0o600)
            self._connection = sqlite3.connect(
                path, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False
            )
        try:
            with self._translated():
                self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold a transaction: what is done in it is kept as a whole, or not at all; raises StoreProblem."""
        with self._lock, self._translated():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Hold the connection for one question to it; raises StoreProblem."""
        with self._lock, self._translated():
            yield self._connection

    def sweep(self) -> None:
        """Empty the log, which still holds what was deleted; as far as no other process reads it at this moment."""
        with self._lock, self._translated():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _prepare(self) -> None:
        connection = self._connection
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found == FORMAT:
            return
        if found != 0:
            raise StoreForeign(str(self.path), f"has format {found}, this version reads format {FORMAT}")
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Asked again: another process may have made it meanwhile.
            if connection.execute("PRAGMA user_version").fetchone() == (0,):
                if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() != (0,):
                    raise StoreForeign(str(self.path), "was not made by Footnote")
                for statement in _SCHEMA.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {FORMAT}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    @contextmanager
    def _translated(self) -> Iterator[None]:
        path = str(self.path)
        try:
            yield
        except sqlite3.OperationalError as err:
            raise _translate(err, path) from err
        except sqlite3.DatabaseError as err:
            raise StoreDamaged(path, str(err)) from err
        except OSError as err:
            raise StoreUnusable(path, err.strerror or str(err)) from err


def _translate(err: sqlite3.OperationalError, path: str) -> Exception:
    # The last byte is the kind; the bytes before it tell more (SQLite's documentation, "Result and Error Codes").
    match err.sqlite_errorcode & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreBusy(path)
        case sqlite3.SQLITE_FULL:
            return StoreFull(path)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return StoreDamaged(path, str(err))
    return StoreUnusable(path, str(err))
