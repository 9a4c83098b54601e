from itertools import islice

import numpy as np
import pytest

from evals.training.batches import BATCH_SIZE, Place, pad
from evals.training.reader.batch import ReaderBatch
from tests.evals.training.fakes import WordRows, make_row


def read(rows: WordRows, place: Place, count: int) -> list[tuple[ReaderBatch, Place]]:
    return list(islice(rows.batches(place), count))


def test_from_any_place_the_same_batches_follow() -> None:
    whole = read(WordRows(170), Place(), 12)
    for n, (_, place) in enumerate(whole[:8]):
        batch, following = read(WordRows(170), place, 1)[0]
        assert following == whole[n + 1][1]
        assert (batch.ids == whole[n + 1][0].ids).all()
        assert (batch.starts == whole[n + 1][0].starts).all()


def test_the_next_epoch_is_drawn_anew() -> None:
    batches = read(WordRows(170), Place(), 9)
    assert [place.epoch for _, place in batches] == [0, 0, 0, 0, 1, 1, 1, 1, 2]
    assert batches[0][0].ids.tolist() != batches[4][0].ids.tolist()


def test_a_batch_is_full_and_what_is_left_of_an_epoch_is_dropped() -> None:
    # 170 recipes, of which 17 give nothing: 153 rows are four batches and 25 rows.
    assert {len(batch.ids) for batch, _ in read(WordRows(170), Place(), 4)} == {BATCH_SIZE}


def test_rows_are_padded_to_a_multiple_of_32() -> None:
    ids, mask, segments = pad([make_row(range(40)), make_row(range(7))], pad_id=9)
    assert ids.shape == (2, 64)
    assert ids[1, 7:].tolist() == [9] * 57
    assert mask.sum(axis=1).tolist() == [40, 7]
    assert np.flatnonzero(segments[1]).tolist() == [4, 5, 6]


def test_too_few_questions_for_a_batch_are_refused() -> None:
    with pytest.raises(ValueError, match=f"do not fill a batch of {BATCH_SIZE}"):
        read(WordRows(20), Place(), 1)
