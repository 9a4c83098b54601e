"""What the model says of a window: of each sentence, the best span, and whether it supports; of all, if it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.schema import Sentence, Span
from retrieval.schema import PastTurn

MAX_ANSWER_TOKENS = 48

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence of a window, as the model reads it.

    Attributes:
        span: the words of it that answer best, in the article.
        margin: log-odds of that span against "there is no answer here", the mean of those of its start and its end.
        support: log-odds that an answer rests on the sentence.
        parts: the words of it that are parts of the answer, in the article, in order; none, one, or several of a list.
    """

    sentence: Sentence
    span: Span
    margin: float
    support: float
    parts: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A window that was read.

    Attributes:
        answers: log-odds that the window answers.
        sentences: of the window, in order, those that have a word.
    """

    answers: float
    sentences: tuple[ReadSentence, ...]


class ReadsWindows(Protocol):
    """What the reader needs of its model."""

    def read(self, question: str, history: Sequence[PastTurn], sentences: Sequence[Sentence]) -> Reading:
        """Return the reading of a window's sentences, at least one."""
        ...


@dataclass(frozen=True, slots=True)
class TokenSigns:
    """What the model says of the tokens of one sentence.

    Attributes:
        starts, ends: log-odds, against no answer, that the answer begins or ends with a token.
        inside: that it is part of the answer.
        support: that its sentence supports.
        offsets: of shape (tokens, 2): the characters of the sentence that each stands for.
    """

    starts: Floats
    ends: Floats
    inside: Floats
    support: Floats
    offsets: Ints


def read_sentence(sentence: Sentence, signs: TokenSigns) -> ReadSentence:
    """Return a sentence with what its tokens, at least one, say together."""
    first, last, margin = find_best_span(signs.starts, signs.ends)
    return ReadSentence(
        sentence,
        _cut(sentence, signs.offsets, first, last),
        margin,
        float(signs.support.mean()),
        tuple(_cut(sentence, signs.offsets, *run) for run in find_runs(_whole_words(sentence.text, signs))),
    )


def find_best_span(starts: Floats, ends: Floats) -> tuple[int, int, float]:
    """Return the first and the last token of the best span, and the mean of its two log-odds.

    >>> find_best_span(np.array([0.0, 3, 1], np.float32), np.array([4.0, 0, 2], np.float32))
    (1, 2, 2.5)
    """
    scores = (starts[:, None] + ends[None, :]) / 2
    places = np.arange(len(starts))
    length = places[None, :] - places[:, None]
    scores = np.where((length < 0) | (length >= MAX_ANSWER_TOKENS), -np.inf, scores)
    first, last = divmod(int(scores.argmax()), len(starts))
    return first, last, float(scores[first, last])


def find_runs(marks: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the first and last place of each run of marks.

    >>> find_runs(np.array([True, True, False, True]))
    [(0, 1), (3, 3)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marks, [False])).astype(np.int8)))
    return [(int(begin), int(end) - 1) for begin, end in zip(edges[::2], edges[1::2], strict=True)]


def _whole_words(text: str, signs: TokenSigns) -> npt.NDArray[np.bool_]:
    """Which tokens are of a part of the answer: all between two spaces are, or none, by the greater share.

    Marks have no say: the stop behind a word belongs to the sentence.
    """
    starts = signs.offsets[:, 0]
    words = np.cumsum([0, *(any(map(str.isspace, text[a:b])) for a, b in pairwise(starts.tolist()))])
    has_say = np.array([any(map(str.isalnum, text[a:b])) for a, b in signs.offsets.tolist()])
    sums = np.bincount(words, np.where(has_say, np.tanh(signs.inside / 2), 0.0))
    return np.asarray(sums[words] > 0)


def _cut(sentence: Sentence, offsets: Ints, first: int, last: int) -> Span:
    start = sentence.span.start
    return Span(start + int(offsets[first, 0]), start + int(offsets[last, 1]))
