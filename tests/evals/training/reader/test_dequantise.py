from pathlib import Path

import pytest
import torch

from evals.training.checkpoints import Weights
from evals.training.dequantise import read_weights
from evals.training.errors import ModelDiffers
from evals.training.reader.export import describe, export
from evals.training.reader.model import ReaderNetwork, load_network
from evals.training.reader.train import start_from
from retrieval.trained.shipped import READER
from tests.evals.training.fakes import make_base


def make_trained(base: Path) -> ReaderNetwork:
    """A network no two weights of which are alike; those that are, a graph has once."""
    network = load_network(base, seed=0)
    chance = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for weight in network.parameters():
            weight.add_(0.02 * torch.randn(weight.shape, generator=chance))
    return network


@pytest.fixture(scope="module", params=[("bert", False), ("mpnet", False), ("mpnet", True)])
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    kind, wide = request.param
    base, folder = (tmp_path_factory.mktemp(name) for name in ("base", "export"))
    make_base(base, kind, layers=2, wide=48)
    metadata = describe(Weights({}, 40, {}, {}), base / "tokenizer.json")
    export(make_trained(base), folder, None, metadata=metadata, wide=wide)
    return base, folder / READER


def test_an_export_holds_every_weight_of_its_network_nearly_as_it_was(exported: tuple[Path, Path]) -> None:
    base, file = exported
    found = read_weights(file, prefix="network.")
    for name, weight in make_trained(base).named_parameters():
        step = float(weight.detach().abs().max()) / 60
        assert torch.allclose(torch.from_numpy(found[name]), weight.detach(), atol=step), name


def test_a_network_begins_with_the_weights_of_an_export(exported: tuple[Path, Path]) -> None:
    base, file = exported
    network = load_network(base, seed=7)
    heads = network.token.weight.detach().clone()
    start_from(network, file)
    assert not torch.allclose(network.token.weight, heads)
    assert torch.allclose(network.token.weight, make_trained(base).token.weight)


def test_a_network_of_another_shape_is_refused(exported: tuple[Path, Path]) -> None:
    base, file = exported
    network = load_network(base, seed=0)
    network.token = torch.nn.Linear(network.token.in_features, 3)
    with pytest.raises(ModelDiffers, match="of another model"):
        start_from(network, file)
