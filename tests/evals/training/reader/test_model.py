from dataclasses import replace
from math import log
from pathlib import Path

import numpy as np
import pytest
import torch

from evals.training.batches import Array
from evals.training.encoder import trained_weights
from evals.training.reader.batch import ReaderBatch, collate
from evals.training.reader.model import Logits, average_sentences, compute_loss, load_network, lose, to_inputs
from tests.evals.training.fakes import make_base, make_network, make_row

UNKNOWN = -1


def make_batch(answer: tuple[int, int] = (5, 6)) -> ReaderBatch:
    """One row: a question of two words, and a window of the three words 4, 5 and 6."""
    return collate([make_row([2, 4, 5, 3, 6, 7, 8, 3], answer=answer)], pad_id=0)


def make_logits(batch: ReaderBatch, **columns: dict[int, float]) -> Logits:
    """Logits of 0, but for those that are given by the place of their token."""
    tokens = torch.zeros(*batch.ids.shape, 4)
    for n, name in enumerate(("starts", "ends", "inside", "support")):
        for place, value in columns.get(name, {}).items():
            tokens[0, place, n] = value
    return Logits(tokens, torch.tensor([columns.get("answerable", {}).get(0, 0.0)]))


def losses(batch: ReaderBatch, logits: Logits) -> dict[str, float]:
    return {name: part.item() for name, part in compute_loss(logits, batch)[1].items()}


def test_a_model_that_knows_nothing_loses_the_logarithm_of_its_choices() -> None:
    # Three words of the window and the [CLS] for none may begin an answer.
    loss, parts = compute_loss(make_logits(make_batch()), make_batch())
    assert {name: part.item() for name, part in parts.items()} == pytest.approx(
        {"span_loss": log(4), "answers_loss": log(2), "inside_loss": log(2), "support_loss": log(2)}
    )
    assert loss.item() == pytest.approx(log(4) + (0.5 + 4.0 + 0.5) * log(2))


def test_a_model_that_is_right_loses_nothing() -> None:
    marks = {4: -50.0, 5: 50.0, 6: 50.0}
    logits = make_logits(
        make_batch(), starts={5: 50.0}, ends={6: 50.0}, inside=marks, support={4: 50.0}, answerable={0: 50.0}
    )
    assert compute_loss(logits, make_batch())[0].item() == pytest.approx(0.0, abs=1e-6)


def test_no_answer_is_right_at_the_first_marker_alone() -> None:
    batch = make_batch(answer=(0, 0))
    nowhere = make_logits(batch, starts={0: 50.0}, ends={0: 50.0}, answerable={0: -50.0})
    found = losses(batch, nowhere)
    assert (found["span_loss"], found["answers_loss"]) == pytest.approx((0.0, 0.0))
    assert losses(batch, make_logits(batch, starts={5: 50.0}, ends={5: 50.0}))["span_loss"] > 40


def test_of_several_right_places_the_model_may_choose_any() -> None:
    batch = make_batch()
    batch.starts[0, 4] = 1
    for place in (4, 5):
        found = losses(batch, make_logits(batch, starts={place: 50.0}, ends={6: 50.0}))
        assert found["span_loss"] == pytest.approx(0.0, abs=1e-6)


def test_words_of_the_question_are_no_places_for_an_answer() -> None:
    batch = make_batch()
    here = make_logits(batch, starts={5: 50.0, 1: 90.0, 7: 90.0}, ends={6: 50.0, 2: 90.0})
    assert losses(batch, here)["span_loss"] == pytest.approx(0.0, abs=1e-6)


def test_a_word_that_may_be_inside_or_not_counts_nothing() -> None:
    batch = make_batch()
    inside = batch.inside.copy()
    inside[0, 6] = UNKNOWN
    logits = make_logits(batch, inside={4: -50.0, 5: 50.0, 6: -50.0})
    assert losses(batch, logits)["inside_loss"] == pytest.approx(50 / 3)
    assert losses(replace(batch, inside=inside), logits)["inside_loss"] == pytest.approx(0.0, abs=1e-6)


def test_a_sentence_says_the_mean_of_what_its_words_say() -> None:
    batch = make_batch()
    sentences = batch.sentences.copy()
    sentences[0, 6] = 1
    two = replace(batch, sentences=sentences, support=np.array([[1, 0]], np.int8))
    of_tokens = torch.arange(32.0)[None]
    assert average_sentences(of_tokens, two).tolist() == [[4.5, 6.0]]


def test_a_sentence_that_is_not_there_says_nothing() -> None:
    batch = replace(make_batch(), support=np.array([[1, UNKNOWN]], np.int8))
    logits = make_logits(batch, support={4: 9.0, 5: 9.0, 6: 9.0})
    assert average_sentences(logits.tokens[..., 3], batch).tolist() == [[9.0, 0.0]]
    assert losses(batch, logits)["support_loss"] == pytest.approx(log(1 + np.exp(-9.0)), rel=1e-3)


@pytest.mark.parametrize("kind", ["bert", "mpnet"])
def test_a_tiny_network_reads_a_batch_and_learns_from_it(kind: str, tmp_path: Path) -> None:
    network = make_network(tmp_path, kind).train()
    loss, parts = lose(network, make_batch())
    loss.backward()
    assert sorted(parts) == ["answers_loss", "inside_loss", "span_loss", "support_loss"]
    assert all(weight.grad is not None and weight.grad.isfinite().all() for weight in trained_weights(network).values())


@pytest.mark.parametrize(("kind", "tells"), [("bert", True), ("mpnet", False)])
def test_bert_tells_question_and_window_by_segments_and_mpnet_does_not(kind: str, tells: bool, tmp_path: Path) -> None:
    network = make_network(tmp_path, kind).eval()
    ids, mask, segments = to_inputs(make_batch())
    with torch.inference_mode():
        one, other = (network(ids, mask, of_row).answerable for of_row in (segments, torch.zeros_like(segments)))
    assert network.has_segments is tells
    assert torch.equal(one, other) is not tells


def test_padding_changes_nothing(tmp_path: Path) -> None:
    network = make_network(tmp_path, "mpnet").eval()
    ids: Array = np.array([[0, 7, 8, 2, 9, 10, 2]])
    padded = np.pad(ids, ((0, 0), (0, 9)), constant_values=1)
    with torch.inference_mode():
        one, other = (
            network(torch.from_numpy(of), torch.from_numpy((of != 1).astype(np.int64))) for of in (ids, padded)
        )
    assert torch.allclose(one.tokens, other.tokens[:, :7], atol=1e-5)
    assert torch.allclose(one.answerable, other.answerable, atol=1e-5)


@pytest.mark.parametrize("kind", ["bert", "mpnet"])
def test_the_embeddings_are_frozen_and_all_else_is_trained(kind: str, tmp_path: Path) -> None:
    network = make_network(tmp_path, kind)
    frozen = {name.split(".")[1] for name, weight in network.named_parameters() if not weight.requires_grad}
    assert frozen == {"embeddings"}
    assert {"token.weight", "answerability.bias"} <= set(trained_weights(network))


def test_heads_are_drawn_by_the_seed_and_layers_cut(tmp_path: Path) -> None:
    base = make_base(tmp_path, layers=3)
    one, same, other = (load_network(base, seed=seed, layers=2) for seed in (0, 0, 1))
    assert torch.equal(one.token.weight, same.token.weight)
    assert not torch.equal(one.token.weight, other.token.weight)
    assert sum("layer.1." in name for name in trained_weights(one)) == 16
    assert not any("layer.2." in name for name in trained_weights(one))
