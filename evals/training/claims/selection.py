"""A fixed set of claims about sources and titles held out, by which weights are compared while training goes on."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import fmean

import numpy as np
import numpy.typing as npt

from evals.metrics.selective import auroc
from evals.training.claims.model import ClaimChecker, predict
from evals.training.claims.pool import ClaimExample, ClaimPool
from evals.training.claims.recipes import Recipe
from evals.training.claims.synthetic import Making
from evals.training.claims.verdicts import encode

JUDGED_CLAIMS, MADE_CLAIMS = 150, 500
"""Of each set that people judged, and of those made by code."""
CRITERION = "auroc"


class SelectionSet:
    """Claims of the selection part, the same in every run of a seed."""

    def __init__(self, pool: ClaimPool, *, seed: int) -> None:
        self._pool = pool
        self.examples = tuple(_draw(pool, seed))

    def score(self, checker: ClaimChecker) -> dict[str, float]:
        """Return the measures of a checker on these claims, as `summarise` does."""
        rows = [example.row for example in self.examples]
        return summarise(self.examples, predict(checker, rows, pad_id=self._pool.writer.pad_id, is_exact=False))


def summarise(examples: Sequence[ClaimExample], probabilities: npt.NDArray[np.float64]) -> dict[str, float]:
    """Return measures of the probabilities of the verdicts.

    `auroc` is the criterion: half from claims made by code, half from the mean of the sets that people judged; of
    supported claims against all others. `made_…` is the share of wrong claims of a making that half of the supported
    made ones beat. `accuracy` is that of the verdict, where one only is allowed.
    """
    supported = probabilities[:, 0]
    made = np.array([example.name in set(Making) for example in examples])
    right = np.array([example.is_supported for example in examples])
    measures: dict[str, float] = {}
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for n, example in enumerate(examples):
        by_name[example.name].append(n)
    for name in sorted(by_name.keys() - set(Making)):
        measures[f"auroc_{name}"] = _auroc(supported[by_name[name]], right[by_name[name]])
    judged = fmean(measures.values())
    measures["auroc_made"] = _auroc(supported[made], right[made])
    middle = float(np.median(supported[made & right]))
    for name in sorted(by_name.keys() & set(Making)):
        if not right[by_name[name][0]]:
            measures[f"made_{name}"] = float((supported[by_name[name]] < middle).mean())
    allowed = np.array([encode(example.target) for example in examples])
    strict = allowed.sum(axis=1) == 1
    measures["accuracy"] = float(allowed[strict, probabilities[strict].argmax(axis=1)].mean())
    return {CRITERION: (measures["auroc_made"] + judged) / 2, **measures}


def draw_made(pool: ClaimPool, count: int, chance: random.Random) -> Iterator[ClaimExample]:
    """Yield so many claims made by code, in the shares of an epoch; fewer where the paragraphs give no more."""
    yield from _take(pool, [one for one in pool.plan_epoch(seed=0, epoch=1) if one.making], count, chance)


def _draw(pool: ClaimPool, seed: int) -> Iterator[ClaimExample]:
    chance = random.Random(f"{seed}:selection")  # noqa: S311 - a sample, no secret
    for name in sorted({one.name for one in pool.judged}):
        own = [Recipe(None, n) for n, one in enumerate(pool.judged) if one.name == name]
        chance.shuffle(own)
        yield from _take(pool, own, JUDGED_CLAIMS, chance)
    yield from draw_made(pool, MADE_CLAIMS, chance)


def _take(pool: ClaimPool, recipes: Sequence[Recipe], count: int, chance: random.Random) -> Iterator[ClaimExample]:
    drawn = (pool.draw(recipe, chance) for recipe in recipes)
    found = (example for example in drawn if example is not None)
    yield from (example for _, example in zip(range(count), found, strict=False))


def _auroc(scores: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> float:
    return float(auroc(scores.tolist(), right.tolist()))
