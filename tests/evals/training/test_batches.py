from functools import partial
from itertools import islice

import numpy as np
import pytest

from evals.training.batches import BATCH_SIZE, Batch, Place, collate, iterate_batches
from evals.training.pool import Pool
from evals.training.tokens import Row
from tests.evals.training.fakes import make_paragraph, make_tokenizer


def make_pool(titles: int = 60) -> Pool:
    return Pool([make_paragraph(title=str(n)) for n in range(titles)], make_tokenizer())


def read(pool: Pool, place: Place, count: int) -> list[tuple[Batch, Place]]:
    return list(islice(iterate_batches(pool, place, partial(collate, pad_id=0), seed=5), count))


def test_from_any_place_the_same_batches_follow() -> None:
    pool = make_pool()
    whole = read(pool, Place(), 12)
    for n, (_, place) in enumerate(whole[:8]):
        batch, following = read(make_pool(), place, 1)[0]
        assert following == whole[n + 1][1]
        assert (batch.ids == whole[n + 1][0].ids).all()
        assert (batch.starts == whole[n + 1][0].starts).all()


def test_the_next_epoch_is_drawn_anew() -> None:
    batches = read(make_pool(), Place(), 12)
    epochs = [place.epoch for _, place in batches]
    assert epochs == sorted(epochs)
    assert epochs[-1] > 0
    first, second = (next(batch for batch, place in batches if place.epoch == epoch) for epoch in (0, 1))
    assert first.ids.tolist() != second.ids.tolist()


def test_rows_are_padded_to_a_multiple_of_32() -> None:
    batch = collate([Row(np.arange(40, dtype=np.int32), 5), Row(np.arange(7, dtype=np.int32), 4, (5, 5))], pad_id=9)
    assert batch.ids.shape == (2, 64)
    assert batch.ids[1, 7:].tolist() == [9] * 57
    assert batch.mask.sum(axis=1).tolist() == [40, 7]
    assert (batch.starts.tolist(), batch.ends.tolist()) == ([0, 5], [0, 5])


def test_an_answer_may_only_be_in_the_passage_or_nowhere() -> None:
    batch = collate([Row(np.arange(7, dtype=np.int32), 4)], pad_id=0)
    assert np.flatnonzero(batch.may_hold[0]).tolist() == [0, 4, 5]


def test_too_few_questions_for_a_batch_are_refused() -> None:
    with pytest.raises(ValueError, match=f"do not fill a batch of {BATCH_SIZE}"):
        read(make_pool(2), Place(), 1)
