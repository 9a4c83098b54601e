"""The weights of an exported model in 32 bits again, by the names of the torch module, to train on from them.

What was rounded to 8 bits stays rounded: to start from, that is as good as the weights themselves.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto

Floats = npt.NDArray[np.float32]


def read_weights(file: Path, *, prefix: str) -> dict[str, Floats]:
    """Return the weights of an export, those of linear layers as torch has them: of shape (outputs, inputs).

    Args:
        file: as `evals.training.reader.export` or `evals.training.claims.export` writes it.
        prefix: of the names in the file that the module's own names follow, such as "network.".
    """
    import onnx

    model = onnx.load(str(file))
    constants = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    found = {
        **dict(_read_plain(constants)),
        **dict(_read_linear(model, constants)),
    }
    # Copies: what onnx gives cannot be written to.
    return {name.removeprefix(prefix): values.copy() for name, values in found.items() if name.startswith(prefix)}


def _read_plain(constants: dict[str, Any]) -> Iterator[tuple[str, Floats]]:
    """What has its own name: biases, norms, tables; a table of 8 bits with its scale."""
    for name, values in constants.items():
        stem = name.removesuffix("_quantized")
        if values.dtype == np.float32 and name.endswith((".weight", ".bias")):
            yield name, values
        elif stem != name and stem.endswith(".weight"):
            yield stem, _widen(values, constants[f"{stem}_scale"], constants[f"{stem}_zero_point"])


def _read_linear(model: "ModelProto", constants: dict[str, Any]) -> Iterator[tuple[str, Floats]]:
    """The matrices of linear layers, which bear the name of their node."""
    halves = {node.output[0]: node.input[0] for node in model.graph.node if node.op_type == "Cast"}
    for node in model.graph.node:
        matrix = _matrix_of(node, halves, constants)
        if matrix is None:
            continue
        path = node.name.removesuffix("_quant").removeprefix("/")
        divisors = constants.get(f"/{path}_divisors")
        # The rows that `spread_outliers` multiplied.
        values = matrix if divisors is None else matrix * divisors[:, None]
        yield f"{path.rpartition('/')[0].replace('/', '.')}.weight", np.ascontiguousarray(values.T)


def _matrix_of(node: "NodeProto", halves: dict[str, str], constants: dict[str, Any]) -> Floats | None:
    """The second factor of a product, of shape (inputs, outputs), when it is a weight."""
    if node.op_type == "MatMulInteger":
        stem = node.input[1].removesuffix("_quantized")
        if node.input[1] in constants:
            return _widen(constants[node.input[1]], constants[f"{stem}_scale"], constants[f"{stem}_zero_point"])
    if node.op_type == "MatMul":
        name = halves.get(node.input[1], node.input[1])
        if name in constants:
            return np.asarray(constants[name], np.float32)
    return None


def _widen(values: Any, scale: Any, zero_point: Any) -> Floats:
    return np.asarray((values.astype(np.float32) - zero_point.astype(np.float32)) * scale, np.float32)
