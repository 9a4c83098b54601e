from pathlib import Path

import pytest
import torch

from evals.training.average import average
from evals.training.checkpoints import Weights, load_weights, restore, save_weights
from evals.training.encoder import trained_weights
from evals.training.errors import CheckpointInvalid
from tests.evals.training.claims.fakes import make_checker
from tests.evals.training.fakes import make_network


def write(file: Path, values: list[float], step: int = 1, **selection: float) -> Path:
    save_weights(Weights({"a": torch.tensor(values)}, step, {"seed": 3}, dict(selection)), file)
    return file


def test_the_mean_of_all_files_is_taken_and_says_nothing_of_a_selection(tmp_path: Path) -> None:
    files = [write(tmp_path / "a.pt", [1.0, 4.0], threshold=2.0), write(tmp_path / "b.pt", [3.0, 0.0], step=9)]
    mean = average(files)
    assert mean.weights["a"].tolist() == [2.0, 2.0]
    assert (mean.step, mean.options, mean.selection) == (9, {"seed": 3}, {})


def test_one_file_is_its_own_mean(tmp_path: Path) -> None:
    file = write(tmp_path / "a.pt", [1.0, 4.0])
    assert average([file]).weights["a"].tolist() == load_weights(file).weights["a"].tolist()


def test_weights_of_another_model_are_refused(tmp_path: Path) -> None:
    files = [write(tmp_path / "a.pt", [1.0]), write(tmp_path / "b.pt", [1.0, 2.0])]
    with pytest.raises(CheckpointInvalid, match="is of another model"):
        average(files)


@pytest.mark.parametrize("kind", ["bert", "mpnet", "claims"])
def test_the_mean_of_a_networks_weights_is_given_to_it(kind: str, tmp_path: Path) -> None:
    network = make_checker() if kind == "claims" else make_network(tmp_path / "base", kind)
    own = {name: weight.detach().clone() for name, weight in trained_weights(network).items()}
    files = [tmp_path / "a.pt", tmp_path / "b.pt"]
    for file, more in zip(files, (1.0, 3.0), strict=True):
        save_weights(Weights({name: weight + more for name, weight in own.items()}, 1, {}, {}), file)
    save_weights(average(files), tmp_path / "mean.pt")
    restore(network, tmp_path / "mean.pt")
    found = trained_weights(network)
    assert all(torch.allclose(found[name], weight + 2.0) for name, weight in own.items())
