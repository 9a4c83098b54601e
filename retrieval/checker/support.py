"""Support: how probably some sentences say what a claim says, as one number; the claim checker's, and the evals'."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from retrieval.checker.claim_signs import ClaimSource, ReadClaim, read_claim
from retrieval.checker.claim_text import write_claim
from retrieval.checker.claim_weights import SUPPORT_WEIGHTS, SUPPORTED_FROM
from retrieval.embedding.embeddings import UnitEmbeddings
from retrieval.embedding.encoders import Vectors
from retrieval.reader.confidence import estimate_confidence

CONTRADICTED_FROM = 0.5
"""What is weighed against a claim from which on it is contradicted: more likely than not."""
KEPT_SOURCES = 4
"""Sources whose sentences' vectors are kept: claims about one are mostly checked one after the other."""


class Weighed(NamedTuple):
    """What speaks for a claim and what against it, each in [0, 1]; both may be low, where the sentences do not say."""

    support: float
    against: float


class SupportScorer:
    """Weighs claims against sentences that are given. Safe for several threads.

    Args:
        model: that judges a claim beside sentences; it is opened for the first claim that is none of the sentences.
        embeddings: that compare the claim with each sentence.
    """

    def __init__(self, model: Callable[[], ClaimSource], embeddings: UnitEmbeddings) -> None:
        self._model = model
        self._embeddings = embeddings
        self._embed = lru_cache(KEPT_SOURCES)(self._embed_anew)

    def score(self, claim: str, sentences: Sequence[str]) -> float:
        """Return the probability, in [0, 1], that the sentences support a claim: 1.0 of one of them, 0.0 without any.

        Raises:
            ModelUnusable: when the model's file is not the one that was shipped.
        """
        if not sentences:
            return 0.0
        return 1.0 if find_verbatim(claim, sentences) is not None else weigh_support(self._read(claim, sentences))

    def supports(self, claim: str, sentences: Sequence[str]) -> bool:
        """Tell whether the sentences support a claim, as `is_supported` does; raises as `score` does."""
        if not sentences:
            return False
        return find_verbatim(claim, sentences) is not None or is_supported(self._read(claim, sentences))

    def weigh(self, claim: str, sentences: Sequence[str]) -> Weighed:
        """Return what the sentences, at least one, say for and against a claim; raises as `score` does."""
        if find_verbatim(claim, sentences) is not None:
            return Weighed(1.0, 0.0)
        read = self._read(claim, sentences)
        return Weighed(weigh_support(read), weigh_against(read))

    def _read(self, claim: str, sentences: Sequence[str]) -> ReadClaim:
        (own,) = self._embeddings.encode_documents([claim])
        cosine = float((self._embed(tuple(sentences)) @ own).max())
        return read_claim(claim, sentences, self._model(), cosine=cosine)

    def _embed_anew(self, sentences: tuple[str, ...]) -> Vectors:
        return self._embeddings.encode_documents(sentences)


def weigh_support(read: ReadClaim) -> float:
    """Return the probability, in [0, 1], that a claim is supported, by the model and by the words together."""
    return estimate_confidence(read.signs, SUPPORT_WEIGHTS)


def weigh_against(read: ReadClaim) -> float:
    """Return what the model says against a claim, in [0, 1]: the mean of all the evidence and of the surest window."""
    return (max(one.judgement.contradicted for one in read.windows) + read.joint.contradicted) / 2


def is_supported(read: ReadClaim) -> bool:
    """Tell whether to call a claim supported: where it is likely, and the model alone says so too.

    Words that are alike make a claim likely that turns them round; then the model must not be outvoted.
    """
    return read.signs.read >= 0 and weigh_support(read) >= SUPPORTED_FROM


def find_verbatim(claim: str, sentences: Sequence[str]) -> int | None:
    """Return the index of the first sentence that a claim repeats, whatever its case, marks and last stop; else None.

    >>> find_verbatim("ann left", ["It rained.", "Ann left."])
    1
    """
    said = write_claim(claim).casefold()
    return next((n for n, sentence in enumerate(sentences) if write_claim(sentence).casefold() == said), None)
