"""Tiny real ONNX files that read pairs, a claim checker among them: every word has its say."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from onnx import GraphProto, TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
MARKERS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def make_tokenizer(words: Iterable[str], *, markers: Sequence[str] = MARKERS) -> Tokenizer:
    """A word to a token, whatever its case; any other is unknown."""
    vocabulary = {word: number for number, word in enumerate((*markers, *words))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def make_pair_model(words: Mapping[str, float], *, tokenizer: str | None = None) -> bytes:
    """Return a model that says the logit of each word as start and as end, and how many tokens are in segment 1.

    Args:
        words: in lower case. Markers and unknown words have the logit -1.
        tokenizer: to be kept in the file, in place of the one of these words.
    """
    table = np.array([-1.0] * len(MARKERS) + list(words.values()), np.float32)
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["starts"]),
        helper.make_node("Identity", ["starts"], ["ends"]),
        helper.make_node("Mul", ["token_type_ids", "attention_mask"], ["second"]),
        helper.make_node("Cast", ["second"], ["second_floats"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["second_floats", "axes"], ["answerable"], keepdims=0),
    ]
    shape = ["rows", "tokens"]
    graph = helper.make_graph(
        nodes,
        "pairs",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in INPUTS],
        [
            helper.make_tensor_value_info("starts", TensorProto.FLOAT, shape),
            helper.make_tensor_value_info("ends", TensorProto.FLOAT, shape),
            helper.make_tensor_value_info("answerable", TensorProto.FLOAT, ["rows"]),
        ],
        [numpy_helper.from_array(table, "table"), numpy_helper.from_array(np.array([1], np.int64), "axes")],
    )
    return write_model(graph, tokenizer if tokenizer is not None else make_tokenizer(words).to_str())


def make_claim_model(words: Mapping[str, tuple[float, float, float]]) -> bytes:
    """Return a model whose logits of the verdicts are the sums of those of the evidence's words.

    Args:
        words: in lower case, to supported, contradicted, not stated. Markers and unknown words say nothing.
    """
    table = np.array([(0.0, 0.0, 0.0)] * len(MARKERS) + list(words.values()), np.float32)
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["said"]),
        helper.make_node("Mul", ["token_type_ids", "attention_mask"], ["second"]),
        helper.make_node("Cast", ["second"], ["second_floats"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["second_floats", "last"], ["weight"]),
        helper.make_node("Mul", ["said", "weight"], ["counted"]),
        helper.make_node("ReduceSum", ["counted", "tokens_axis"], ["verdicts"], keepdims=0),
    ]
    constants = [("last", [2]), ("tokens_axis", [1])]
    graph = helper.make_graph(
        nodes,
        "claims",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["rows", "tokens"]) for name in INPUTS],
        [helper.make_tensor_value_info("verdicts", TensorProto.FLOAT, ["rows", 3])],
        [
            numpy_helper.from_array(table, "table"),
            *(numpy_helper.from_array(np.array(axes, np.int64), name) for name, axes in constants),
        ],
    )
    return write_model(graph, make_tokenizer(words).to_str())


def write_model(graph: GraphProto, tokenizer: str) -> bytes:
    """Return an ONNX file with its tokenizer among its metadata."""
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(model, {"tokenizer": tokenizer})
    content: bytes = model.SerializeToString()
    return content
