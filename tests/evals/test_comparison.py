from collections.abc import Sequence
from dataclasses import replace

import pytest

from evals.cases import Tag
from evals.comparison import Change, compare
from evals.outcome import Outcome, Verdict
from evals.result import Part
from tests.evals.builders import outcome, part

WRONG = Verdict.WRONG_SENTENCE


def run(wrong: Sequence[int], *, n: int = 200, tags: Sequence[Tag] = (Tag.WHO,)) -> Part:
    """A part of `n` cases, some of them wrong."""
    return part(*(outcome(f"case-{k}", WRONG if k in wrong else Verdict.RIGHT, tags=tags) for k in range(n)))


def right(before: Part, after: Part) -> Change:
    return next(change for change in compare(before, after).changes if change.measure.name == "right")


def test_four_lost_replies_and_none_won_are_worse() -> None:
    assert right(run([]), run([5, 50, 120, 150])).is_worse
    assert not right(run([]), run([5, 50])).is_worse


def test_losses_that_as_many_gains_make_good_are_not_worse() -> None:
    change = right(run([1, 2, 3, 4]), run([5, 6, 7, 8]))
    assert change.difference == 0
    assert not change.is_worse
    assert change.low < 0 < change.high


def test_turns_of_one_conversation_are_one_loss() -> None:
    def talk(verdict: Verdict) -> Part:
        turns = [outcome(f"turn-{k}", verdict, group="talk") for k in range(3)]
        return part(*turns, *(outcome(f"case-{k}") for k in range(200)))

    assert right(talk(Verdict.RIGHT), talk(WRONG)).difference == pytest.approx(-3 / 203)
    assert not right(talk(Verdict.RIGHT), talk(WRONG)).is_worse


def test_a_tag_can_be_worse_where_the_whole_is_not() -> None:
    def mixed(typo: Verdict, other: Verdict) -> Part:
        typos = [outcome(f"typo-{k}", typo if k < 6 else WRONG, tags=[Tag.TYPO]) for k in range(10)]
        return part(*typos, *(outcome(f"case-{k}", other if k < 6 else Verdict.RIGHT) for k in range(100)))

    comparison = compare(mixed(Verdict.RIGHT, WRONG), mixed(WRONG, Verdict.RIGHT))
    assert [(change.tag, change.measure.name) for change in comparison.worse] == [(Tag.TYPO, "right")]


def test_flips_are_named_lost_ones_first() -> None:
    before = part(outcome("a", WRONG), outcome("b"), outcome("c", WRONG), outcome("d"))
    after = part(outcome("a"), outcome("b", WRONG), outcome("c", Verdict.SHOULD_ANSWER), outcome("d"))
    flips = compare(before, after).flips
    assert [flip.after.case_id for flip in flips] == ["b", "a", "c"]
    assert [(flip.lost, flip.won) for flip in flips] == [(True, False), (False, True), (False, False)]


def test_changed_cases_are_not_compared_but_named() -> None:
    before = part(outcome("a"), outcome("b"), outcome("gone"))
    after = part(outcome("a"), outcome("b", WRONG, fingerprint="other"), outcome("new", WRONG))
    comparison = compare(before, after)
    assert comparison.shared == 1
    assert comparison.new == ("b", "new")
    assert comparison.gone == ("b", "gone")
    assert comparison.flips == ()


def test_a_lower_risk_is_better() -> None:
    def ordered(confident_wrong: bool) -> Part:
        outcomes: list[Outcome] = []
        for k in range(100):
            wrong = k % 2 == 0
            outcomes.append(outcome(f"c-{k}", WRONG if wrong else Verdict.RIGHT, confidence=0.5 + (k % 2) * 0.1))
        if confident_wrong:
            outcomes = [replace(one, confidence=1 - (one.confidence or 0)) for one in outcomes]
        return part(*outcomes)

    changes = {change.measure.name: change for change in compare(ordered(False), ordered(True)).changes}
    assert changes["aurc"].difference > 0.2
    assert changes["aurc"].is_worse
    assert changes["auroc"].is_worse
    assert not changes["right"].is_worse
    better = {change.measure.name: change for change in compare(ordered(True), ordered(False)).changes}
    assert not better["aurc"].is_worse


def test_runs_without_a_case_in_common_have_no_changes() -> None:
    comparison = compare(part(outcome("a")), part(outcome("b")))
    assert (comparison.shared, comparison.changes, comparison.tags) == (0, (), ())


def test_differences_of_arithmetic_are_no_change() -> None:
    def scored(f1: float) -> Part:
        return part(*(outcome(f"c-{k}", scores={"token_f1": f1}) for k in range(50)))

    changes = {change.measure.name: change for change in compare(scored(0.5), scored(0.4985)).changes}
    assert changes["token_f1"].worse_share == 1.0
    assert not changes["token_f1"].is_worse
    assert {c.measure.name: c for c in compare(scored(0.5), scored(0.49)).changes}["token_f1"].is_worse
