"""A small trained network that reads two texts together, in one ONNX file, run on onnxruntime with one thread."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.errors import ModelUnusable
from retrieval.onnx_session import open_session

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
TOKENIZER = "tokenizer"
"""The key of the tokenizer, in the JSON of the package tokenizers, among a file's metadata."""
MARKERS = 3
"""Of a pair, beside its texts: `[CLS] first [SEP] second [SEP]`."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as the model reads it.

    Attributes:
        ids: of its word pieces.
        offsets: of shape (tokens, 2): the characters that each stands for.
    """

    ids: Ids
    offsets: npt.NDArray[np.int32]


class PairModel:
    """Reads one pair at a time. Safe for several threads.

    One at a time is a fifth faster than all in a batch, where short rows are padded. What the model says of a pair then
    does not depend on the others: in a batch their range would decide how activations are rounded to bytes.

    Args:
        name: of the model, for a person.
        content: of the ONNX file, which has its tokenizer among its metadata.
        outputs: the names of what `read` returns.

    Raises:
        ModelUnusable: when they are not what they should be.
    """

    def __init__(self, name: str, content: bytes, *, outputs: Sequence[str]) -> None:
        from tokenizers import Tokenizer

        try:
            self._session = open_session(content, threads=1)
            self._tokenizer = Tokenizer.from_str(self._session.get_modelmeta().custom_metadata_map.get(TOKENIZER, ""))
        except Exception as err:  # onnxruntime and tokenizers raise classes of their own making
            raise ModelUnusable(f"the {name} cannot be run") from err
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._outputs = list(outputs)
        cls, sep = (self._tokenizer.token_to_id(marker) for marker in ("[CLS]", "[SEP]"))
        if cls is None or sep is None or not set(outputs) <= {output.name for output in self._session.get_outputs()}:
            raise ModelUnusable(f"the {name} is a model of another kind")
        self._cls, self._sep = [cls], [sep]

    def tokenize(self, texts: Sequence[str]) -> list[Tokens]:
        """Return each text as tokens, however long."""
        return [
            Tokens(np.array(one.ids, np.int64), np.array(one.offsets, np.int32).reshape(-1, 2))
            for one in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        ]

    def read(self, first: Ids, second: Ids) -> list[Floats]:
        """Return what the model says of a pair, an array an output; the second text begins at `len(first) + 2`."""
        ids = np.concatenate((self._cls, first, self._sep, second, self._sep)).astype(np.int64)[None]
        segments = np.zeros_like(ids)
        segments[0, len(first) + 2 :] = 1
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": segments}
        return [np.asarray(output[0], np.float32) for output in self._session.run(self._outputs, feeds)]
