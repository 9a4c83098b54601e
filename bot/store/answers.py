"""The answers that were given, by their id: what is behind buttons, replies and votes."""

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import AnswerGone
from bot.store.database import Database

if TYPE_CHECKING:
    from retrieval.record import Record

COLUMNS = "answers.answer_id, answers.scope, answers.place_id, answers.person_id, answers.record, answers.made_at"


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was given.

    Attributes:
        answer_id: 12 hexadecimal digits.
        scope: the collection of articles that was asked.
        place_id: of the channel or thread.
        person_id: of who asked.
        record: of the reply, with what was found.
        made_at: seconds since the epoch.
    """

    answer_id: str
    scope: str
    place_id: int
    person_id: int
    record: "Record"
    made_at: float


class Answers:
    """The answers of all scopes; none is ever seen from another scope.

    Args:
        database: where they are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, scope: str, place_id: int, person_id: int, record: "Record") -> str:
        """Keep an answer and return its new id; raises StoreProblem when it cannot be kept."""
        answer_id = secrets.token_hex(6)
        row = (answer_id, scope, place_id, person_id, json.dumps(record), self._database.now())
        with self._database.writing() as connection:
            connection.execute("INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?)", row)
        return answer_id

    def get(self, answer_id: str, scope: str) -> KeptAnswer:
        """Return an answer.

        Raises:
            AnswerGone: when it is not kept, or belongs to another scope.
        """
        query = f"SELECT {COLUMNS} FROM answers WHERE answer_id = ? AND scope = ?"  # noqa: S608 - constants
        with self._database.reading() as connection:
            row = connection.execute(query, (answer_id, scope)).fetchone()
        if row is None:
            raise AnswerGone(answer_id)
        return to_answer(row)

    def note_message(self, answer_id: str, message_id: int) -> None:
        """Note that a message is an answer, or a part of it; nothing is noted when that was deleted meanwhile."""
        note = "INSERT OR REPLACE INTO messages SELECT ?, answer_id FROM answers WHERE answer_id = ?"
        with self._database.writing() as connection:
            connection.execute(note, (message_id, answer_id))

    def of_message(self, message_id: int, scope: str) -> KeptAnswer | None:
        """Return the answer that a message is; None when it is none, or belongs to another scope."""
        query = f"SELECT {COLUMNS} FROM answers JOIN messages USING (answer_id) WHERE message_id = ? AND scope = ?"  # noqa: S608
        with self._database.reading() as connection:
            row = connection.execute(query, (message_id, scope)).fetchone()
        return to_answer(row) if row else None

    def count(self) -> int:
        """Return how many answers are kept."""
        with self._database.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM answers").fetchone()[0])


def to_answer(row: tuple[str, str, int, int, str, float]) -> KeptAnswer:
    """Return a row of `COLUMNS` as an answer."""
    answer_id, scope, place_id, person_id, record, made_at = row
    return KeptAnswer(answer_id, scope, place_id, person_id, json.loads(record), made_at)
