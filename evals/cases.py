"""A case: one question with what a right reply must cite, or the statement that the article does not answer it.

The format is documented for people in `evals/datasets/README.md`.
"""

import hashlib
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from corpus.articles import MAX_ID_CHARS
from retrieval.schema import Reason

PART_SEPARATOR = "; "
"""Between the parts of an answer that names several things."""


class Tag(StrEnum):
    """What a case tests; `evals/datasets/README.md` says what each means."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    WHAT = "what"
    WHY = "why"
    HOW = "how"
    NUMBER = "number"
    QUOTE = "quote"
    LIST = "list"
    DEFINITION = "definition"
    YES_NO = "yes-no"
    PARAPHRASE = "paraphrase"
    TYPO = "typo"
    LOWER_CASE = "lower-case"
    NEGATION = "negation"
    ATTRIBUTION = "attribution"
    FALSE_PREMISE = "false-premise"
    UNANSWERABLE_ON_TOPIC = "unanswerable-on-topic"
    UNANSWERABLE_OFF_TOPIC = "unanswerable-off-topic"
    FURNITURE_BAIT = "furniture-bait"
    PROMPT_INJECTION = "prompt-injection"
    PRONOUN = "pronoun"
    ELLIPSIS = "ellipsis"
    TOPIC_CHANGE = "topic-change"


UNANSWERABLE_TAGS = frozenset(
    {
        Tag.FALSE_PREMISE,
        Tag.UNANSWERABLE_ON_TOPIC,
        Tag.UNANSWERABLE_OFF_TOPIC,
        Tag.FURNITURE_BAIT,
        Tag.PROMPT_INJECTION,
    }
)
FOLLOW_UP_TAGS = frozenset({Tag.PRONOUN, Tag.ELLIPSIS, Tag.TOPIC_CHANGE})

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=60)]
ArticleId = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=MAX_ID_CHARS)]
Words = Annotated[str, Field(pattern=r"\S")]


class Case(BaseModel):
    """One line of a dataset; the fields are documented in `evals/datasets/README.md`.

    Raises:
        pydantic.ValidationError: when a field is unknown, missing or of another type, or the fields contradict each
            other.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False, str_strip_whitespace=False)

    id: Slug
    article: ArticleId
    question: Words
    answerable: bool
    tags: tuple[Tag, ...] = Field(min_length=1)
    quotes: tuple[Words, ...] = ()
    needs: Literal["any", "all"] = "any"
    supporting: tuple[Words, ...] = ()
    answers: tuple[Words, ...] = ()
    reasons: tuple[Reason, ...] = ()
    missing: tuple[Words, ...] = ()
    forbidden: tuple[Words, ...] = ()
    conversation: Slug | None = None
    turn: int | None = Field(default=None, ge=1)
    before: tuple[Words, ...] = ()
    standalone: Words | None = None
    note: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        tags = frozenset(self.tags)
        if len(tags) < len(self.tags):
            raise ValueError("a tag stands twice")
        if self.answerable and not (self.quotes and self.answers):
            raise ValueError("an answerable case needs quotes and answers")
        if not self.answerable and (self.quotes or self.answers or self.supporting):
            raise ValueError("a case that is not answerable has no quotes, answers or supporting")
        if not self.answerable and not tags & UNANSWERABLE_TAGS:
            kinds = ", ".join(sorted(UNANSWERABLE_TAGS))
            raise ValueError(f"a case that is not answerable needs one of the tags {kinds}")
        if self.answerable and (self.reasons or self.missing):
            raise ValueError("reasons and missing belong to a case that is not answerable")
        if (self.conversation is None) != (self.turn is None):
            raise ValueError("conversation and turn go together")
        if self.is_follow_up != bool(tags & FOLLOW_UP_TAGS):
            raise ValueError("a follow-up, and no other case, has one of the tags ellipsis, pronoun, topic-change")
        if self.is_follow_up != (self.standalone is not None):
            raise ValueError("a follow-up, and no other case, has standalone")
        return self

    @property
    def is_follow_up(self) -> bool:
        """Whether the question is asked within a conversation that has begun."""
        return bool(self.before) or (self.turn is not None and self.turn > 1)

    @property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """The parts of each alternative answer."""
        return tuple(tuple(answer.split(PART_SEPARATOR)) for answer in self.answers)

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change with everything but the note."""
        # An empty `before` is left out: the fingerprints in accepted baselines have none.
        content = self.model_dump_json(exclude={"note"} if self.before else {"note", "before"})
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:12]
