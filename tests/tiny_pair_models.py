"""A tiny real ONNX file that reads pairs: a logit for each word, and how many tokens the second text has."""

from collections.abc import Mapping

import numpy as np
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

MARKERS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def make_tokenizer(words: Mapping[str, float]) -> Tokenizer:
    """A word to a token, whatever its case; any other is unknown."""
    vocabulary = {word: number for number, word in enumerate((*MARKERS, *words))}
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
    names = ("input_ids", "attention_mask", "token_type_ids")
    shape = ["rows", "tokens"]
    graph = helper.make_graph(
        nodes,
        "pairs",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in names],
        [
            helper.make_tensor_value_info("starts", TensorProto.FLOAT, shape),
            helper.make_tensor_value_info("ends", TensorProto.FLOAT, shape),
            helper.make_tensor_value_info("answerable", TensorProto.FLOAT, ["rows"]),
        ],
        [numpy_helper.from_array(table, "table"), numpy_helper.from_array(np.array([1], np.int64), "axes")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(model, {"tokenizer": tokenizer if tokenizer is not None else make_tokenizer(words).to_str()})
    content: bytes = model.SerializeToString()
    return content
