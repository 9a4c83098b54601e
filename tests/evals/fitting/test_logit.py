import numpy as np
import pytest

from evals.fitting.logit import fit_logit


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
