"""Conversations: which answers a person was given in a place, in their order.

A thread can begin with turns that belong to everybody in it.
"""

import json
import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.store.database import Database

if TYPE_CHECKING:
    from retrieval.record import Record

# Everybody's turns of a place come before a person's own; both only since that person last forgot.
_NEWEST = """
SELECT answer_id, record, turns.made_at FROM turns JOIN answers USING (answer_id)
WHERE turns.scope = :scope AND turns.place_id = :place AND (turns.person_id = :person OR turns.person_id IS NULL)
  AND turn_id > coalesce(
    (SELECT after_turn FROM fresh_starts WHERE scope = :scope AND place_id = :place AND person_id = :person), 0)
ORDER BY turns.person_id IS NULL, turn_id DESC LIMIT :limit
"""


class Conversations:
    """The conversations of all scopes.

    Args:
        database: where they are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, scope: str, place_id: int, person_id: int, answer_id: str) -> None:
        """Make an answer the newest turn of a person's conversation in a place, unless it was deleted meanwhile."""
        with self._database.writing() as connection:
            _add(connection, (scope, place_id, person_id, self._database.now()), answer_id)

    def seed(self, scope: str, place_id: int, answer_ids: Sequence[str]) -> None:
        """Let everybody's conversation in a place begin with answers, oldest first, as far as they are still kept."""
        with self._database.writing() as connection:
            for answer_id in answer_ids:
                _add(connection, (scope, place_id, None, self._database.now()), answer_id)

    def recall(self, scope: str, place_id: int, person_id: int, *, since: float, limit: int) -> "tuple[Record, ...]":
        """Return the records of a person's turns in a place, oldest first, the newest `limit` of them.

        Args:
            scope: the collection that is asked.
            place_id: of the channel or thread.
            person_id: who asks.
            since: seconds since the epoch; with no turn after that the conversation is forgotten, and there is none.
            limit: at least 1.
        """
        rows = self._newest(scope, place_id, person_id, since, limit)
        return tuple(json.loads(record) for _, record in rows)

    def recall_ids(self, scope: str, place_id: int, person_id: int, *, since: float, limit: int) -> tuple[str, ...]:
        """Return the ids of what `recall` returns."""
        return tuple(answer_id for answer_id, _ in self._newest(scope, place_id, person_id, since, limit))

    def forget(self, scope: str, place_id: int, person_id: int) -> int:
        """Begin a person's conversation in a place anew; return how many turns it had."""
        had = len(self._newest(scope, place_id, person_id, 0.0, -1))
        key = (scope, place_id, person_id)
        with self._database.writing() as connection:
            connection.execute("DELETE FROM turns WHERE (scope, place_id, person_id) = (?, ?, ?)", key)
            # Turns are numbered as they come, never twice: what came so far does not count for this person.
            last = connection.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence").fetchone()[0]
            connection.execute("INSERT OR REPLACE INTO fresh_starts VALUES (?, ?, ?, ?)", (*key, last))
        return had

    def _newest(self, scope: str, place_id: int, person_id: int, since: float, limit: int) -> list[tuple[str, str]]:
        wanted = {"scope": scope, "place": place_id, "person": person_id, "limit": limit}
        with self._database.reading() as connection:
            rows = connection.execute(_NEWEST, wanted).fetchall()
        if not rows or max(made_at for *_, made_at in rows) < since:
            return []
        return [(answer_id, record) for answer_id, record, _ in reversed(rows)]


def _add(connection: sqlite3.Connection, turn: tuple[str, int, int | None, float], answer_id: str) -> None:
    # Chosen by scope too: no conversation ever holds an answer of another one.
    connection.execute(
        "INSERT INTO turns (scope, place_id, person_id, made_at, answer_id)"
        " SELECT ?1, ?2, ?3, ?4, answer_id FROM answers WHERE answer_id = ?5 AND scope = ?1",
        (*turn, answer_id),
    )
