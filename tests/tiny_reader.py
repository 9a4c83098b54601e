"""A tiny real reader in one ONNX file, whose every word has its say, and a folder of trained models with it."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from retrieval.trained.shipped import CLAIM_CHECKER, FOLDER, READER, SUMS
from tests.tiny_pair_models import INPUTS, MARKERS, make_tokenizer, write_model

BEHIND = 1000
"""What a place in the window counts more than one before it."""


class Says(NamedTuple):
    """What a word says as the start, the end, the inside and the support of an answer.

    Attributes:
        place: how much the place of the word, from 0, counts as an answer of the whole window; `BEHIND` more in it.
    """

    start: float = 0.0
    end: float = 0.0
    inside: float = 0.0
    support: float = 0.0
    place: float = 0.0


ANSWERS = Says(9.0, 9.0, 9.0, 9.0)
SILENT = Says(-1.0, -1.0, -1.0, -1.0)
"""Of unknown words, and of the markers."""


def make_reader_model(
    words: Mapping[str, Says],
    *,
    markers: Sequence[str] = MARKERS,
    inputs: Sequence[str] = INPUTS,
    outputs: Sequence[str] = ("tokens", "answerable"),
    tokenizer: str | None = None,
) -> bytes:
    """Return a model that says of each token what its word says, and of the window the sum of the places that count.

    Args:
        words: in lower case.
        markers: of the tokenizer, padding first, unknown second.
        inputs: the names of what it takes; without "token_type_ids" all places count alike.
        outputs: the names of what it tells.
        tokenizer: to be kept in the file, in place of the one of these words.
    """
    table = np.array([SILENT] * len(markers) + list(words.values()), np.float32)
    segments = "token_type_ids" if "token_type_ids" in inputs else "none"
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["said"]),
        helper.make_node("Slice", ["said", "from_0", "to_4", "last"], [outputs[0]]),
        helper.make_node("Slice", ["said", "to_4", "to_5", "last"], ["counting"]),
        helper.make_node("Squeeze", ["counting", "last"], ["counts"]),
        helper.make_node("CumSum", ["attention_mask", "axis"], ["places"], exclusive=1),
        helper.make_node("Mul", ["attention_mask", "nothing"], ["none"]),
        helper.make_node("Mul", [segments, "behind"], ["shifts"]),
        helper.make_node("Add", ["places", "shifts"], ["shifted"]),
        helper.make_node("Cast", ["shifted"], ["floats"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["floats", "counts"], ["counted"]),
        helper.make_node("ReduceSum", ["counted", "axes"], [outputs[1]], keepdims=0),
    ]
    numbers = {"from_0": [0], "to_4": [4], "to_5": [5], "last": [2], "axes": [1]}
    constants = {"axis": 1, "nothing": 0, "behind": BEHIND}
    graph = helper.make_graph(
        nodes,
        "reader",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["rows", "tokens"]) for name in inputs],
        [
            helper.make_tensor_value_info(outputs[0], TensorProto.FLOAT, ["rows", "tokens", 4]),
            helper.make_tensor_value_info(outputs[1], TensorProto.FLOAT, ["rows"]),
        ],
        [
            numpy_helper.from_array(table, "table"),
            *(numpy_helper.from_array(np.array(one, np.int64), name) for name, one in {**numbers, **constants}.items()),
        ],
    )
    return write_model(graph, tokenizer if tokenizer is not None else make_tokenizer(words, markers=markers).to_str())


def ship_reader(folder: Path, words: Mapping[str, Says]) -> Path:
    """Make a folder of trained models, with a tiny reader and the shipped claim checker, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / READER).write_bytes(make_reader_model(words))
    (folder / CLAIM_CHECKER).symlink_to(FOLDER / CLAIM_CHECKER)
    write_sums(folder)
    return folder


def write_sums(folder: Path) -> None:
    """List every model's file that is in a folder of trained models, as it is."""
    files = sorted([*folder.glob("*.onnx"), *folder.glob("*.bin")])
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    (folder / SUMS).write_text("".join(lines), encoding="ascii")
