import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics.calibration import Bin, calibrate


def test_without_cases_there_is_nothing_to_say() -> None:
    assert calibrate([], []) is None


def test_the_error_is_the_mean_gap_between_confidence_and_accuracy() -> None:
    found = calibrate([0.95, 0.95, 0.05, 0.05], [True, True, False, True])
    assert found is not None
    assert found.error == pytest.approx((2 * 0.05 + 2 * 0.45) / 4)
    assert found.bins == (Bin(0.05, 0.5, 2), Bin(0.95, 1.0, 2))
    assert found.count == 4


def test_the_highest_confidence_is_of_the_last_bin() -> None:
    found = calibrate([1.0, 0.91], [True, True])
    assert found is not None
    assert [one.count for one in found.bins] == [2]


def test_who_is_right_as_often_as_they_say_is_off_by_chance_alone() -> None:
    chance = np.random.default_rng(1)
    confidence = chance.random(400)
    honest = calibrate(confidence.tolist(), (chance.random(400) < confidence).tolist())
    boasting = calibrate(confidence.tolist(), (chance.random(400) < confidence / 2).tolist())
    assert honest is not None
    assert boasting is not None
    assert honest.error < 2 * honest.by_chance
    assert boasting.error > 4 * boasting.by_chance


def test_more_cases_leave_less_to_chance() -> None:
    few, many = (calibrate([0.3, 0.7] * n, [False, True] * n) for n in (20, 500))
    assert few is not None
    assert many is not None
    assert many.by_chance < few.by_chance / 3


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40))
def test_every_case_is_in_one_bin_and_the_error_is_a_share(cases: list[tuple[float, bool]]) -> None:
    found = calibrate([confidence for confidence, _ in cases], [right for _, right in cases])
    assert found is not None
    assert found.count == len(cases)
    assert 0 <= found.error <= 1
    assert 0 <= found.by_chance <= 1
