"""What the span model reads of a hit: the passage, and the end of the one before it."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.schema import Hit

MAX_CONTEXT_CHARS = 100
"""Of the passage before: whole sentences, as many as fit, the last one whatever its length."""


@dataclass(frozen=True, slots=True)
class Window:
    """A text to find an answer in.

    Attributes:
        context: what stands before it; it may name whom "he" means, and holds no answer. Empty when there is nothing.
        text: in which the answer may lie.
    """

    context: str
    text: str


def make_windows(hits: Sequence[Hit]) -> tuple[Window, ...]:
    """Return the window of each hit."""
    return tuple(Window(_end_of_passage_before(hit), hit.passage.text) for hit in hits)


def _end_of_passage_before(hit: Hit) -> str:
    if hit.before is None:
        return ""
    taken: list[str] = []
    for sentence in reversed(hit.before.sentences):
        if taken and sum(map(len, taken)) + len(sentence.text) > MAX_CONTEXT_CHARS:
            break
        taken.append(sentence.text)
    return " ".join(reversed(taken))
