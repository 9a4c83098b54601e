"""Files of follow-up questions with a person's rewrite of each, such as CANARD (Elgohary, Peskov and Boyd-Graber 2019).

A line: {"history": [{"q": "Who spoke?", "a": "Ann."}], "question": "When did she?", "rewrite": "When did Ann speak?"}.
It may have the "title" of what the conversation is about; other fields are passed over.
"""

import hashlib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from evals.cases import Words
from evals.errors import DatasetInvalid
from evals.json_lines import read_lines
from evals.metrics.overlap import typewritten
from retrieval.citations import Question, as_statement
from retrieval.record import SCHEMA, Record, from_record
from retrieval.schema import Reason, Reply

Half = Literal["tune", "report"]

NO_ANSWER = frozenset({"", "CANNOTANSWER", "I don't know."})
"""What stands for "the article does not say": nothing, QuAC's word, and CANARD's."""


class Exchange(BaseModel):
    """A question and its answer, which may be empty."""

    model_config = ConfigDict(frozen=True, validate_by_name=True)

    question: Words = Field(validation_alias="q")
    answer: str = Field(validation_alias="a")


class FollowUp(BaseModel):
    """A question within a conversation.

    Attributes:
        title: of what the conversation is about; empty when the file does not say.
        history: what was said before, oldest first; empty for a conversation's first question.
        rewrite: by a person: the question as it stands on its own.
    """

    model_config = ConfigDict(frozen=True)

    title: str = ""
    history: tuple[Exchange, ...]
    question: Words
    rewrite: Words

    @property
    def conversation(self) -> str:
        """What all turns of a conversation share: the title and the first question."""
        first = self.history[0].question if self.history else self.question
        return f"{self.title}\n{first}"

    @property
    def half(self) -> Half:
        """The half of the file that the conversation belongs to, by the parity of its SHA-256, so it never moves.

        What is tuned is tuned on one half and reported on the other.
        """
        return "report" if hashlib.sha256(self.conversation.encode()).digest()[0] % 2 else "tune"


def read_follow_ups(path: Path) -> tuple[FollowUp, ...]:
    """Read the questions of a `.jsonl` or `.jsonl.gz` file that have a history, in its order.

    Raises:
        DatasetInvalid: when the file cannot be read, or no question has a history.
        CaseInvalid: when a line is not in the format.
    """
    mend = 'give each line "history", "question" and "rewrite"'
    lines = read_lines(path, FollowUp, give="give a .jsonl or .jsonl.gz file", mend=mend)
    found = tuple(line for _, line in lines if line.history)
    if not found:
        raise DatasetInvalid(str(path), "holds no question with a history", mend)
    return found


def make_reply(question: Question, answer: str) -> Reply:
    """Return the reply that gives these words, as one citation; an abstention for `NO_ANSWER`."""
    said = answer.strip()
    answered = typewritten(said) not in NO_ANSWER
    citation = {
        "marker": 1,
        "article_id": "conversation",
        "passage_id": "conversation:0",
        "start": 0,
        "end": len(said),
        "quote": said,
    }
    record: Record = {
        "schema": SCHEMA,
        "question": question.typed,
        "standalone_question": question.standalone,
        "answered": answered,
        # Not as it is: an answer's own [1] would be taken for a marker.
        "answer": f"{as_statement(said)} [1]" if answered else "",
        "highlights": [],
        "confidence": None,
        "citations": [citation] if answered else [],
        "reason": None if answered else str(Reason.NOT_STATED),
        "missing": [],
        "notices": [],
        "reader": "sentence",
        "nearest": [],
        "articles_in_scope": 1,
    }
    return from_record(record)
