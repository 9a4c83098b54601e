"""What speaks for a claim's being supported by some sentences: what the claim model says, and what the words do."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Protocol

from retrieval.checker.claim_model import Judgement
from retrieval.checker.evidence import find_windows

BOUND = 12.0
"""Of log-odds: beyond it the model is sure, and a larger number says no more."""
_WORD = re.compile(r"\w+")
_ARTICLES = frozenset({"a", "an", "the"})


class ClaimSource(Protocol):
    """What the checker needs of its model."""

    def choose(self, claim: str, sentences: Sequence[str]) -> tuple[int, ...]:
        """Return the indices of the sentences to judge a claim beside."""
        ...

    def judge(self, claim: str, evidence: Sequence[str]) -> Judgement:
        """Judge a claim beside some sentences."""
        ...


class ClaimSigns(NamedTuple):
    """What speaks for support.

    Attributes:
        read: log-odds of support, within `BOUND`: the mean of those by all the evidence in one, and of the best of
            those by each of the nearest sentences with its neighbours; in a short source the two are one.
        pairs: the share, in [0, 1], of the claim's word pairs that the sentences have.
        cosine: of the claim and the nearest sentence.
        constant: 1.
    """

    read: float
    pairs: float
    cosine: float
    constant: float = 1.0


@dataclass(frozen=True, slots=True)
class ReadWindow:
    """A sentence near a claim, by its index, and how the claim is judged beside it and its neighbours."""

    sentence: int
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """A claim that was read beside sentences.

    Attributes:
        joint: beside all of the evidence.
        windows: of the nearest sentences, nearest first; at least one.
    """

    signs: ClaimSigns
    joint: Judgement
    windows: tuple[ReadWindow, ...]


def read_claim(claim: str, sentences: Sequence[str], model: ClaimSource, *, cosine: float) -> ReadClaim:
    """Read a claim beside the sentences of its source, at least one.

    Args:
        claim: one statement.
        sentences: in the order of the text.
        model: that judges.
        cosine: of the claim and the nearest sentence.
    """
    joint = model.judge(claim, [sentences[n] for n in model.choose(claim, sentences)])
    windows = tuple(
        ReadWindow(nearest, model.judge(claim, [sentences[n] for n in window]))
        for nearest, window in find_windows(claim, sentences)
    )
    signs = ClaimSigns(
        read=(log_odds(joint.supported) + max(log_odds(one.judgement.supported) for one in windows)) / 2,
        pairs=share_pairs(claim, sentences),
        cosine=cosine,
    )
    return ReadClaim(signs, joint, windows)


def share_pairs(claim: str, sentences: Sequence[str]) -> float:
    """Return the share of the claim's distinct pairs of neighbouring words that a sentence has; 1.0 without a pair.

    >>> share_pairs("Ann Bell spoke on Friday", ["Ann Bell spoke at length."])
    0.5
    """
    mine = set(pairwise(_words(claim)))
    theirs = {pair for sentence in sentences for pair in pairwise(_words(sentence))}
    return len(mine & theirs) / len(mine) if mine else 1.0


def log_odds(probability: float) -> float:
    """Return the log-odds of a probability, within `BOUND`."""
    inside = min(max(probability, 1e-9), 1 - 1e-9)
    return max(-BOUND, min(BOUND, math.log(inside / (1 - inside))))


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in _ARTICLES]
