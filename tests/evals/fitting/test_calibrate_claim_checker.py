from collections.abc import Sequence

import pytest

from evals.fitting.calibrate_claim_checker import (
    Checked,
    check,
    choose_threshold,
    describe,
    fit_support,
    misplace,
    render,
)
from evals.training.claims.judged import Judged
from evals.training.claims.pool import ClaimExample, ClaimRow
from evals.training.claims.synthetic import Making
from evals.training.claims.verdicts import CONTRADICTED, SUPPORTED, UNSUPPORTED, Target
from retrieval.checker import claim_weights
from retrieval.checker.claim_model import Judgement
from tests.fakes import fake_embeddings

SOURCE = ("Ann Lee runs the port.", "It was closed on Monday.")


class Knowing:
    """Sure of claims that end in "yes", against those that end in "no", silent on others."""

    def choose(self, claim: str, sentences: Sequence[str]) -> tuple[int, ...]:
        return tuple(range(len(sentences)))

    def judge(self, claim: str, evidence: Sequence[str]) -> Judgement:
        if claim.endswith("yes"):
            return Judgement(0.9, 0.05, 0.05)
        return Judgement(0.05, 0.9, 0.05) if claim.endswith("no") else Judgement(0.1, 0.1, 0.8)


def example(name: str, claim: str, target: Target) -> ClaimExample:
    return ClaimExample(name, claim, SOURCE, target, ClaimRow.__new__(ClaimRow))


@pytest.fixture(scope="module")
def checked() -> list[Checked]:
    kinds = (("yes", SUPPORTED), ("no", CONTRADICTED), ("perhaps", UNSUPPORTED))
    examples = [
        example(name, f"Ann runs port {n} {word}", target)
        for name in ("rte", "fever", str(Making.NEGATED))
        for n in range(8)
        for word, target in kinds
    ]
    return check(examples, Knowing(), fake_embeddings())


def test_support_is_weighed_by_what_tells_it(checked: list[Checked]) -> None:
    weights = fit_support(checked)
    assert weights["read"] > 0.1
    # Claims differ in nothing else.
    assert abs(weights["cosine"]) < 0.5


def test_claims_are_put_beside_near_sources_that_are_not_theirs() -> None:
    claims = [
        Judged("rte", f"Ann runs port {n}", (f"Ann Lee runs the port of town {n}.",), SUPPORTED) for n in range(20)
    ]
    made = misplace(claims, fake_embeddings())
    assert made[:20] == claims
    assert len(made) == 30
    sources = {one.claim: one.sentences for one in claims}
    assert all(one.target == UNSUPPORTED and one.sentences != sources[one.claim] for one in made[20:])
    assert misplace(claims[:2], fake_embeddings()) == claims[:2]


def test_the_threshold_parts_support_from_the_rest(checked: list[Checked]) -> None:
    assert 0.1 < choose_threshold(checked, fit_support(checked)) < 0.9


def test_each_sign_is_told_beside_all_together(checked: list[Checked]) -> None:
    lines = list(describe(checked, fit_support(checked)))
    assert [line.split(":")[0] for line in lines] == [
        "of RTE, n = 24",
        "judged by people, n = 24",
        "made by code, n = 24",
    ]
    assert "read 1.000" in lines[0]
    assert lines[0].endswith("all 1.000")


def test_the_module_that_is_written_has_the_names_of_the_one_in_use(checked: list[Checked]) -> None:
    written: dict[str, object] = {}
    exec(render(fit_support(checked), 0.4), written)
    for name in ("SUPPORT_WEIGHTS", "SUPPORTED_FROM"):
        assert type(written[name]) is type(getattr(claim_weights, name))
    assert written["SUPPORTED_FROM"] == 0.4
