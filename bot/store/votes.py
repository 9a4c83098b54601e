"""Votes on answers: one a person, who may change it, say why, and take it back."""

from dataclasses import dataclass
from enum import Enum, auto

from bot.errors import AnswerGone, VoteMissing
from bot.store.answers import COLUMNS, KeptAnswer, to_answer
from bot.store.database import Database

MAX_REASON_CHARS = 1000


class Cast(Enum):
    """What a vote did."""

    FIRST = auto()
    CHANGED = auto()
    SAME = auto()


@dataclass(frozen=True, slots=True)
class VotedAnswer:
    """An answer and what people think of it; not who they are.

    Attributes:
        reasons: in the order of the votes.
    """

    answer: KeptAnswer
    likes: int
    dislikes: int
    reasons: tuple[str, ...]


class Votes:
    """The votes of all scopes.

    Args:
        database: where they are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def cast(self, answer_id: str, scope: str, person_id: int, liked: bool) -> Cast:
        """Count a vote, in place of an earlier one of the same person.

        Raises:
            AnswerGone: when the answer is not kept, or belongs to another scope.
        """
        with self._database.writing() as connection:
            if not connection.execute(_EXISTS, (answer_id, scope)).fetchone():
                raise AnswerGone(answer_id)
            row = connection.execute(_VOTE, (answer_id, person_id)).fetchone()
            if row is not None and bool(row[0]) is liked:
                return Cast.SAME
            connection.execute(
                "INSERT INTO votes (answer_id, person_id, liked, voted_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET liked = excluded.liked, voted_at = excluded.voted_at, reason = NULL",
                (answer_id, person_id, int(liked), self._database.now()),
            )
        return Cast.FIRST if row is None else Cast.CHANGED

    def give_reason(self, answer_id: str, scope: str, person_id: int, reason: str) -> None:
        """Keep why a person voted so, at most `MAX_REASON_CHARS` of it.

        Raises:
            VoteMissing: when that person has no vote there.
        """
        with self._database.writing() as connection:
            changed = connection.execute(
                "UPDATE votes SET reason = ? WHERE answer_id = ? AND person_id = ?"
                " AND EXISTS (SELECT 1 FROM answers WHERE answers.answer_id = votes.answer_id AND scope = ?)",
                (_storable(reason), answer_id, person_id, scope),
            )
            if changed.rowcount == 0:
                raise VoteMissing(answer_id)

    def withdraw(self, answer_id: str, scope: str, person_id: int) -> bool:
        """Delete a person's vote and its reason; tell whether there was one."""
        with self._database.writing() as connection:
            deleted = connection.execute(
                "DELETE FROM votes WHERE answer_id = ? AND person_id = ?"
                " AND EXISTS (SELECT 1 FROM answers WHERE answers.answer_id = votes.answer_id AND scope = ?)",
                (answer_id, person_id, scope),
            )
            return deleted.rowcount > 0

    def all(self, scope: str | None = None) -> tuple[VotedAnswer, ...]:
        """Return every answer that has a vote, oldest first.

        Args:
            scope: of one collection only; None for all.
        """
        query = f"SELECT {COLUMNS} FROM answers WHERE (?1 IS NULL OR scope = ?1) ORDER BY made_at, answer_id"  # noqa: S608
        votes = "SELECT answer_id, liked, reason FROM votes ORDER BY voted_at, person_id"
        with self._database.reading() as connection:
            given: dict[str, list[tuple[int, str | None]]] = {}
            for answer_id, liked, reason in connection.execute(votes):
                given.setdefault(answer_id, []).append((liked, reason))
            answers = [to_answer(row) for row in connection.execute(query, (scope,)) if row[0] in given]
        return tuple(_count(answer, given[answer.answer_id]) for answer in answers)


_EXISTS = "SELECT 1 FROM answers WHERE answer_id = ? AND scope = ?"
_VOTE = "SELECT liked FROM votes WHERE answer_id = ? AND person_id = ?"


def _storable(reason: str) -> str:
    # SQLite stores UTF-8, which has no half of a surrogate pair.
    return reason[:MAX_REASON_CHARS].encode("utf-8", "replace").decode("utf-8")


def _count(answer: KeptAnswer, votes: list[tuple[int, str | None]]) -> VotedAnswer:
    likes = sum(liked for liked, _ in votes)
    reasons = tuple(reason for _, reason in votes if reason)
    return VotedAnswer(answer, likes, len(votes) - likes, reasons)
