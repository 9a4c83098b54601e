import numpy as np

from retrieval.fusion import best_in_passage, score_passages, score_sentences


def column(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def test_each_passage_takes_the_best_of_its_own_sentences() -> None:
    values = column(0.1, -0.5, 0.9, -0.7)
    assert best_in_passage(values, np.array([0, 1, 0, 1]), 2).tolist() == column(0.9, -0.5).tolist()


def test_a_passage_with_one_perfect_sentence_beats_one_that_is_fair_throughout() -> None:
    scores = score_passages(column(0.5, 0.6), column(0.9, 0.6), column(0.3, 0.3), column(0.4, 0.3))
    assert scores[0] > scores[1]


def test_words_decide_where_cosines_tie() -> None:
    same = column(0.5, 0.5)
    assert score_passages(same, same, column(0.1, 0.6), column(0.1, 0.6)).argmax() == 1
    assert score_sentences(same, same, column(0.1, 0.6), same).argmax() == 1


def test_a_sentence_profits_from_the_passage_around_it() -> None:
    same = column(0.4, 0.4)
    assert score_sentences(same, column(0.1, 0.7), same, same).argmax() == 1


def test_scores_of_nothing_are_nothing() -> None:
    nothing = column()
    assert score_passages(nothing, nothing, nothing, nothing).shape == (0,)
    assert best_in_passage(nothing, np.zeros(0, np.intp), 0).shape == (0,)
