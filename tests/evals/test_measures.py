import pytest

from evals.cases import Tag
from evals.intervals import Estimate
from evals.measures import BY_NAME, measure
from evals.outcome import Outcome, Verdict
from tests.evals.builders import outcome

WRONG = Verdict.WRONG_SENTENCE


def value(name: str, *outcomes: Outcome) -> float | None:
    found = measure(BY_NAME[name], outcomes)
    return None if found is None else found.value


def silent(case_id: str, *, answerable: bool) -> Outcome:
    return outcome(case_id, Verdict.SHOULD_ANSWER if answerable else Verdict.RIGHT, answerable=answerable)


def test_abstention_precision_and_recall() -> None:
    spoken = outcome("d", Verdict.SHOULD_ABSTAIN, answerable=False)
    cases = (silent("a", answerable=False), silent("b", answerable=True), silent("c", answerable=True), spoken)
    assert value("abstention_precision", *cases) == pytest.approx(1 / 3)
    assert value("abstention_recall", *cases) == 0.5


def test_a_measure_that_applies_to_nothing_has_no_figure() -> None:
    assert value("abstention_precision", outcome("a")) is None
    assert value("follow_ups", outcome("a")) is None
    assert value("token_f1") is None


def test_follow_ups_are_counted_apart() -> None:
    cases = (outcome("a", WRONG, tags=[Tag.PRONOUN]), outcome("b"), outcome("c", tags=[Tag.ELLIPSIS]))
    assert measure(BY_NAME["follow_ups"], cases) == Estimate(0.5, 0.0, 1.0, 2)


def test_what_could_not_be_scored_is_counted_and_not_averaged_away() -> None:
    cases = (outcome("a"), outcome("b", Verdict.NOT_SCORED, error="gone"), outcome("c", scores={"token_f1": None}))
    right, f1 = measure(BY_NAME["right"], cases), measure(BY_NAME["token_f1"], cases)
    assert right is not None
    assert (right.value, right.n, right.unscored) == (1.0, 2, 1)
    assert f1 is None
    f1 = measure(BY_NAME["token_f1"], (*cases, outcome("d", scores={"token_f1": 0.5})))
    assert f1 is not None
    assert (f1.value, f1.n, f1.unscored) == (0.5, 1, 3)


def test_answers_without_confidence_are_unscored_in_curves() -> None:
    cases = (
        outcome("a", confidence=0.9),
        outcome("b", WRONG, confidence=0.1),
        outcome("c", confidence=None),
        outcome("d", confidence=0.8),
        outcome("e", WRONG, confidence=0.2),
    )
    found = measure(BY_NAME["auroc"], cases)
    assert found is not None
    assert (found.value, found.n, found.unscored) == (1.0, 4, 1)


def test_answerability_orders_by_the_question_and_not_by_the_answer() -> None:
    cases = [outcome(f"w{k}", WRONG, confidence=0.9) for k in range(4)]
    cases += [silent(f"u{k}", answerable=False) for k in range(4)]
    assert value("answerability", *cases) == 1.0
    assert value("auroc", *cases) is None


def test_every_measure_has_a_name_of_its_own_and_says_what_it_means() -> None:
    assert len(BY_NAME) == 19
    assert all(one.meaning and one.label for one in BY_NAME.values())
