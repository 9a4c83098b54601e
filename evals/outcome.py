"""What came of one case: a verdict, scores, and enough of the reply to see why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.schema import Span
from evals.cases import FOLLOW_UP_TAGS, Tag


class Verdict(StrEnum):
    """Whether a reply is right, and if not, what is wrong with it first of all."""

    RIGHT = "right"
    UNFAITHFUL = "not faithful"
    FORBIDDEN = "said what it must not"
    SHOULD_ABSTAIN = "should have abstained"
    SHOULD_ANSWER = "should have answered"
    WRONG_SENTENCE = "wrong sentence"
    INCOMPLETE = "incomplete"
    NOT_SCORED = "not scored"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person was shown; spans are in the case's article.

    Attributes:
        answer: the text of the reply, also of an abstention.
        reason: of an abstention, else None.
        standalone_question: how the question was understood.
        citations, highlights: of an answer, in the order of its markers; none for an abstention.
        withheld: the citations of the answer that an abstention held back.
        nearest: the passages that were found, best first.
    """

    answer: str
    reason: str | None
    standalone_question: str
    citations: tuple[Span, ...] = ()
    highlights: tuple[Span, ...] = ()
    withheld: tuple[Span, ...] = ()
    nearest: tuple[Span, ...] = ()
    missing: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case and what came of it.

    Attributes:
        fingerprint: of the case and its article: outcomes of equal fingerprints can be compared.
        group: the conversation, or the case's own id: what is resampled together.
        scores: by measure, each in [0, 1]; a measure that does not apply to the case is not there, and None is a score
            that could not be computed.
        confidence: in [0, 1] that the answer is right, whether it was given or held back; None when unknown.
        would_be_right: whether that answer, given or held back, is right: what selective answering is judged by.
        shown: None when the case was not scored.
        error: why it was not scored, else None.
    """

    case_id: str
    article: str
    fingerprint: str
    group: str
    question: str
    answerable: bool
    tags: tuple[Tag, ...]
    verdict: Verdict
    scores: Mapping[str, float | None] = field(default_factory=dict)
    confidence: float | None = None
    would_be_right: bool = False
    shown: Shown | None = None
    error: str | None = None
    latency_ms: float | None = None

    @property
    def right(self) -> bool:
        """Whether the verdict is `Verdict.RIGHT`."""
        return self.verdict is Verdict.RIGHT

    @property
    def is_follow_up(self) -> bool:
        """Whether it was asked within a conversation."""
        return not FOLLOW_UP_TAGS.isdisjoint(self.tags)
