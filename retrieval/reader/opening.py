"""The readers that need no chat model, opened from their files."""

from collections.abc import Callable
from pathlib import Path

from retrieval.errors import ModelUnusable
from retrieval.reader.sentence import SentenceReader
from retrieval.reader.span import SpanReader
from retrieval.reader.span_model import SpanModel
from retrieval.schema import Reader
from retrieval.trained.shipped import SPAN_READER, read_shipped


def open_offline_reader(
    name: str, trained: Path, *, threshold: float | None, announce: Callable[[str], None]
) -> Reader:
    """Return the sentence reader if it is named so, else the span reader, or the other where its model is unusable.

    Args:
        name: of the reader.
        trained: the folder of the trained models.
        threshold: below which a reader declines; the one that it was calibrated with when None.
        announce: told, in one sentence, that the sentence reader stands in.
    """
    if name != "sentence":
        try:
            model = SpanModel(read_shipped(SPAN_READER, trained))
        except ModelUnusable as err:
            announce(f"The sentence reader answers, less well: {err}.")
        else:
            return SpanReader(model) if threshold is None else SpanReader(model, threshold=threshold)
    return SentenceReader() if threshold is None else SentenceReader(threshold=threshold)
