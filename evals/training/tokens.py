"""Texts as word pieces with their offsets, and examples as rows of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.schema import Span
from evals.metrics.overlap import normalise
from retrieval.reader.span_model import MAX_QUESTION_TOKENS

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
class Row:
    """An example as the model reads it: `[CLS] question [SEP] passage [SEP]`.

    Attributes:
        ids: of the word pieces and markers.
        passage_start: index of the passage's first token.
        answer: indices of the answer's first and last token; (0, 0), the `[CLS]`, when there is none.
    """

    ids: Ints
    passage_start: int
    answer: tuple[int, int] = (0, 0)


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
    cls, sep, pad = (tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]", "[PAD]"))
    if cls is None or sep is None or pad is None:
        raise ValueError("the tokenizer lacks [CLS], [SEP] or [PAD]; train from a model of the BERT family")
    return Markers(cls, sep, pad)


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


def survives(text: str, tokens: Tokens, answer: Span) -> bool:
    """Tell whether the tokens that cover an answer are the answer, as SQuAD compares; not the "1990" of "1990s"."""
    covered = tokens.cover(answer)
    if covered is None:
        return False
    found = text[int(tokens.starts[covered[0]]) : int(tokens.ends[covered[1]])]
    return bool(normalise(found)) and normalise(found) == normalise(answer.cut(text))


def make_row(
    markers: Markers, question: Tokens, passage: Tokens, pieces: Sequence[Span], *, answer: Span | None = None
) -> Row:
    """Return the row of a question and pieces of a paragraph, in order.

    Raises:
        ValueError: when the answer is in none of the pieces.
    """
    asked = question.ids[:MAX_QUESTION_TOKENS]
    slices = [passage.within(piece) for piece in pieces]
    passage_start = len(asked) + 2
    body = [passage.ids[part] for part in slices]
    ids = np.concatenate(([markers.cls], asked, [markers.sep], *body, [markers.sep])).astype(np.int32)
    if answer is None:
        return Row(ids, passage_start)
    covered = passage.cover(answer)
    before = 0
    for part in slices:
        if covered and part.start <= covered[0] and covered[1] < part.stop:
            shift = passage_start + before - part.start
            return Row(ids, passage_start, (covered[0] + shift, covered[1] + shift))
        before += part.stop - part.start
    raise ValueError(f"the answer {answer} is in none of the pieces")
