"""The path of a question in types: ask, hits, an unverified draft, and the verified reply.

Only `retrieval.citations.verify` makes an `Answer`. An `Abstention` is a normal reply: the article does not say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias

from corpus.schema import Passage, Span


@dataclass(frozen=True, slots=True)
class Ask:
    """What the chain is invoked with.

    Attributes:
        question: as a person typed it, stripped, not empty.
        article_id: the only article in scope, or None for the whole collection.
        top_k: how many passages are retrieved, at least 1.
    """

    question: str
    conversation: "Conversation"
    collection: str = "default"
    article_id: str | None = None
    top_k: int = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage.

    Attributes:
        score: higher is better; comparable within one scorer only.
        rank: from 1.
        cosine: between the query and the passage, in [-1, 1].
        lexical: BM25 of the passage as a share of the best that the query could score, in [0, 1].
        sentence_cosines: between the query and each sentence of the passage; none where they are not known.
        before, after: the passages around it in its article, which may name whom "he" means; None where there is none.
    """

    passage: Passage
    score: float
    rank: int
    cosine: float
    lexical: float
    sentence_cosines: tuple[float, ...]
    before: Passage | None = None
    after: Passage | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found: hits best first, and what the index knows of the query's words.

    Attributes:
        items: best first; empty when nothing is in scope.
        article_count: how many articles were in scope.
        term_weights: inverse document frequency (at least 0) of each stem of the query, stop words left out.
        unmentioned: names of the query that no article in scope mentions, as the person typed them.
    """

    query: str
    items: tuple[Hit, ...]
    article_count: int = 1
    term_weights: Mapping[str, float] = field(default_factory=dict)
    unmentioned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a reader claims: this quote of this passage backs the sentence that carries the marker.

    Attributes:
        marker: from 1.
        span: of the quote in the article, or None when only the quote is known (a chat model's).
    """

    marker: int
    passage_id: str
    quote: str
    span: Span | None


class Reason(StrEnum):
    """Why there is no answer."""

    OFF_TOPIC = "off_topic"
    NAME_NOT_MENTIONED = "name_not_mentioned"
    NOT_STATED = "not_stated"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Decline:
    """A reader's decision not to answer.

    Attributes:
        missing: names of the question that no article in scope mentions.
    """

    reason: Reason
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Highlight:
    """The words of a cited quote that answer the question; `span` is in the article."""

    marker: int
    span: Span


class Flaw(StrEnum):
    """What is wrong with a sentence of a chat model's."""

    NO_QUOTE = "no_quote"
    NAME = "name"
    NUMBER = "number"
    DATE = "date"
    NEGATION = "negation"
    ATTRIBUTION = "attribution"
    EXCHANGED = "exchanged"
    ADDED = "added"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that was not let through.

    Attributes:
        text: as the model wrote it; for `/why` alone, never part of an answer.
        replaced: whether what it cites is shown instead.
    """

    text: str
    flaw: Flaw
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """What a reply took of a chat model.

    Attributes:
        calls: that were made, those that failed too.
        input_tokens, output_tokens: as the provider counts them; 0 where it does not tell.
    """

    calls: int
    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader proposes; nothing in it is verified.

    Attributes:
        text: sentences, each followed by its markers: `It was rejected. [1]`
        verbatim: every sentence of `text` claims to be a quote of the evidence that it names.
        confidence: that the answer is right, in [0, 1], or None when the reader cannot tell.
        declined: why the reader prefers silence; its best answer may stand beside it.
        reader: the reader's name: "span" or "chat".
        notices: one-line remarks for the person.
        dropped: what the reader itself did not let through.
        usage: of a chat model; None when none was asked.
    """

    text: str
    evidence: tuple[Evidence, ...]
    highlights: tuple[Highlight, ...]
    confidence: float | None
    declined: Decline | None
    reader: str
    verbatim: bool = True
    notices: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A checked passage: `article.text[span.start:span.end] == quote`."""

    marker: int
    article_id: str
    passage_id: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A verified answer; made by `retrieval.citations.verify` alone.

    Attributes:
        text: plain text; every `[n]` in it has a citation with that marker, and every sentence ends in one.
        highlights: each within the citation of its marker.
        citations: at least one, by marker.
        notices: one-line remarks for the person.
        dropped, usage: as in `Draft`.
    """

    question: str
    standalone_question: str
    text: str
    highlights: tuple[Highlight, ...]
    citations: tuple[Citation, ...]
    confidence: float | None
    reader: str
    hits: Hits
    notices: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Abstention:
    """An honest "the article does not say".

    Attributes:
        missing: what no article in scope mentions, as the person typed it.
        confidence: that the withheld answer would have been right, or None.
        rejected: the best verified answer that was held back, for the evals; never shown.
        dropped, usage: as in `Draft`.
    """

    question: str
    standalone_question: str
    reason: Reason
    missing: tuple[str, ...]
    confidence: float | None
    reader: str
    hits: Hits
    notices: tuple[str, ...] = ()
    rejected: Answer | None = None
    dropped: tuple[Dropped, ...] = ()
    usage: Usage | None = None


Reply: TypeAlias = Answer | Abstention


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its reply."""

    question: str
    standalone_question: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns so far, oldest first; owned by the front end and passed in."""

    turns: tuple[Turn, ...] = ()

    def with_turn(self, turn: Turn) -> "Conversation":
        """Return a new conversation that ends in `turn`."""
        return Conversation((*self.turns, turn))


@dataclass(frozen=True, slots=True)
class PastTurn:
    """An earlier turn of a conversation, as a reader reads it.

    Attributes:
        question: as it was understood, without what was said around it.
        answer: the words of the article that answered; empty where none did.
    """

    question: str
    answer: str


class Reader(Protocol):
    """Turns a question and what was retrieved into a draft."""

    def read(self, question: str, hits: Hits, history: Sequence[PastTurn] = ()) -> Draft:
        """Propose an answer, or decline.

        Args:
            question: as it was typed, or made to stand on its own.
            hits: may be empty.
            history: the turns that the question goes on from, oldest first; none where it stands on its own.
        """
        ...
