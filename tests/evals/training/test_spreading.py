from pathlib import Path

import numpy as np
import pytest
import torch

from evals.training.batches import pad
from evals.training.comparing import OnnxReader
from evals.training.export import OUTPUTS, Unmasked
from evals.training.graph import to_feeds, write_graph
from evals.training.model import Logits, SpanReader
from evals.training.quantise import quantise
from evals.training.spreading import spread_outliers
from evals.training.tokens import Row
from tests.evals.training.fakes import make_reader

LARGE = 400.0


def make_lopsided_reader() -> SpanReader:
    """A reader one of whose features is large in each feed-forward layer."""
    reader = make_reader()
    with torch.no_grad():
        for layer in reader.encoder.encoder.layer:
            layer.intermediate.dense.weight[3] *= LARGE
            layer.output.dense.weight[:, 3] /= LARGE
    return reader


def make_batch() -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    rows = [Row(np.array([2, 4, k, 3, 5, 6, 9, 3], np.int32), 4) for k in range(4, 10)]
    return to_feeds(*pad(rows, pad_id=0))


def read(file: Path) -> Logits:
    batch = {name: torch.from_numpy(values) for name, values in make_batch().items()}
    inputs = batch["input_ids"], batch["attention_mask"], batch["token_type_ids"]
    logits: Logits = OnnxReader(file)(*inputs, batch["attention_mask"].bool())
    return logits


def error_in_8_bits(file: Path, wanted: Logits) -> float:
    quantised = file.with_suffix(".int8.onnx")
    quantise(file, quantised, {})
    return float((read(quantised).answerable - wanted.answerable).abs().mean())


@pytest.fixture
def lopsided(tmp_path: Path) -> Path:
    write_graph(Unmasked(make_lopsided_reader()), tmp_path / "reader.onnx", OUTPUTS)
    return tmp_path / "reader.onnx"


def test_results_in_32_bits_stay_the_same(lopsided: Path) -> None:
    before = read(lopsided)
    spread_outliers(lopsided, [make_batch()])
    for wanted, found in zip(before, read(lopsided), strict=True):
        assert torch.allclose(wanted, found, rtol=1e-5, atol=1e-6)


def test_8_bits_lose_less_of_a_reader_with_a_large_feature(lopsided: Path) -> None:
    wanted = read(lopsided)
    plain = error_in_8_bits(lopsided, wanted)
    spread_outliers(lopsided, [make_batch()])
    assert error_in_8_bits(lopsided, wanted) < plain / 2


def test_large_features_are_divided_by_powers_of_two(lopsided: Path) -> None:
    import onnx

    spread_outliers(lopsided, [make_batch()])
    graph = onnx.load(lopsided).graph
    constants = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    divisors = [values for name, values in constants.items() if name.endswith("_divisors")]
    # Every divisor is a power of two, so that nothing is rounded.
    assert len(divisors) == 2
    assert all((np.log2(values) % 1 == 0).all() and values.max() == 1 for values in divisors)
    assert min(values.min() for values in divisors) < 1
