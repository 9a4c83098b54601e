"""Load a model with sentence-transformers: to export it, or to run it when it cannot be exported."""

import logging
import os
from typing import TYPE_CHECKING

from retrieval.errors import ModelUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def load_sentence_transformer(model: str, source: str) -> "SentenceTransformer":
    """Load a model with sentence-transformers, on the CPU.

    Raises:
        ModelUnavailable: when there is no such model on this machine or in reach.
    """
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(source, device="cpu")
    except Exception as err:  # a model's loader may raise anything
        raise ModelUnavailable(model, first_line(err)) from err


def max_tokens_of(transformer: "SentenceTransformer") -> int:
    """Return how many tokens of a text a model reads; 512 when it states none, or no end."""
    stated = transformer.max_seq_length
    return int(stated) if stated and stated < float("inf") else 512


def first_line(err: Exception) -> str:
    """Return the first line of an error's message, or its kind when it has none."""
    return str(err).strip().partition("\n")[0].rstrip(".")[:200] or type(err).__name__
