"""Large activations made smaller before they become bytes, and the weights behind them larger by as much.

One large feature takes the range of all of a tensor's, which are then told apart by few of the 256 steps. Dividing such
a feature and multiplying its row of the weights leaves the product as it is (SmoothQuant, Xiao et al. 2023); by powers
of two, to the bit in 32 bits.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.onnx_session import open_session

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto

SPREAD = ("/intermediate/dense/", "/output/dense/")
"""Parts of the names of the nodes before which it is done: the two of each feed-forward layer."""
NOT_SPREAD = "/attention/"
USUAL = 99
"""The percentile of the features' greatest values above which one is large: it is brought down to that, or below."""

Feeds = Mapping[str, npt.NDArray[np.int64]]
Floats = npt.NDArray[np.float32]


def spread_outliers(file: Path, batches: Sequence[Feeds]) -> None:
    """Change a graph in 32 bits, in its file, so that it loses less in 8; its results stay the same.

    Args:
        file: of the graph.
        batches: the graph's inputs, padding marked by `attention_mask`, to see what is large by.
    """
    import onnx

    model = onnx.load(str(file))
    constants = {tensor.name: tensor for tensor in model.graph.initializer}
    products = [node for node in model.graph.node if _is_spread(node) and node.input[1] in constants]
    greatest = _find_greatest(model, sorted({node.input[0] for node in products}), batches)
    for node in products:
        usual = np.percentile(greatest[node.input[0]], USUAL)
        factors = _to_powers_of_two(greatest[node.input[0]] / max(usual, np.finfo(np.float32).tiny))
        weights = onnx.numpy_helper.to_array(constants[node.input[1]])
        constants[node.input[1]].CopyFrom(onnx.numpy_helper.from_array(weights * factors[:, None], node.input[1]))
        divisors, smaller = f"{node.name}_divisors", f"{node.name}_smaller"
        model.graph.initializer.append(onnx.numpy_helper.from_array(1 / factors, divisors))
        division = onnx.helper.make_node("Mul", [node.input[0], divisors], [smaller], name=f"{node.name}_spread")
        model.graph.node.insert(list(model.graph.node).index(node), division)
        node.input[0] = smaller
    onnx.save(model, str(file))


def _is_spread(node: "NodeProto") -> bool:
    return node.op_type == "MatMul" and any(part in node.name for part in SPREAD) and NOT_SPREAD not in node.name


def _find_greatest(model: "ModelProto", names: Sequence[str], batches: Sequence[Feeds]) -> dict[str, Floats]:
    """The greatest absolute value of each feature of some tensors, over all tokens."""
    import onnx

    observed = onnx.ModelProto()
    observed.CopyFrom(model)
    observed.graph.output.extend(
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in names
    )
    session = open_session(observed.SerializeToString(), threads=1)
    greatest: dict[str, Floats] = {}
    for batch in batches:
        is_token = batch["attention_mask"].astype(bool)
        for name, values in zip(names, session.run(list(names), dict(batch)), strict=True):
            found = np.abs(values[is_token]).max(axis=0)
            greatest[name] = np.maximum(greatest.get(name, found), found)
    return greatest


def _to_powers_of_two(ratios: Floats) -> Floats:
    """The smallest power of two, at least 1, that is not below each ratio.

    >>> _to_powers_of_two(np.array([0.3, 1.0, 5.0], np.float32)).tolist()
    [1.0, 1.0, 8.0]
    """
    powers: Floats = np.exp2(np.ceil(np.log2(np.maximum(ratios, 1.0)))).astype(np.float32)
    return powers
