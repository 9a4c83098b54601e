from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from evals.errors import FileUnwritable
from evals.training.graph import INPUTS, ExportRefused, check_graph, check_size, put_file, write_graph

OUTPUTS = {"words": True, "text": False}


class Adder(nn.Module):
    """Says of each token its id and its segment times a factor, and of the text the sum of what it says of tokens."""

    def __init__(self, factor: float) -> None:
        super().__init__()
        self.factor = nn.Parameter(torch.tensor(factor))

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor | None = None) -> tuple[Tensor, Tensor]:
        words = ids * mask * self.factor
        if segments is not None:
            words = words + segments
        return words, words.sum(-1)


@pytest.mark.parametrize("inputs", [INPUTS, INPUTS[:2]])
def test_a_graph_agrees_with_its_module(inputs: tuple[str, ...], tmp_path: Path) -> None:
    write_graph(Adder(0.5), tmp_path / "a.onnx", OUTPUTS, inputs=inputs)
    check_graph(Adder(0.5), tmp_path / "a.onnx", OUTPUTS, vocabulary=9, max_tokens=64, inputs=inputs)


def test_the_graph_of_other_weights_is_refused(tmp_path: Path) -> None:
    write_graph(Adder(0.5), tmp_path / "a.onnx", OUTPUTS)
    with pytest.raises(ExportRefused, match="nothing was written: the graph differs from the weights by"):
        check_graph(Adder(0.6), tmp_path / "a.onnx", OUTPUTS, vocabulary=9, max_tokens=64)


def test_a_graph_that_says_no_number_is_refused(tmp_path: Path) -> None:
    write_graph(Adder(float("nan")), tmp_path / "a.onnx", OUTPUTS)
    with pytest.raises(ExportRefused, match="differs from the weights by nan"):
        check_graph(Adder(0.5), tmp_path / "a.onnx", OUTPUTS, vocabulary=9, max_tokens=64)


def test_a_file_of_25_megabytes_is_shipped_and_no_larger_one() -> None:
    check_size(25_000_000)
    with pytest.raises(ExportRefused, match=r"25\.2 MB, more than 25"):
        check_size(25_200_000)


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"before")
    put_file(b"after", tmp_path / "a.bin")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.bin", b"after")]


def test_a_file_in_no_folder_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(FileUnwritable, match=r"a\.bin' cannot be written \(No such file or directory\)"):
        put_file(b"after", tmp_path / "none" / "a.bin")
