"""Examples as rows of word pieces, with what the reader is to say of each token, sentence and row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.schema import Span
from evals.training.reader.material import Asked
from evals.training.tokens import Markers, Tokens, tokenise
from retrieval.reader.model_text import (
    MAX_HISTORY_TOKENS,
    MAX_QUESTION_TOKENS,
    MAX_TURN_TOKENS,
    MAX_TURNS,
    write_question,
    write_turn,
)
from retrieval.schema import PastTurn

if TYPE_CHECKING:
    from tokenizers import Tokenizer

NO_SENTENCE = -1
UNKNOWN = -1
"""Of a token that may or may not be part of the answer: it is in one way to say it, and not in another."""

Ints = npt.NDArray[np.int32]
Small = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """An example as the model reads it: `[CLS] question [SEP] last turn [SEP] turn before [SEP] window [SEP]`.

    Attributes:
        ids: of the word pieces and markers, of shape (tokens,) as the arrays below.
        passage_start: index of the window's first token.
        sentences: the number, from 0, of the window's sentence that a token is of; `NO_SENTENCE` outside.
        starts: 1 where an answer may begin; at the `[CLS]` alone when there is none.
        ends: likewise, where it may end.
        inside: 1 in a part of the answer, 0 outside, `UNKNOWN` where both are right.
        support: of shape (sentences,): 1 where the answer rests on the sentence.
    """

    ids: Ints
    passage_start: int
    sentences: Ints
    starts: Small
    ends: Small
    inside: Small
    support: Small

    @property
    def is_answerable(self) -> bool:
        """Whether the window answers."""
        return not self.starts[0]


class RowWriter:
    """Writes questions, histories and windows as rows; texts are tokenised once.

    Attributes:
        markers: of the tokenizer.
    """

    def __init__(self, tokenizer: "Tokenizer", markers: Markers) -> None:
        self.markers = markers
        self._tokenizer = tokenizer
        self._known: dict[str, Ints] = {}

    def encode(self, texts: Sequence[str]) -> list[Tokens]:
        """Return the tokens of texts, for `write`."""
        return tokenise(self._tokenizer, texts)

    def ask(self, question: str, history: Sequence[PastTurn]) -> Ints:
        """Return all that stands before the window, its markers too; of a history, oldest first, the last turns."""
        markers = self.markers
        ids = [np.array([markers.cls], np.int32), self._ids(write_question(question))[:MAX_QUESTION_TOKENS]]
        room = MAX_HISTORY_TOKENS
        for turn in reversed(history[-MAX_TURNS:]):
            written = self._ids(write_turn(turn.question, turn.answer))[: min(MAX_TURN_TOKENS, room)]
            if not len(written):
                break
            room -= len(written)
            ids += [np.array([markers.sep], np.int32), written]
        return np.concatenate([*ids, [markers.sep]]).astype(np.int32)

    def write(self, asked: Asked, before: Ints, tokens: Tokens, window: Sequence[Span]) -> ReaderRow:
        """Return a row; parts and quotes are labelled as far as they lie in the window.

        Args:
            asked: the question; its parts and quotes hold in the text.
            before: what stands before the window.
            tokens: of the whole text.
            window: sentences of the text, in order.
        """
        slices = [tokens.within(sentence) for sentence in window]
        body = np.concatenate([tokens.ids[part] for part in slices])
        places = np.concatenate([np.arange(part.start, part.stop) for part in slices])
        numbers = np.concatenate([np.full(part.stop - part.start, n) for n, part in enumerate(slices)])
        at, size = len(before), len(before) + len(body) + 1
        ids = np.concatenate([before, body, [self.markers.sep]]).astype(np.int32)
        starts, ends, inside = (np.zeros(size, np.int8) for _ in range(3))
        sentences = np.full(size, NO_SENTENCE, np.int32)
        sentences[at:-1] = numbers
        where = {int(place): at + n for n, place in enumerate(places)}
        for part in asked.parts:
            _label(part, tokens, where, (starts, ends, inside))
        is_answered = bool(starts.any())
        if not is_answered:
            starts[0] = ends[0] = 1
        support = np.array([is_answered and any(_rests(s, quote) for quote in asked.quotes) for s in window], np.int8)
        return ReaderRow(ids, at, sentences, starts, ends, inside, support)

    def _ids(self, text: str) -> Ints:
        if text not in self._known:
            self._known[text] = tokenise(self._tokenizer, [text])[0].ids
        return self._known[text]


def _rests(sentence: Span, quote: Span) -> bool:
    """Whether a sentence is of a quote: most of it, for quotes may end within a sentence by another splitting."""
    shared = min(sentence.end, quote.end) - max(sentence.start, quote.start)
    return 2 * shared > min(len(sentence), len(quote))


def _label(part: Sequence[Span], tokens: Tokens, where: dict[int, int], labels: tuple[Small, Small, Small]) -> None:
    """Mark where one part of an answer stands, said in any way, if all of it is shown."""
    starts, ends, inside = labels
    covered = [found for span in part if (found := tokens.cover(span)) and found[0] in where and found[1] in where]
    for first, last in covered:
        starts[where[first]] = ends[where[last]] = 1
    if not covered:
        return
    widest = set().union(*(range(first, last + 1) for first, last in covered))
    surest = set(widest).intersection(*(range(first, last + 1) for first, last in covered)) or widest
    for place in widest:
        if place in where and inside[where[place]] != 1:
            inside[where[place]] = 1 if place in surest else UNKNOWN
