import numpy as np

from retrieval.fusion import Signals, rank_passages


def column(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


SENTENCE_EACH = np.array([0, 1])


def test_each_passage_takes_the_best_of_its_own_sentences() -> None:
    signals = Signals(
        column(0.2, 0.2), column(0, 0), column(0.1, 0.3, 0.9, -0.7), column(0, 0, 0, 0), np.array([0, 0, 1, 1])
    )
    ranked = rank_passages(signals)
    assert [(one.number, round(one.score, 6)) for one in ranked] == [(1, 0.55), (0, 0.25)]
    assert [round(cosine, 6) for cosine in ranked[0].sentence_cosines] == [0.9, -0.7]


def test_a_passage_with_one_perfect_sentence_beats_one_that_is_fair_throughout() -> None:
    signals = Signals(column(0.5, 0.6), column(0.3, 0.3), column(0.9, 0.6), column(0.4, 0.3), SENTENCE_EACH)
    assert rank_passages(signals)[0].number == 0


def test_words_decide_where_cosines_tie() -> None:
    same = column(0.5, 0.5)
    assert rank_passages(Signals(same, column(0.1, 0.6), same, column(0.1, 0.6), SENTENCE_EACH))[0].number == 1


def test_of_equal_passages_the_first_comes_first() -> None:
    same = column(0.5, 0.5)
    assert [one.number for one in rank_passages(Signals(same, same, same, same, SENTENCE_EACH))] == [0, 1]


def test_of_nothing_nothing_is_ranked() -> None:
    nothing = column()
    assert rank_passages(Signals(nothing, nothing, nothing, nothing, np.zeros(0, np.intp))) == []
