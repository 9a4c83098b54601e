from pathlib import Path

import numpy as np
import onnx
import pytest

from evals.errors import FileUnwritable
from evals.training.reader.pieces import put_graph, split_graph
from retrieval.onnx_session import open_session


def write_sum(file: Path, *sizes: int) -> Path:
    """A graph that adds the first numbers of tables of so many bytes: 1, 2, and so on."""
    tables = [
        onnx.numpy_helper.from_array(np.full(size // 4, n, np.float32), f"t{n}")
        for n, size in enumerate(sizes, start=1)
    ]
    first = onnx.numpy_helper.from_array(np.array([0], np.int64), "first")
    nodes = [onnx.helper.make_node("Gather", [table.name, "first"], [f"of_{table.name}"]) for table in tables]
    nodes.append(onnx.helper.make_node("Sum", [f"of_{table.name}" for table in tables], ["sum"]))
    outputs = [onnx.helper.make_tensor_value_info("sum", onnx.TensorProto.FLOAT, [1])]
    graph = onnx.helper.make_graph(nodes, "sum", [], outputs, [*tables, first])
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, str(file))
    return file


def read_sum(file: Path) -> float:
    return float(open_session(file, threads=1).run(["sum"], {})[0][0])


def test_large_weights_lie_in_files_beside_the_graph_none_too_large(tmp_path: Path) -> None:
    graph = write_sum(tmp_path / "all.onnx", 80_000, 80_000, 80_000, 400)
    files = split_graph(graph, "reader.onnx", max_bytes=170_000)
    sizes = {name: len(content) for name, content in files.items()}
    assert (sizes["reader-1.bin"], sizes["reader-2.bin"]) == (160_000, 80_000)
    assert set(sizes) == {"reader.onnx", "reader-1.bin", "reader-2.bin"}
    assert 400 < sizes["reader.onnx"] < 3000


def test_what_is_too_large_by_itself_has_a_file_of_its_own(tmp_path: Path) -> None:
    files = split_graph(write_sum(tmp_path / "all.onnx", 200_000, 80_000), "reader.onnx", max_bytes=100_000)
    assert [len(files[f"reader-{n}.bin"]) for n in (1, 2)] == [200_000, 80_000]


def test_a_small_graph_is_one_file(tmp_path: Path) -> None:
    assert list(split_graph(write_sum(tmp_path / "all.onnx", 400), "reader.onnx")) == ["reader.onnx"]


def test_the_files_together_say_what_the_graph_says(tmp_path: Path) -> None:
    files = split_graph(write_sum(tmp_path / "all.onnx", 80_000, 80_000, 400), "reader.onnx", max_bytes=100_000)
    put_graph(files, "reader.onnx", tmp_path / "shipped")
    assert read_sum(tmp_path / "shipped" / "reader.onnx") == 6.0


def test_the_same_graph_gives_the_same_files(tmp_path: Path) -> None:
    graph = write_sum(tmp_path / "all.onnx", 80_000, 80_000)
    assert split_graph(graph, "reader.onnx") == split_graph(graph, "reader.onnx")


def test_files_of_an_earlier_graph_go_and_others_stay(tmp_path: Path) -> None:
    for name in ("reader.onnx", "reader-1.bin", "reader-9.bin", "claim-checker.onnx"):
        (tmp_path / name).write_bytes(b"before")
    put_graph({"reader.onnx": b"a", "reader-1.bin": b"b"}, "reader.onnx", tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "reader.onnx": b"a",
        "reader-1.bin": b"b",
        "claim-checker.onnx": b"before",
    }


def test_a_file_in_the_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "shipped").write_bytes(b"")
    with pytest.raises(FileUnwritable, match=r"shipped' cannot be written \(File exists\)"):
        put_graph({"reader.onnx": b"a"}, "reader.onnx", tmp_path / "shipped")
