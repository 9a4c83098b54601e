"""What runs an embedding model: onnxruntime, or sentence-transformers where it must be."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt

from retrieval.embedding.export_card import MODEL_FILE, TOKENIZER_FILE, ExportCard
from retrieval.embedding.loading import load_sentence_transformer, max_tokens_of
from retrieval.onnx_session import open_session

Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Encodes texts, prompts included, to unit vectors of shape (n, dimensions)."""

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class OnnxEncoder:
    """Runs an exported model on onnxruntime.

    Args:
        folder: of the export.
        threads: of one call; 1 is fastest for single questions, above all beside a busy process.

    Raises:
        OSError: when the files cannot be read as a model.
    """

    def __init__(self, folder: Path, card: ExportCard, *, threads: int) -> None:
        from tokenizers import Tokenizer

        try:
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            self._session = open_session(folder / MODEL_FILE, threads=threads)
        except Exception as err:  # onnxruntime and tokenizers raise classes of their own making
            raise OSError(f"{folder} is not a whole export: {err}") from err
        self._tokenizer.enable_truncation(max_length=card.max_tokens)
        self._tokenizer.enable_padding(pad_id=card.pad_id, pad_token=card.pad_token)
        self._inputs = card.inputs

    def encode(self, texts: Sequence[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch(list(texts))
        arrays = {
            "input_ids": [encoding.ids for encoding in encodings],
            "attention_mask": [encoding.attention_mask for encoding in encodings],
            "token_type_ids": [encoding.type_ids for encoding in encodings],
        }
        feeds = {name: np.array(arrays[name], dtype=np.int64) for name in self._inputs}
        vectors: Vectors = self._session.run(None, feeds)[0]
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return cast(Vectors, (vectors / np.maximum(lengths, 1e-12)).astype(np.float32))


class SentenceTransformerEncoder:
    """Runs a model with sentence-transformers itself, for models that cannot be exported."""

    def __init__(self, model: str, source: str) -> None:
        self._transformer = load_sentence_transformer(model, source)
        # Its tokenizer changes while it works, and must not be used by two threads.
        self._working = Lock()
        self.card = ExportCard(
            export_format=0,
            model=model,
            dimensions=int(self._transformer.get_embedding_dimension() or 0),
            max_tokens=max_tokens_of(self._transformer),
            query_prompt=self._transformer.prompts.get("query", "") or "",
            document_prompt=self._transformer.prompts.get("document", "") or "",
            pad_id=0,
            pad_token="",
            inputs=(),
            sha256="",
            size_bytes=0,
        )

    def encode(self, texts: Sequence[str]) -> Vectors:
        with self._working:
            vectors = self._transformer.encode(
                list(texts), normalize_embeddings=True, show_progress_bar=False, prompt=""
            )
        return np.asarray(vectors, dtype=np.float32)
