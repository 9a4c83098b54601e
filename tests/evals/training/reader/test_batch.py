import numpy as np

from evals.training.reader.batch import collate
from evals.training.reader.rows import ReaderRow
from tests.evals.training.reader.fakes import LEFT, MET, RAINED, TEXT, WHEN, WHO, make_writer


def make_rows() -> list[ReaderRow]:
    writer = make_writer()
    tokens = writer.encode([TEXT])[0]
    windows = ((WHO, (MET, RAINED, LEFT)), (WHEN, (RAINED,)))
    return [writer.write(asked, writer.ask(asked.question, ()), tokens, window) for asked, window in windows]


def test_a_row_stands_in_the_batch_as_it_is_and_is_padded_with_what_is_asked_of_nobody() -> None:
    rows = make_rows()
    batch = collate(rows, pad_id=9)
    size = len(rows[1].ids)
    assert batch.ids.shape == (2, 64)
    for name in ("ids", "sentences", "starts", "ends"):
        assert getattr(batch, name)[1, :size].tolist() == getattr(rows[1], name).tolist(), name
    assert set(batch.ids[1, size:].tolist()) == {9}
    assert set(batch.sentences[1, size:].tolist()) == set(batch.inside[1, size:].tolist()) == {-1}
    assert batch.support.tolist() == [[1, 0, 1], [1, -1, -1]]


def test_only_words_of_the_window_are_asked_for_being_inside() -> None:
    batch = collate(make_rows(), pad_id=0)
    assert batch.inside[1, :12].tolist() == [-1] * 6 + [0, 0, 0, 1, 0] + [-1]


def test_an_answer_may_only_be_in_the_window_or_nowhere() -> None:
    assert np.flatnonzero(collate(make_rows(), pad_id=0).may_hold[1]).tolist() == [0, 6, 7, 8, 9, 10]
