from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from evals.training.batches import Array, pad
from evals.training.graph import INPUTS, to_feeds, write_graph
from evals.training.quantise import quantise
from evals.training.reader.export import OUTPUTS, OnnxNetwork, Plain
from evals.training.reader.model import Logits, ReaderNetwork
from evals.training.spreading import spread_outliers
from tests.evals.training.fakes import make_network, make_row

LARGE = 400.0


def make_lopsided_network(folder: Path) -> ReaderNetwork:
    """A network one of whose features is large in each feed-forward layer."""
    network = make_network(folder)
    with torch.no_grad():
        for layer in network.encoder.encoder.layer:
            layer.intermediate.dense.weight[3] *= LARGE
            layer.output.dense.weight[:, 3] /= LARGE
    return network


def make_batch() -> dict[str, Array]:
    return to_feeds(*pad([make_row([2, 4, k, 3, 5, 6, 9, 3]) for k in range(4, 10)], pad_id=0))


def read(file: Path) -> Logits:
    logits: Logits = OnnxNetwork(file, INPUTS)(*(torch.from_numpy(make_batch()[name]) for name in INPUTS))
    return logits


def error_in_8_bits(file: Path, wanted: Logits) -> float:
    quantised = file.with_suffix(".int8.onnx")
    quantise(file, quantised, {})
    return float((read(quantised).answerable - wanted.answerable).abs().mean())


@pytest.fixture
def lopsided(tmp_path: Path) -> Path:
    write_graph(Plain(make_lopsided_network(tmp_path)), tmp_path / "reader.onnx", OUTPUTS)
    return tmp_path / "reader.onnx"


def test_results_in_32_bits_stay_the_same(lopsided: Path) -> None:
    before = read(lopsided)
    spread_outliers(lopsided, [make_batch()])
    for wanted, found in zip(before, read(lopsided), strict=True):
        assert torch.allclose(wanted, found, rtol=1e-5, atol=1e-6)


def test_8_bits_lose_less_of_a_network_with_a_large_feature(lopsided: Path) -> None:
    wanted = read(lopsided)
    plain = error_in_8_bits(lopsided, wanted)
    spread_outliers(lopsided, [make_batch()])
    assert error_in_8_bits(lopsided, wanted) < plain / 2


def test_large_features_are_divided_by_powers_of_two(lopsided: Path) -> None:
    spread_outliers(lopsided, [make_batch()])
    graph = onnx.load(str(lopsided)).graph
    constants = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    divisors = [values for name, values in constants.items() if name.endswith("_divisors")]
    # Every divisor is a power of two, so that nothing is rounded.
    assert len(divisors) == 2
    assert all((np.log2(values) % 1 == 0).all() and values.max() == 1 for values in divisors)
    assert min(values.min() for values in divisors) < 1
