"""Rank passages by what meaning (cosine) and words (BM25) say of them and of their sentences: the one search score.

Both parts are bounded, so the weights hold for a single article as well as for thousands: the lexical part is a share
of the best that the query could score, which does not grow with the collection as raw BM25 does.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.intp]

# Chosen on titles of SQuAD 1.1 train, searching one article or 240 paragraphs; half or half as much again does as well.
LEXICAL = 1.0


class Signals(NamedTuple):
    """What a search knows of passages and of their sentences, for one query.

    Attributes:
        cosines: between the query and each passage.
        lexical: BM25 of each passage, as a share of the best that the query could score.
        sentence_cosines, sentence_lexical: likewise of each sentence.
        passage_of: the number, from 0, of each sentence's passage; every passage has a sentence.
    """

    cosines: Floats
    lexical: Floats
    sentence_cosines: Floats
    sentence_lexical: Floats
    passage_of: Ints


class Ranked(NamedTuple):
    """A passage by its number, with its score and what is shown of its signals."""

    number: int
    score: float
    cosine: float
    lexical: float
    sentence_cosines: tuple[float, ...]


def rank_passages(signals: Signals) -> list[Ranked]:
    """Return the passages, best first: cosine plus lexical share, each the mean of the whole and of its best sentence.

    >>> nothing = np.zeros(2, np.float32)
    >>> signals = Signals(np.float32([0.5, 0.6]), nothing, np.float32([0.9, 0.6]), nothing, np.array([0, 1]))
    >>> [one.number for one in rank_passages(signals)]
    [0, 1]
    """
    best_cosines = _best(signals.sentence_cosines, signals)
    best_lexical = _best(signals.sentence_lexical, signals)
    scores = (signals.cosines + best_cosines) / 2 + LEXICAL * (signals.lexical + best_lexical) / 2
    starts = np.searchsorted(signals.passage_of, np.arange(len(scores) + 1))
    return [
        Ranked(
            int(n),
            float(np.float32(scores[n])),
            float(signals.cosines[n]),
            float(signals.lexical[n]),
            tuple(map(float, signals.sentence_cosines[starts[n] : starts[n + 1]])),
        )
        for n in np.argsort(-scores, kind="stable")
    ]


def _best(of_sentences: Floats, signals: Signals) -> Floats:
    """The highest value of each passage's sentences."""
    best = np.full(len(signals.cosines), -np.inf, np.float32)
    np.maximum.at(best, signals.passage_of, of_sentences)
    return best
