"""Texts as word pieces with their offsets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.schema import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_BLOCK = 2048

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The word pieces of a text, without markers, and the characters that each stands for."""

    ids: Ints
    starts: Ints
    ends: Ints

    def within(self, span: Span) -> slice:
        """Return which tokens lie wholly within a span of the text; `count_within` says how many."""
        first = int(np.searchsorted(self.starts, span.start, "left"))
        return slice(first, max(first, int(np.searchsorted(self.ends, span.end, "right"))))

    def count_within(self, span: Span) -> int:
        """Return how many tokens lie wholly within a span of the text."""
        part = self.within(span)
        return int(part.stop) - int(part.start)

    def cover(self, span: Span) -> tuple[int, int] | None:
        """Return the first and the last token that share a character with a span; None when none does."""
        first = int(np.searchsorted(self.ends, span.start, "right"))
        last = int(np.searchsorted(self.starts, span.end, "left")) - 1
        return (first, last) if first <= last else None


@dataclass(frozen=True, slots=True)
class Markers:
    """The ids of the tokenizer's `[CLS]`, `[SEP]` and `[PAD]`."""

    cls: int
    sep: int
    pad: int


def read_markers(tokenizer: "Tokenizer") -> Markers:
    """Return the ids of a tokenizer's markers.

    Raises:
        ValueError: when it has not got them all, so is none of the BERT family.
    """
    # MPNet's tokenizer knows BERT's markers too, which the model has never seen.
    for names in (("<s>", "</s>", "<pad>"), ("[CLS]", "[SEP]", "[PAD]")):
        cls, sep, pad = (tokenizer.token_to_id(name) for name in names)
        if cls is not None and sep is not None and pad is not None:
            return Markers(cls, sep, pad)
    raise ValueError("the tokenizer lacks [CLS], [SEP] or [PAD]; train from a model of the BERT family")


def tokenise(tokenizer: "Tokenizer", texts: Sequence[str]) -> list[Tokens]:
    """Return the tokens of texts, whole however long."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokens: list[Tokens] = []
    for at in range(0, len(texts), _BLOCK):
        for encoded in tokenizer.encode_batch(list(texts[at : at + _BLOCK]), add_special_tokens=False):
            offsets = np.array(encoded.offsets, np.int32).reshape(-1, 2)
            tokens.append(Tokens(np.array(encoded.ids, np.int32), offsets[:, 0].copy(), offsets[:, 1].copy()))
    return tokens
