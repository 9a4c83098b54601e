"""What an epoch of the reader's training is made of: how often a question of each source is asked, of which windows."""

import random
from collections.abc import Mapping

from evals.news import NEWS
from evals.training.reader.paragraphs import MORE_ADVERSARIAL, NATURAL_UNANSWERABLE, REPLIQA
from evals.training.reader.pool import ReaderPool, Recipe, Show
from evals.training.sources import ADVERSARIAL, NATURAL, SQUAD

OFTEN: Mapping[str, Mapping[Show, float]] = {
    NEWS: {Show.ANSWER: 1.2, Show.ELSEWHERE: 0.5, Show.TEMPTING: 1.5},
    SQUAD: {Show.ANSWER: 0.06, Show.ELSEWHERE: 0.02},
    ADVERSARIAL: {Show.TEMPTING: 0.25},
    MORE_ADVERSARIAL: {Show.TEMPTING: 0.5},
    NATURAL: {Show.ANSWER: 0.05, Show.ELSEWHERE: 0.02},
    REPLIQA: {Show.ANSWER: 0.6, Show.ELSEWHERE: 0.4, Show.TEMPTING: 1.0},
    # A sixth of the unanswerable ones are answered all the same.
    NATURAL_UNANSWERABLE: {Show.ANSWER: 0.1, Show.TEMPTING: 0.1},
}
"""On average, by source: about 21,000 examples, half of them of news, half of them without an answer to be found."""


def plan_epoch(pool: ReaderPool, *, seed: int, epoch: int) -> list[Recipe]:
    """Return the recipes of an epoch in its order: the same for the same seed and epoch, another for another."""
    chance = random.Random(f"{seed}:{epoch}")  # noqa: S311 - a draw, no secret
    recipes = [
        Recipe(n, k, show)
        for n, text in enumerate(pool.texts)
        for k, asked in enumerate(text.asked)
        for show, often in OFTEN[text.source].items()
        if asked.is_answerable != (show is Show.TEMPTING)
        for _ in range(_times(often, chance))
    ]
    chance.shuffle(recipes)
    return recipes


def _times(often: float, chance: random.Random) -> int:
    return int(often) + (chance.random() < often % 1)
