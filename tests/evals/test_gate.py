from itertools import product
from pathlib import Path

import pytest

from evals.comparison import compare
from evals.errors import DatasetInvalid
from evals.gate import FLOORS_FILE, hold, read_floors
from evals.measures import BY_NAME
from evals.outcome import Verdict
from tests.evals.builders import outcome, part

WRONG = Verdict.WRONG_SENTENCE


def test_a_figure_below_its_floor_fails_and_is_told() -> None:
    gate = hold(part(outcome("a"), outcome("b", WRONG)), None, {"right": 0.6})
    assert not gate.passed
    assert [finding.text for finding in gate.findings] == ["right replies must be at least 0.600, not 0.500."]


def test_a_figure_at_its_floor_passes() -> None:
    assert hold(part(outcome("a"), outcome("b", WRONG)), None, {"right": 0.5}).passed


def test_a_floor_of_what_should_be_low_is_a_ceiling() -> None:
    cases = part(outcome("a"), outcome("b", WRONG))
    assert hold(cases, None, {"aurc": 0.5}).passed
    assert not hold(cases, None, {"aurc": 0.4}).passed


def test_a_floor_of_what_applies_to_nothing_holds() -> None:
    assert hold(part(outcome("a")), None, {"follow_ups": 1.0}).passed


def test_a_regression_fails_with_its_figures() -> None:
    before = part(*(outcome(f"c{k}") for k in range(100)))
    after = part(*(outcome(f"c{k}", WRONG if k < 10 else Verdict.RIGHT) for k in range(100)))
    gate = hold(after, compare(before, after), {})
    assert not gate.passed
    assert gate.findings[0].text.startswith("right replies got worse: 1.000 -> 0.900 (-0.100, 95 % interval [")


def test_a_case_without_a_verdict_is_named_and_is_no_regression() -> None:
    after = part(outcome("a"), outcome("b", Verdict.NOT_SCORED, error="the model is gone"))
    gate = hold(after, compare(part(outcome("a"), outcome("b")), after), {"right": 1.0})
    assert gate.unscored == ("b",)
    assert gate.passed


def test_the_committed_floors_name_measures() -> None:
    for dataset, reader in product(("dev", "test", "a-persons-own"), ("span", "another")):
        floors = read_floors(dataset, reader)
        assert floors.keys() <= BY_NAME.keys()
        assert floors["faithfulness"] == 1.0
    assert read_floors("dev", "span")["right"] > 0.5
    assert "right" not in read_floors("dev", "another")


def test_floors_of_an_unknown_measure_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "floors.toml"
    file.write_text("[any]\nrihgt = 0.5\n", encoding="utf-8")
    with pytest.raises(DatasetInvalid, match="names no measure 'rihgt'; the measures are: right,"):
        read_floors("dev", "span", file)


@pytest.mark.parametrize("content", ["", "[any", "[any]\nright = 'high'\n"])
def test_a_file_that_holds_no_floors_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "floors.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DatasetInvalid, match="holds no floors"):
        read_floors("dev", "span", file)
    assert FLOORS_FILE.is_file()
