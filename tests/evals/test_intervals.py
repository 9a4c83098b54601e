import pytest

from evals.intervals import estimate_mean


def test_the_interval_holds_the_mean_and_narrows_with_n() -> None:
    few, many = estimate_mean([0.0, 1.0] * 10), estimate_mean([0.0, 1.0] * 1000)
    assert few.value == many.value == 0.5
    assert few.low < many.low < 0.5 < many.high < few.high
    assert few.n == 20


def test_the_same_seed_gives_the_same_interval() -> None:
    values = [0.1, 0.9, 0.4, 0.4]
    assert estimate_mean(values, seed=3) == estimate_mean(values, seed=3)


def test_a_mean_of_nothing_is_no_score() -> None:
    with pytest.raises(ValueError, match="at least one value"):
        estimate_mean([])
