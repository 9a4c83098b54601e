import numpy as np
import pytest

from evals.fitting.logit import fit_choice, fit_logit


def test_a_logistic_fit_finds_the_weights_that_made_the_data() -> None:
    draws = np.random.default_rng(1)
    features = np.column_stack([draws.normal(size=4000), np.ones(4000)])
    right = draws.random(4000) < 1 / (1 + np.exp(-(2 * features[:, 0] - 1)))
    weights = fit_logit(features, right, np.ones(4000))
    assert weights == pytest.approx([2.0, -1.0], abs=0.15)


def test_cases_without_importance_do_not_count() -> None:
    features = np.ones((4, 1))
    right = np.array([True, False, True, True])
    weights = fit_logit(features, right, np.array([1.0, 1.0, 0.0, 0.0]))
    assert weights == pytest.approx([0.0], abs=1e-6)


def test_a_choice_fit_finds_the_weights_that_made_the_choices() -> None:
    draws = np.random.default_rng(2)
    candidates = [draws.normal(size=(6, 2)) for _ in range(3000)]
    right = []
    for rows in candidates:
        strength = rows @ [1.5, -0.5]
        chance = np.exp(strength) / np.exp(strength).sum()
        right.append(np.arange(6) == draws.choice(6, p=chance))
    assert fit_choice(candidates, right) == pytest.approx([1.5, -0.5], abs=0.1)


def test_cases_without_a_right_candidate_are_passed_over() -> None:
    known = np.array([[1.0], [0.0]])
    one = fit_choice([known], [np.array([True, False])])
    two = fit_choice([known, known], [np.array([True, False]), np.array([False, False])])
    assert one == pytest.approx(two)


def test_a_choice_fit_does_not_run_away_where_one_candidate_stands_far_out() -> None:
    draws = np.random.default_rng(3)
    candidates, right = [], []
    for _ in range(150):
        rows, answer = np.full((40, 1), -12.0), draws.integers(40)
        # In one case of seven another one stands out.
        rows[answer if draws.random() < 0.85 else draws.integers(40), 0] = draws.uniform(-2, 12)
        candidates.append(rows)
        right.append(np.arange(40) == answer)
    assert fit_choice(candidates, right) == pytest.approx([0.35], abs=0.1)
