"""What an epoch is made of: each question with the kinds of example that it is to give."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evals.training.sources import ADVERSARIAL, NATURAL, QAMR, SQUAD, Paragraph


class Kind(StrEnum):
    """Of an example. Only of `ANSWERABLE` ones the passage holds an answer."""

    ANSWERABLE = "answerable"
    ADVERSARIAL = "adversarial"
    LOOKALIKE = "lookalike"
    REMOVED = "removed"
    ALTERED = "altered"


WHOLE_SHARE = {Kind.ANSWERABLE: 0.3, Kind.ADVERSARIAL: 0.4, Kind.LOOKALIKE: 0.3, Kind.REMOVED: 0.3, Kind.ALTERED: 0.4}
"""How many examples of a kind show the whole paragraph, not a window."""
ADVERSARIAL_COPIES = 2
"""An epoch shows each adversarial question so many times, cut differently: they are few, and the hard ones."""
NEGATIVE_SHARE = {
    SQUAD: {Kind.LOOKALIKE: 0.15, Kind.REMOVED: 0.15, Kind.ALTERED: 0.3},
    NATURAL: {Kind.LOOKALIKE: 0.1, Kind.REMOVED: 0.4},
    # Vague questions, which any sentence may answer: only enough that their style does not tell.
    QAMR: {Kind.LOOKALIKE: 0.1, Kind.REMOVED: 0.2},
}
"""Unanswerable examples of a kind, as a share of a set's questions, beside the answerable one of each."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """An example to be drawn.

    Attributes:
        paragraph: index of the question's paragraph.
        question: index among the paragraph's questions.
        is_whole: whether the whole paragraph is shown, not a window.
    """

    kind: Kind
    paragraph: int
    question: int
    is_whole: bool


def plan_epoch(paragraphs: Sequence[Paragraph], *, seed: int, epoch: int) -> list[Recipe]:
    """Return the recipes of an epoch in its order: the same for the same seed and epoch, another for another."""
    chance = random.Random(f"{seed}:{epoch}")  # noqa: S311 - a draw, no secret
    recipes = [
        Recipe(kind, n, k, chance.random() < WHOLE_SHARE[kind])
        for n, paragraph in enumerate(paragraphs)
        for k in range(len(paragraph.questions))
        for kind in _kinds_of(paragraph.source, chance)
    ]
    chance.shuffle(recipes)
    return recipes


def _kinds_of(source: str, chance: random.Random) -> Iterator[Kind]:
    if source == ADVERSARIAL:
        yield from [Kind.ADVERSARIAL] * ADVERSARIAL_COPIES
        return
    yield Kind.ANSWERABLE
    yield from (kind for kind, share in NEGATIVE_SHARE[source].items() if chance.random() < share)
