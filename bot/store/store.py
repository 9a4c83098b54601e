"""The bot's store: everything that it keeps, and the ways in which all of something is deleted."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.store.answers import Answers
from bot.store.conversations import Conversations
from bot.store.database import BUSY_TIMEOUT_S, Database
from bot.store.notes import Notes
from bot.store.servers import Servers
from bot.store.votes import Votes

STORE_FILE = "bot.sqlite3"
"""Its name in the data folder."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much of a person was deleted."""

    answers: int
    turns: int
    votes: int


@dataclass(frozen=True, slots=True)
class Expired:
    """How much was deleted because it was old."""

    turns: int
    answers: int


class Store:
    """What the bot keeps. Safe for several threads.

    Args:
        database: where it is.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.answers = Answers(database)
        self.conversations = Conversations(database)
        self.votes = Votes(database)
        self.servers = Servers(database)
        self.notes = Notes(database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _err: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def forget_person(self, person_id: int, scope: str | None = None) -> Forgotten:
        """Delete everything of a person: answers that were given to them, turns, votes and reasons.

        Args:
            person_id: whose.
            scope: of one collection only; None for all.
        """
        of_scope = "AND (?2 IS NULL OR scope = ?2)"
        of_answer = "AND (?2 IS NULL OR answer_id IN (SELECT answer_id FROM answers WHERE scope = ?2))"
        with self._database.writing() as connection:
            votes = connection.execute(f"DELETE FROM votes WHERE person_id = ?1 {of_answer}", (person_id, scope))  # noqa: S608
            turns = connection.execute(f"DELETE FROM turns WHERE person_id = ?1 {of_scope}", (person_id, scope))  # noqa: S608
            connection.execute(f"DELETE FROM fresh_starts WHERE person_id = ?1 {of_scope}", (person_id, scope))  # noqa: S608
            answers = connection.execute(f"DELETE FROM answers WHERE person_id = ?1 {of_scope}", (person_id, scope))  # noqa: S608
        self._database.sweep()
        return Forgotten(answers.rowcount, turns.rowcount, votes.rowcount)

    def forget_scope(self, scope: str, server_id: int) -> None:
        """Delete everything of a server, its settings too."""
        with self._database.writing() as connection:
            for table in ("turns", "fresh_starts", "answers"):
                connection.execute(f"DELETE FROM {table} WHERE scope = ?", (scope,))  # noqa: S608 - constants
            connection.execute("DELETE FROM servers WHERE server_id = ?", (server_id,))
        self._database.sweep()

    def expire(self, *, turns_before: float, answers_before: float) -> Expired:
        """Delete turns and answers older than moments, in seconds since the epoch; votes go with their answers."""
        with self._database.writing() as connection:
            turns = connection.execute("DELETE FROM turns WHERE made_at < ?", (turns_before,))
            answers = connection.execute("DELETE FROM answers WHERE made_at < ?", (answers_before,))
            # Where nothing is left to be hidden, nothing need hide it.
            connection.execute("DELETE FROM fresh_starts WHERE place_id NOT IN (SELECT place_id FROM turns)")
        self._database.sweep()
        return Expired(turns.rowcount, answers.rowcount)


def open_store(path: Path, *, now: Callable[[], float] = time.time, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Store:
    """Open a store, making it when it does not exist.

    Raises:
        StoreProblem: when it cannot be opened.
    """
    return Store(Database(path, now, busy_timeout_s))
