from evals.training.reader.answering import Measured, choose_threshold, measure, score_at, summarise

CASES = [
    Measured(True, 4.0, 1.0, 1.0, 1.0),
    Measured(True, 1.0, 1.0, 0.0, 0.5),
    Measured(False, 0.0, -1.0, 0.0, 0.0),
    Measured(False, 2.0, 1.0, 0.0, 0.0),
]


def test_an_unanswerable_question_counts_when_it_is_not_answered() -> None:
    assert score_at(CASES, 4.0) == {"exact": 75.0, "f1": 75.0, "has_answer_f1": 50.0, "no_answer_f1": 100.0}
    assert score_at(CASES, -9.0)["no_answer_f1"] == 0.0


def test_the_threshold_has_the_highest_f1() -> None:
    assert choose_threshold(CASES) == 5.0
    assert summarise(CASES)["f1"] == max(score_at(CASES, at)["f1"] for at in (-9.0, -1.0, 2.0, 3.0, 5.0, 9.0))


def test_equal_confidences_are_answered_together() -> None:
    tied = [Measured(True, 1.0, 0.0, 1.0, 1.0), *[Measured(False, 1.0, 0.0, 0.0, 0.0)] * 2]
    assert choose_threshold(tied) > 1.0


def test_answers_are_measured_when_all_are_made() -> None:
    assert summarise(CASES)["answered_f1"] == 75.0
    assert summarise(CASES)["auroc"] == 0.75
    assert summarise([]) == {}


def test_a_prediction_is_measured_against_its_golds() -> None:
    assert measure(("the Oslo", 1.0, 2.0), ["Oslo"]).exact == 1.0
    assert measure(("Oslo", 1.0, 2.0), []).f1 == 0.0
