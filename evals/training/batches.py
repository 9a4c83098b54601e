"""Batches of examples of like lengths, in an order that any place can be continued from."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

BATCH_SIZE = 32
CHUNK_BATCHES = 64
"""So many batches are sorted by length together: enough for little padding, few enough that any length may follow."""
PAD_TO = 32
"""Lengths are padded to a multiple: few shapes, so that kernels and compiled graphs are used again."""

Array = npt.NDArray[np.int64]


class Tokenised(Protocol):
    """A row of a batch as the model reads it: ids of word pieces and markers, and where the second text begins."""

    @property
    def ids(self) -> npt.NDArray[np.int32]: ...

    @property
    def passage_start(self) -> int: ...


Recipes = TypeVar("Recipes")
Rows = TypeVar("Rows", bound=Tokenised)
Drawn_co = TypeVar("Drawn_co", bound=Tokenised, covariant=True)
Batches = TypeVar("Batches")


class HasRow(Protocol[Drawn_co]):
    """What a batch is made of."""

    @property
    def row(self) -> Drawn_co: ...


class Draws(Protocol[Recipes, Drawn_co]):
    """What examples are drawn from: a `Pool`."""

    def plan_epoch(self, *, seed: int, epoch: int) -> list[Recipes]:
        """Return what an epoch is made of, in its order."""

    def draw(self, recipe: Recipes, chance: random.Random) -> HasRow[Drawn_co] | None:
        """Draw an example; None when there is none to be had."""


@dataclass(frozen=True, slots=True)
class Place:
    """The next batch to be read: the epoch, the chunk of recipes in it, and the batch in the chunk."""

    epoch: int = 0
    chunk: int = 0
    batch: int = 0


def pad(rows: Sequence[Tokenised], *, pad_id: int) -> tuple[Array, Array, Array]:
    """Return the ids of rows, their mask and their segments, each of shape (rows, tokens).

    Rows are padded to one length, which is a multiple of `PAD_TO`. The mask is 1 at tokens, 0 at padding; segments are
    0 in the first text, 1 in the second and the marker after it.
    """
    length = max(len(row.ids) for row in rows)
    length += -length % PAD_TO
    ids = np.full((len(rows), length), pad_id, np.int64)
    mask, segments = np.zeros_like(ids), np.zeros_like(ids)
    for n, row in enumerate(rows):
        ids[n, : len(row.ids)] = row.ids
        mask[n, : len(row.ids)] = 1
        segments[n, row.passage_start : len(row.ids)] = 1
    return ids, mask, segments


def iterate_batches(
    pool: Draws[Recipes, Rows], place: Place, collate: Callable[[Sequence[Rows]], Batches], *, seed: int
) -> Iterator[tuple[Batches, Place]]:
    """Yield the batches from a place on, without end, each with the place of the one after it.

    Every batch has `BATCH_SIZE` rows; what is left of a chunk is dropped.
    """
    size = BATCH_SIZE * CHUNK_BATCHES
    while True:
        recipes = pool.plan_epoch(seed=seed, epoch=place.epoch)
        is_whole, is_empty = place.chunk == place.batch == 0, True
        for chunk in range(place.chunk, -(-len(recipes) // size)):
            part = recipes[chunk * size : (chunk + 1) * size]
            batches = _batch_chunk(pool, part, f"{seed}:{place.epoch}:{chunk}")
            for n in range(place.batch, len(batches)):
                is_empty = False
                place = Place(place.epoch, chunk, n + 1)
                yield collate(batches[n]), place
            place = Place(place.epoch, chunk + 1)
        if is_whole and is_empty:
            raise ValueError(f"{len(recipes)} recipes do not fill a batch of {BATCH_SIZE}; give more questions")
        place = Place(place.epoch + 1)


def _batch_chunk(pool: Draws[Recipes, Rows], recipes: Sequence[Recipes], key: str) -> list[list[Rows]]:
    chance = random.Random(key)  # noqa: S311 - a draw, no secret
    drawn = [pool.draw(recipe, chance) for recipe in recipes]
    rows = [example.row for example in drawn if example is not None]
    # Cut before sorting: afterwards it would always be the longest ones.
    rows = sorted(rows[: len(rows) // BATCH_SIZE * BATCH_SIZE], key=lambda row: len(row.ids))
    batches = [rows[at : at + BATCH_SIZE] for at in range(0, len(rows), BATCH_SIZE)]
    chance.shuffle(batches)
    return batches
