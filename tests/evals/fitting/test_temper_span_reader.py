from dataclasses import replace

import numpy as np
import pytest

from evals.fitting.temper_span_reader import Temper, balance, fit_temper, temper_weights
from evals.outcome import Outcome
from retrieval.reader.confidence import estimate_confidence
from retrieval.reader.span import SpanAnswerSigns
from tests.evals.builders import outcome

SAME = Temper(1.0, 0.0)


def made(confidence: float, *, right: bool, answerable: bool = True) -> Outcome:
    return replace(outcome(answerable=answerable, confidence=confidence), would_be_right=right)


def test_a_boastful_confidence_is_brought_down_to_what_it_is_worth() -> None:
    chance = np.random.default_rng(0)
    truth = chance.uniform(0.1, 0.9, 3000)
    odds = 2.0 * np.log(truth / (1 - truth)) + 1.0
    said, hit = 1 / (1 + np.exp(-odds)), chance.random(3000) < truth
    temper = fit_temper([made(float(one), right=bool(right)) for one, right in zip(said, hit, strict=True)])
    assert (temper.slope, temper.offset) == (pytest.approx(0.5, abs=0.06), pytest.approx(-0.5, abs=0.08))
    assert temper.apply(float(said[0])) == pytest.approx(truth[0], abs=0.05)


def test_an_honest_confidence_is_left_as_it_is() -> None:
    chance = np.random.default_rng(1)
    said = chance.uniform(0.05, 0.95, 4000)
    hit = chance.random(4000) < said
    temper = fit_temper([made(float(one), right=bool(right)) for one, right in zip(said, hit, strict=True)])
    assert (temper.slope, temper.offset) == (pytest.approx(1.0, abs=0.1), pytest.approx(0.0, abs=0.1))


def test_the_threshold_serves_both_halves_alike() -> None:
    answerable = [made(n / 10 + 0.001, right=True) for n in range(10)]
    others = [made(n / 10 + 0.001, right=False, answerable=False) for n in range(10)]
    # At .5 half of the ones are answered, and half of the others declined.
    assert balance([*answerable, *others], SAME) == pytest.approx(0.41, abs=0.1)
    wrong = [made(0.95, right=False)] * 10
    assert balance([*answerable, *wrong, *others], SAME) < 0.4


def test_tempered_weights_give_the_tempered_confidence() -> None:
    weights = dict.fromkeys(SpanAnswerSigns._fields, 0.3)
    signs = SpanAnswerSigns(2.0, 1.0, 0.5, 0.4, 0.3, 0.9, 0.0)
    temper = Temper(0.5, -0.7)
    tempered = estimate_confidence(signs, temper_weights(weights, temper))
    assert tempered == pytest.approx(temper.apply(estimate_confidence(signs, weights)))


@pytest.mark.parametrize("confidence", [0.0, 1.0])
def test_a_confidence_at_the_end_stays_within(confidence: float) -> None:
    assert 0 < Temper(2.0, 0.0).apply(confidence) < 1
