"""A fixed set of examples from the selection titles, by which weights are compared while training goes on."""

import random
from collections.abc import Iterator

from evals.training.answering import Measured, measure, summarise
from evals.training.model import SpanReader
from evals.training.pool import Example, Pool
from evals.training.predicting import predict
from evals.training.recipes import Kind, Recipe
from evals.training.sources import ADVERSARIAL, NATURAL, QAMR, SQUAD
from evals.training.tokens import Row

SHAPE = (
    (Kind.ANSWERABLE, SQUAD, True, 500),
    (Kind.ADVERSARIAL, ADVERSARIAL, True, 500),
    (Kind.ANSWERABLE, SQUAD, False, 150),
    (Kind.ANSWERABLE, NATURAL, False, 75),
    (Kind.ANSWERABLE, QAMR, False, 75),
    (Kind.LOOKALIKE, SQUAD, False, 150),
    (Kind.REMOVED, SQUAD, False, 150),
)
"""Kind, source, whether whole paragraphs, and how many: half as SQuAD 2.0 is, half as passages of news are."""


class SelectionSet:
    """Examples of the selection titles, the same in every run of a seed."""

    def __init__(self, pool: Pool, *, seed: int) -> None:
        self._pool = pool
        self._examples = list(_draw(pool, seed))

    @property
    def rows(self) -> list[Row]:
        """What a reader reads."""
        return [example.row for example in self._examples]

    def score(self, reader: SpanReader) -> dict[str, float]:
        """Return the measures of a reader: of whole paragraphs by name, those of windows as `window_...`."""
        predictions = predict(reader, self.rows, pad_id=self._pool.markers.pad, is_exact=False)
        whole: list[Measured] = []
        windows: list[Measured] = []
        for example, one in zip(self._examples, predictions, strict=True):
            text = self._pool.cut_span(example, one.first, one.last)
            kept = whole if example.recipe.is_whole else windows
            kept.append(measure(example.recipe.kind, (text, one.margin, one.head), self._pool.golds_of(example)))
        return {**summarise(whole), **{f"window_{name}": value for name, value in summarise(windows).items()}}


def _draw(pool: Pool, seed: int) -> Iterator[Example]:
    for kind, source, is_whole, count in SHAPE:
        chance = random.Random(f"{seed}:{kind}:{source}:{is_whole}")  # noqa: S311 - a sample, no secret
        asked = [(n, k) for n, p in enumerate(pool.paragraphs) if p.source == source for k in range(len(p.questions))]
        chance.shuffle(asked)
        drawn = (pool.draw(Recipe(kind, n, k, is_whole), chance) for n, k in asked)
        found = (example for example in drawn if example is not None)
        yield from (example for _, example in zip(range(count), found, strict=False))
