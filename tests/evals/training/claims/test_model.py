from functools import partial
from itertools import islice

import numpy as np
import pytest
import torch

from evals.benchmarks.claim_file import Claim, Label
from evals.training.batches import Place, iterate_batches
from evals.training.claims.model import ClaimChecker, collate, compute_loss, lose, predict, start_from
from evals.training.claims.pool import ClaimPool, Writer
from evals.training.claims.score import score
from evals.training.claims.selection import CRITERION, SelectionSet
from evals.training.encoder import trained_weights
from evals.training.errors import ModelDiffers
from evals.training.schedule import Schedule
from evals.training.trainer import Trainer
from tests.evals.training.claims.fakes import make_checker, make_judged, make_paragraph, make_tokenizer


def train(checker: ClaimChecker, pool: ClaimPool, steps: int) -> list[float]:
    trainer = Trainer(checker, Schedule(1e-2, 2), lose)
    batches = iterate_batches(pool, Place(), partial(collate, pad_id=0), seed=0)
    return [trainer.train_on(batch)["loss"] for batch, _ in islice(batches, steps)]


def test_a_target_of_two_verdicts_leaves_the_division_to_the_model() -> None:
    allowed = torch.tensor([[False, True, True]])
    losses = [compute_loss(torch.tensor([logits]), allowed) for logits in ([-9.0, 9.0, -9.0], [-9.0, -9.0, 9.0])]
    assert losses[0].item() == pytest.approx(losses[1].item())
    assert losses[0].item() == pytest.approx(0.0, abs=1e-6)


def test_the_loss_falls_and_the_two_kinds_are_told_apart() -> None:
    checker = make_checker()
    pool = ClaimPool(make_judged(400), [], Writer(make_tokenizer()))
    losses = train(checker, pool, 60)
    assert sum(losses[-5:]) < 0.5 * sum(losses[:5])
    rows = [pool.writer.write(one.claim, one.sentences) for one in pool.judged[:2]]
    right, wrong = predict(checker, rows, pad_id=0, is_exact=True)[:, 0]
    assert right > wrong


def test_probabilities_come_in_the_order_of_the_rows_and_sum_to_one() -> None:
    writer = Writer(make_tokenizer())
    rows = [writer.write("Ann", ["Oslo. " * n]) for n in (30, 1, 9)]
    found = predict(make_checker(), rows, pad_id=0, is_exact=True)
    alone = predict(make_checker(), rows[1:2], pad_id=0, is_exact=True)
    assert np.allclose(found.sum(axis=1), 1.0)
    assert np.allclose(found[1], alone[0], atol=1e-5)


def test_a_checker_takes_the_encoder_of_another_model_and_keeps_its_verdicts() -> None:
    checker, other = make_checker(), make_checker()
    weights = {name: weight + 1 for name, weight in trained_weights(other).items() if "encoder." in name}
    before = checker.verdict.weight.clone()
    start_from(checker, weights)
    assert all(torch.equal(trained_weights(checker)[name], weight) for name, weight in weights.items())
    assert torch.equal(checker.verdict.weight, before)
    with pytest.raises(ModelDiffers, match="of another model"):
        start_from(checker, {})


def test_selection_measures_judged_and_made_claims_apart() -> None:
    pool = ClaimPool(make_judged(20), [make_paragraph(str(n)) for n in range(30)], Writer(make_tokenizer()))
    measures = SelectionSet(pool, seed=0).score(make_checker())
    assert measures[CRITERION] == (measures["auroc_fever"] + measures["auroc_made"]) / 2
    assert 0.0 <= measures["made_spliced"] <= 1.0


def test_a_score_has_every_way_to_show_the_source() -> None:
    claims = [
        Claim(source="Ann Lee was born in Oslo. She led.", claim="Ann Lee led.", label=Label.SUPPORTED),
        Claim(source="Ann Lee was born in Oslo. She led.", claim="Bob Cole led.", label=Label.CONTRADICTED),
    ]
    found = score(make_checker(), Writer(make_tokenizer()), claims)
    assert found["claims"] == {"supported": 1, "contradicted": 1, "unsupported": 0}
    assert set(found["auroc"]) == {"joined", "windows, max", "windows, mean", "all, mean", "bigram coverage"}  # type: ignore[call-overload]
