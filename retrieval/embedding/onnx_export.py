"""Export a sentence-transformers model to ONNX once, so that neither it nor torch is imported to answer."""

import errno
import hashlib
import json
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from retrieval.embedding.encoders import OnnxEncoder
from retrieval.embedding.export_card import CARD_FILE, EXPORT_FORMAT, MODEL_FILE, TOKENIZER_FILE, ExportCard
from retrieval.embedding.loading import first_line, load_sentence_transformer, max_tokens_of

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

REFUSED_FILE = "not-exportable.txt"
LOCK_TIMEOUT_S = 300.0
MIN_FREE_BYTES = 1_000_000
"""With less, a failed export is the disk's doing: torch and its kin report a full disk in words of their own."""
MAX_DIFFERENCE = 1e-3
"""Largest difference of one coordinate between the model and its export that still counts as the same model."""

_PROBES = ("Who spoke?", "Déjà vu – a “quoted” word.", "One sentence of middling length, about nothing. " * 40)
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class NotExportable(Exception):
    """The model cannot be run outside sentence-transformers; use it there."""


@contextmanager
def exporting(folder: Path) -> Iterator[None]:
    """Hold the lock of an export's folder, so that two processes do not make the same one.

    Raises:
        OSError: when the lock cannot be had, also after `LOCK_TIMEOUT_S`.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f"{folder.name}.lock"), timeout=LOCK_TIMEOUT_S):
        # What killed runs left: whoever holds the lock is alone.
        for leftover in folder.parent.glob(f".{folder.name}-????????"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield


def check_exportable(folder: Path) -> None:
    """Raise NotExportable when an earlier export into the folder found that its model cannot be exported."""
    try:
        problem = (folder / REFUSED_FILE).read_text(encoding="utf-8")
    except OSError:
        return
    if problem:
        raise NotExportable(problem)


def export_model(model: str, source: str, folder: Path) -> ExportCard:
    """Export `source` into `folder`, whole or not at all, and return its card; what was there is replaced.

    The export is compared with the model on a few texts before it counts. Whoever calls it holds the folder's lock.

    Raises:
        ModelUnavailable: when the model cannot be loaded.
        NotExportable: when it has parts that cannot be traced, or its export does not agree with it; `check_exportable`
            will say so again.
        OSError: when the folder cannot be written.
    """
    transformer = load_sentence_transformer(model, source)
    temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        try:
            card = _write_export(model, transformer, temporary)
            _compare(transformer, temporary, card)
        except NotExportable as err:
            _note_refusal(folder, err)
            raise
        (temporary / CARD_FILE).write_text(json.dumps(asdict(card), indent=1), encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        temporary.rename(folder)
        return card
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _note_refusal(folder: Path, err: NotExportable) -> None:
    folder.mkdir(exist_ok=True)
    (folder / REFUSED_FILE).write_text(str(err), encoding="utf-8")


def _write_export(model: str, transformer: "SentenceTransformer", folder: Path) -> ExportCard:
    import torch

    class Pooled(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
            pooled: torch.Tensor = self.transformer(dict(zip(inputs, tensors, strict=True)))["sentence_embedding"]
            return pooled

    try:
        tokenizer = transformer.tokenizer
        tokenizer.save_pretrained(str(folder))
        features = tokenizer(["a short text", "a text that is somewhat longer"], padding=True, return_tensors="pt")
        inputs = tuple(name for name in _INPUTS if name in features)
        axes: dict[str, dict[int, str]] = {name: {0: "batch", 1: "tokens"} for name in inputs}
        with warnings.catch_warnings(), torch.no_grad():
            # The tracer warns of every Python branch; what it gets wrong, `_compare` finds.
            warnings.simplefilter("ignore")
            torch.onnx.export(
                Pooled().eval(),
                tuple(features[name] for name in inputs),
                str(folder / MODEL_FILE),
                input_names=list(inputs),
                output_names=["embedding"],
                dynamic_axes={**axes, "embedding": {0: "batch"}},
                opset_version=17,
                dynamo=False,
            )
    except OSError:
        raise  # The folder's fault, not the model's.
    except Exception as err:  # an exporter may raise anything; the model still runs unexported
        if shutil.disk_usage(folder).free < MIN_FREE_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder)) from err
        raise NotExportable(f"its export failed: {first_line(err)}") from err
    if not (folder / TOKENIZER_FILE).is_file():
        raise NotExportable("its tokenizer has no fast form")
    file = folder / MODEL_FILE
    prompts = transformer.prompts
    return ExportCard(
        export_format=EXPORT_FORMAT,
        model=model,
        dimensions=int(transformer.get_embedding_dimension() or 0),
        max_tokens=max_tokens_of(transformer),
        query_prompt=prompts.get("query", "") or "",
        document_prompt=prompts.get("document", "") or "",
        pad_id=int(tokenizer.pad_token_id or 0),
        pad_token=str(tokenizer.pad_token or "[PAD]"),
        inputs=inputs,
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        size_bytes=file.stat().st_size,
    )


def _compare(transformer: "SentenceTransformer", folder: Path, card: ExportCard) -> None:
    import numpy as np

    wanted = np.asarray(transformer.encode_query(list(_PROBES), normalize_embeddings=True), dtype=np.float32)
    found = OnnxEncoder(folder, card, threads=1).encode([card.query_prompt + probe for probe in _PROBES])
    difference = float(np.abs(wanted - found).max()) if wanted.shape == found.shape else float("inf")
    if not difference <= MAX_DIFFERENCE:
        raise NotExportable(f"its export differs from it by {difference:.2g}")
