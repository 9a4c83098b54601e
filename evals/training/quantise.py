"""A float ONNX graph of a trained model in 8-bit integers: a quarter of its size, and faster on any CPU."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

KEPT_FLOAT = (
    "/token/",
    "/answerability/",
    "/verdict/",
    "/position_embeddings/",
    "/token_type_embeddings/",
    "/relative_attention_bias/",
)
"""Parts of the names of nodes that stay as they are: the heads and two tables, all small."""

LARGE_BYTES = 4_000_000
"""Of a matrix that `widen` stores in half."""


def quantise(float_file: Path, to: Path, metadata: Mapping[str, str], *, kept: Sequence[str] = ()) -> None:
    """Write a graph with its word embeddings and the weights of its layers in 8 bits; a graph always as the same bytes.

    Activations become bytes while the graph runs, each tensor with the range that it has (dynamic quantisation).
    CPUs without VNNI multiply these by the weights with an instruction that adds two products in 16 bits
    (`vpmaddubsw`): 2 x 255 x 127 does not fit and is cut off, silently; 2 x 255 x 64 does. So the weights of the
    layers have 7 bits. Each column has a scale of its own: with one for a whole matrix, F1 lost four points. Nothing is
    multiplied by embeddings, which have 8 bits.

    Args:
        float_file: the graph in 32 bits.
        to: the file to be written.
        metadata: to be kept in the file.
        kept: parts of the names of further nodes that stay as they are, but for those of attention.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        # Symbolic inference does not get through the attention mask; an optimised graph names operators that few know,
        # and onnxruntime optimises when it loads.
        quant_pre_process(str(float_file), str(prepared), skip_symbolic_shape=True, skip_optimization=True)
        names = [node.name for node in onnx.load(str(prepared)).graph.node]
        left = [name for name in names if any(part in name for part in KEPT_FLOAT)]
        left += [name for name in names if any(part in name for part in kept) and "/attention/" not in name]
        quantize_dynamic(
            str(prepared),
            str(to),
            op_types_to_quantize=["MatMul", "Gather"],
            # It makes a `MatMul` of every `Gemm` first, and names it so.
            nodes_to_exclude=[*left, *(f"{name}_MatMul" for name in left)],
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
    model = onnx.load(str(to))
    # What is there are the quantiser's own notes.
    del model.metadata_props[:]
    onnx.helper.set_model_props(model, dict(metadata))
    to.write_bytes(model.SerializeToString(deterministic=True))


def widen(file: Path) -> None:
    """Store the large matrices of a graph that have 32 bits in 16: half the size; they are read into 32 bits again."""
    import numpy as np
    import onnx

    model = onnx.load(str(file))
    for tensor in list(model.graph.initializer):
        if tensor.data_type == onnx.TensorProto.FLOAT and len(tensor.raw_data) > LARGE_BYTES:
            halves = onnx.numpy_helper.to_array(tensor).astype(np.float16)
            name = tensor.name
            tensor.CopyFrom(onnx.numpy_helper.from_array(halves, f"{name}_half"))
            cast = onnx.helper.make_node("Cast", [f"{name}_half"], [name], to=onnx.TensorProto.FLOAT)
            model.graph.node.insert(0, cast)
    file.write_bytes(model.SerializeToString(deterministic=True))
