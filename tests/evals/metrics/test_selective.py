import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from evals.metrics.selective import aurc, auroc, risk_coverage

CASES = st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.5, 0.9]), st.booleans()), min_size=2, max_size=40)


def test_the_curve_has_a_point_for_each_confidence() -> None:
    assert risk_coverage([0.2, 0.9, 0.9], [False, True, False]) == (
        (pytest.approx(2 / 3), 0.5),
        (1.0, pytest.approx(2 / 3)),
    )


def test_perfect_order_costs_only_what_cannot_be_right() -> None:
    assert float(aurc([0.9, 0.8, 0.2, 0.1], [True, True, False, False])) == pytest.approx((1 / 3 + 2 / 4) / 4)
    assert float(aurc([0.1, 0.2, 0.8, 0.9], [True, True, False, False])) == pytest.approx((1 + 1 + 2 / 3 + 2 / 4) / 4)


def test_equal_confidence_knows_no_order() -> None:
    assert float(aurc([0.5, 0.5], [True, False])) == float(aurc([0.5, 0.5], [False, True])) == 0.5


def test_nothing_to_measure_is_not_a_number() -> None:
    assert math.isnan(float(aurc([], [])))
    assert math.isnan(float(auroc([], [])))
    assert math.isnan(float(auroc([0.5, 0.6], [True, True])))
    assert risk_coverage([], []) == ()


@given(CASES)
def test_auroc_is_that_of_scikit_learn(cases: list[tuple[float, bool]]) -> None:
    confidence, positive = [c for c, _ in cases], [p for _, p in cases]
    if len(set(positive)) == 2:
        assert float(auroc(confidence, positive)) == pytest.approx(roc_auc_score(positive, confidence))


@given(CASES, st.integers(0, 100))
def test_weights_stand_for_repeated_cases(cases: list[tuple[float, bool]], seed: int) -> None:
    weights = np.random.default_rng(seed).integers(0, 4, len(cases))
    confidence, right = [c for c, _ in cases], [r for _, r in cases]
    repeated = [case for case, count in zip(cases, weights, strict=True) for _ in range(count)]
    for measure in (aurc, auroc):
        whole = measure(confidence, right, np.stack([weights, weights]).astype(np.float64))
        assert whole == pytest.approx(
            np.full(2, float(measure([c for c, _ in repeated], [r for _, r in repeated]))), nan_ok=True
        )
