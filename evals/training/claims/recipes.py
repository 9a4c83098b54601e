"""What an epoch is made of: claims that people judged, and claims that are made by code."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evals.training.claims.judged import BEGIN, COVIDFACT, FEVER, FOOL_ME_TWICE, RTE, SUMMEDITS, Judged
from evals.training.claims.synthetic import SHARES, Making
from evals.training.sources import ADVERSARIAL, QAMR, Paragraph

COPIES = {FEVER: 1.0, FOOL_ME_TWICE: 2.0, BEGIN: 0.5, SUMMEDITS: 2.0, RTE: 2.0, COVIDFACT: 1.0}
"""How often an epoch has each claim of a set. Half of the dialogues: their claims are talk, not reports."""
CLAIMS_A_PARAGRAPH = 4
NEWS_COPIES = 4
"""QAMR's few paragraphs are news: so many times as many of each."""
STATED_SHARE = 0.5
"""Of the questions of which a claim is to be made; most are of no form that can be."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """An example to be drawn.

    Attributes:
        making: None for a claim that people judged.
        index: of the claim among those, or of the paragraph.
        question: index among the paragraph's questions, where the claim is made of one.
        is_brief: whether little evidence is to be shown.
    """

    making: Making | None
    index: int
    question: int = 0
    is_brief: bool = False


def plan_epoch(judged: Sequence[Judged], paragraphs: Sequence[Paragraph], *, seed: int, epoch: int) -> list[Recipe]:
    """Return the recipes of an epoch in its order: the same for the same seed and epoch, another for another.

    The first epoch has short evidence alone. A trial on short rows learned where others on full rows had not, but their
    rates and mixes differed too: that this is why is not shown.
    """
    chance = random.Random(f"{seed}:{epoch}")  # noqa: S311 - a draw, no secret
    recipes = [Recipe(None, n) for n, one in enumerate(judged) for _ in range(_times(COPIES[one.name], chance))]
    recipes += [recipe for n, one in enumerate(paragraphs) for recipe in plan_paragraph(one, n, chance)]
    chance.shuffle(recipes)
    return [replace(recipe, is_brief=True) for recipe in recipes] if epoch == 0 else recipes


def plan_paragraph(paragraph: Paragraph, index: int, chance: random.Random) -> Iterator[Recipe]:
    """Yield the claims to be made about a paragraph."""
    if paragraph.source == ADVERSARIAL:
        yield from (Recipe(Making.MISPUT, index, k) for k in range(len(paragraph.questions)))
        return
    count = CLAIMS_A_PARAGRAPH * (NEWS_COPIES if paragraph.source == QAMR else 1)
    for making in chance.choices(list(SHARES), list(SHARES.values()), k=count):
        yield Recipe(making, index)
    for k in range(len(paragraph.questions)):
        if chance.random() < STATED_SHARE:
            making = Making.ANSWERED if chance.random() < 0.6 else Making.MISANSWERED
            yield Recipe(making, index, k)


def _times(copies: float, chance: random.Random) -> int:
    return int(copies) + (chance.random() < copies % 1)
