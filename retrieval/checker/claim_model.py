"""The claim model: a small trained network that tells whether sentences say what a claim says."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.checker.claim_text import write_claim, write_sentence
from retrieval.checker.evidence import choose_sentences
from retrieval.trained.pair_model import MARKERS, PairModel

MAX_TOKENS = 256
"""Of a row: claim, evidence and three markers; in training as in use."""
MAX_CLAIM_TOKENS = 96


@dataclass(frozen=True, slots=True)
class Judgement:
    """The probabilities of the three verdicts, which sum to 1."""

    supported: float
    contradicted: float
    not_stated: float


class ClaimModel:
    """Judges claims. Safe for several threads.

    Args:
        content: of the ONNX file.

    Raises:
        ModelUnusable: when it is not what it should be.
    """

    def __init__(self, content: bytes) -> None:
        self._model = PairModel("claim checker", content, outputs=("verdicts",))

    def choose(self, claim: str, sentences: Sequence[str]) -> tuple[int, ...]:
        """Return the indices of the sentences of a source to judge a claim beside, in order: as many as it can read.

        At least one of any, however long.
        """
        asked, *read = self._model.tokenize([write_claim(claim), *map(write_sentence, sentences)])
        room = MAX_TOKENS - min(len(asked.ids), MAX_CLAIM_TOKENS) - MARKERS
        lengths = [len(one.ids) for one in read]
        return choose_sentences(
            write_claim(claim),
            [write_sentence(one) for one in sentences],
            fits=lambda chosen: sum(lengths[n] for n in chosen) <= room,
        )

    def judge(self, claim: str, evidence: Sequence[str]) -> Judgement:
        """Judge a claim beside some sentences; what is too long to be read is cut off."""
        asked, *read = self._model.tokenize([write_claim(claim), *map(write_sentence, evidence)])
        first = asked.ids[:MAX_CLAIM_TOKENS]
        second = np.concatenate([one.ids for one in read] or [first[:0]])[: MAX_TOKENS - len(first) - MARKERS]
        (logits,) = self._model.read(first, second)
        odds = np.exp(logits.astype(np.float64) - logits.max())
        supported, contradicted, not_stated = (odds / odds.sum()).tolist()
        return Judgement(supported, contradicted, not_stated)
