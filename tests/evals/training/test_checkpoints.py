from pathlib import Path

import pytest
import torch

from evals.training.batches import Place
from evals.training.checkpoints import (
    Checkpoint,
    Weights,
    load_checkpoint,
    load_weights,
    restore,
    save_checkpoint,
    save_weights,
)
from evals.training.encoder import trained_weights
from evals.training.errors import CheckpointInvalid
from evals.training.run import LATEST
from tests.evals.training.fakes import make_network


def make_checkpoint() -> Checkpoint:
    weights, average = {"w": torch.tensor([1.0])}, {"w": torch.tensor([2.0])}
    return Checkpoint(7, Place(1, 2, 3), weights, average, {}, torch.get_rng_state(), {"seed": 4}, 5, {"f1": 50.0})


def test_a_checkpoint_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    save_checkpoint(make_checkpoint(), tmp_path / LATEST)
    found = load_checkpoint(tmp_path / LATEST)
    assert (found.step, found.place, found.decay_from, found.options) == (7, Place(1, 2, 3), 5, {"seed": 4})
    assert torch.equal(found.weights["w"], torch.tensor([1.0]))


def test_the_weights_of_a_checkpoint_are_the_averaged_ones(tmp_path: Path) -> None:
    save_checkpoint(make_checkpoint(), tmp_path / LATEST)
    weights = load_weights(tmp_path / LATEST)
    assert torch.equal(weights.weights["w"], torch.tensor([2.0]))
    assert weights.selection == {"f1": 50.0}


def test_weights_are_given_to_their_model_and_to_no_other(tmp_path: Path) -> None:
    network = make_network(tmp_path / "base")
    trained = {name: weight + 1 for name, weight in trained_weights(network).items()}
    save_weights(Weights(trained, 7, {}, {}), tmp_path / "best.pt")
    assert restore(network, tmp_path / "best.pt").step == 7
    assert all(torch.equal(weight, trained[name]) for name, weight in trained_weights(network).items())
    with pytest.raises(CheckpointInvalid, match=r"best\.pt' is of another model"):
        restore(torch.nn.Linear(2, 2), tmp_path / "best.pt")


def test_weights_alone_are_no_checkpoint(tmp_path: Path) -> None:
    save_weights(Weights({}, 7, {}, {}), tmp_path / "best.pt")
    with pytest.raises(CheckpointInvalid, match=r"best\.pt' holds weights only"):
        load_checkpoint(tmp_path / "best.pt")


def test_a_broken_checkpoint_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / LATEST).write_bytes(b"no checkpoint")
    with pytest.raises(CheckpointInvalid, match=r"latest\.pt' cannot be read"):
        load_checkpoint(tmp_path / LATEST)


def test_a_missing_checkpoint_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(CheckpointInvalid, match=r"none\.pt' cannot be read \(FileNotFoundError\)"):
        load_weights(tmp_path / "none.pt")
