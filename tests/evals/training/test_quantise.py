from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import pytest

from evals.training.graph import write_graph
from evals.training.quantise import quantise, widen
from evals.training.reader.export import OUTPUTS, WIDE, Plain
from retrieval.onnx_session import open_session
from tests.evals.training.fakes import BERT_WORDS, make_network

SIZE = 1024


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph")
    write_graph(Plain(make_network(folder)), folder / "float.onnx", OUTPUTS)
    return folder / "float.onnx"


def quantised(graph: Path, to: Path, *, kept: tuple[str, ...] = ()) -> Path:
    quantise(graph, to / "int8.onnx", {"format": "1"}, kept=kept)
    return to / "int8.onnx"


def read_tensors(file: Path) -> dict[str, npt.NDArray[np.float32]]:
    return {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in onnx.load(str(file)).graph.initializer}


def test_the_weights_of_layers_have_seven_bits_the_words_eight_and_the_heads_all(graph: Path, tmp_path: Path) -> None:
    file = quantised(graph, tmp_path)
    nodes, tensors = onnx.load(str(file)).graph.node, read_tensors(file)
    layers = [tensors[node.input[1]] for node in nodes if node.op_type == "MatMulInteger"]
    tables = [tensors[node.input[0]] for node in nodes if node.op_type == "Gather" and node.input[0] in tensors]
    heads = [tensor for tensor in tensors.values() if tensor.shape in {(16, 4), (16, 1), (1, 16)}]
    assert len(layers) == 6
    # Two products with a byte of an activation fit into 16 bits with a sign.
    assert all(weights.dtype == "int8" and 2 * 255 * abs(weights.astype(int)).max() < 2**15 for weights in layers)
    assert {table.shape: table.dtype.itemsize for table in tables}[len(BERT_WORDS), 16] == 1
    assert [head.dtype.name for head in heads] == ["float32", "float32"]


def test_what_is_to_be_kept_is_not_rounded_and_attention_is(graph: Path, tmp_path: Path) -> None:
    nodes = onnx.load(str(quantised(graph, tmp_path, kept=(WIDE,)))).graph.node
    rounded = sorted(node.name for node in nodes if node.op_type == "MatMulInteger")
    assert len(rounded) == 5
    assert any("/attention/output/dense/" in name for name in rounded)
    assert not any("layer.0/output/dense/" in name for name in rounded)


def test_the_same_graph_gives_the_same_bytes(graph: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    assert quantised(graph, tmp_path).read_bytes() == quantised(graph, again).read_bytes()


def test_a_file_holds_what_was_said_of_it_and_nothing_else(graph: Path, tmp_path: Path) -> None:
    model = onnx.load(str(quantised(graph, tmp_path)))
    assert {entry.key: entry.value for entry in model.metadata_props} == {"format": "1"}
    assert [(one.domain, one.version) for one in model.opset_import] == [("", 17)]


def test_large_matrices_are_stored_in_half_and_multiply_as_before(tmp_path: Path) -> None:
    file = write_product(tmp_path / "product.onnx")
    row = np.eye(1, SIZE, 7, np.float32)
    before, size = open_session(file, threads=1).run(["out"], {"in": row})[0], file.stat().st_size
    widen(file)
    assert file.stat().st_size < 0.51 * size
    assert open_session(file, threads=1).run(["out"], {"in": row})[0] == pytest.approx(before, abs=1e-3)


def test_small_matrices_are_stored_as_they_are(graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "float.onnx"
    file.write_bytes(graph.read_bytes())
    widen(file)
    assert {tensor.dtype.name for tensor in read_tensors(file).values()} == {
        tensor.dtype.name for tensor in read_tensors(graph).values()
    }


def write_product(file: Path) -> Path:
    """A graph that multiplies a row by a matrix of four megabytes."""
    weights = np.linspace(-1, 1, SIZE * SIZE, dtype=np.float32).reshape(SIZE, SIZE)
    shape = [1, SIZE]
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("MatMul", ["in", "weights"], ["out"])],
        "product",
        [onnx.helper.make_tensor_value_info("in", onnx.TensorProto.FLOAT, shape)],
        [onnx.helper.make_tensor_value_info("out", onnx.TensorProto.FLOAT, shape)],
        [onnx.numpy_helper.from_array(weights, "weights")],
    )
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8), str(file))
    return file
