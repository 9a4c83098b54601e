"""The pool of judged claims and of paragraphs from which examples are drawn, as rows of word pieces."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from evals.training.claims.articles import Shelf
from evals.training.claims.judged import Judged
from evals.training.claims.recipes import Recipe, plan_epoch
from evals.training.claims.synthetic import RARE, Made, Making, make_answer, make_claim
from evals.training.claims.verdicts import SUPPORTED, Target, encode
from evals.training.sources import Paragraph
from evals.training.tokens import read_markers
from retrieval.checker.claim_model import MAX_CLAIM_TOKENS, MAX_TOKENS
from retrieval.checker.evidence import choose_sentences
from retrieval.trained.pair_model import MARKERS

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BUDGETS = (96, 128, 160, 224)
"""Of the evidence, in tokens, of which one is drawn for an example, so that the checker reads short and long ones."""
BRIEF_BUDGETS = (48, 64, 96)
"""Likewise, where it is to be brief."""
TRIES = 4
"""At making a claim about a paragraph, each about another sentence."""
RARE_TRIES = 40
"""Paragraphs that are tried for a claim of which few give one."""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """An example as the model reads it: `[CLS] claim [SEP] evidence [SEP]`.

    Attributes:
        ids: of the word pieces and markers.
        passage_start: index of the evidence's first token.
        allowed: which of the model's verdicts the example allows; all in use.
    """

    ids: npt.NDArray[np.int32]
    passage_start: int
    allowed: tuple[bool, bool, bool] = (True, True, True)


@dataclass(frozen=True, slots=True)
class ClaimExample:
    """A drawn example, and what it is made of."""

    name: str
    claim: str
    sentences: tuple[str, ...]
    target: Target
    row: ClaimRow

    @property
    def is_supported(self) -> bool:
        """Whether its only verdict is that the source supports the claim."""
        return self.target == SUPPORTED


class Writer:
    """Writes a claim and sentences of its source as a row.

    Attributes:
        pad_id: of the tokenizer.
    """

    def __init__(self, tokenizer: "Tokenizer") -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._markers = read_markers(tokenizer)
        self.pad_id = self._markers.pad

    def choose(self, claim: str, sentences: Sequence[str], *, budget: int = MAX_TOKENS) -> tuple[int, ...]:
        """Return the indices of the sentences to read a claim with, at most so many tokens in all.

        One sentence is chosen however long it is; `write` cuts it.
        """
        asked = min(len(self._encode(claim)), MAX_CLAIM_TOKENS)
        room = min(budget, MAX_TOKENS - asked - MARKERS)
        # Only where all might fit are all counted: an article of thousands of sentences never does.
        lengths: dict[int, int] = {}

        def fits(chosen: Sequence[int]) -> bool:
            used = 0
            for n in chosen:
                if n not in lengths:
                    lengths[n] = len(self._encode(sentences[n]))
                used += lengths[n]
                if used > room:
                    return False
            return True

        return choose_sentences(claim, sentences, fits=fits)

    def write(self, claim: str, evidence: Sequence[str], target: Target | None = None) -> ClaimRow:
        """Return the row of a claim and sentences, cut to `MAX_TOKENS`."""
        asked = self._encode(claim)[:MAX_CLAIM_TOKENS]
        body = [number for sentence in evidence for number in self._encode(sentence)]
        body = body[: MAX_TOKENS - len(asked) - MARKERS]
        markers = self._markers
        ids = np.array([markers.cls, *asked, markers.sep, *body, markers.sep], np.int32)
        return ClaimRow(ids, len(asked) + 2, encode(target) if target else (True, True, True))

    def _encode(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids


class ClaimPool:
    """What claims are drawn from.

    Attributes:
        failed: how often a claim was to be made in a way for which the paragraph gave nothing, by the way.
    """

    def __init__(self, judged: Sequence[Judged], paragraphs: Sequence[Paragraph], writer: Writer) -> None:
        self.judged = tuple(judged)
        self.writer = writer
        self.failed: Counter[str] = Counter()
        self._shelf = Shelf(paragraphs)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """What claims are made about."""
        return self._shelf.paragraphs

    def plan_epoch(self, *, seed: int, epoch: int) -> list[Recipe]:
        """Return the recipes of an epoch in its order."""
        return plan_epoch(self.judged, self.paragraphs, seed=seed, epoch=epoch)

    def draw(self, recipe: Recipe, chance: random.Random) -> ClaimExample | None:
        """Draw an example; None when the paragraph cannot give one."""
        if recipe.making is None:
            one = self.judged[recipe.index]
            budget = BRIEF_BUDGETS[-1] if recipe.is_brief else MAX_TOKENS
            chosen = self.writer.choose(one.claim, one.sentences, budget=budget)
            return self._write(one.name, one, chosen)
        budgets = BRIEF_BUDGETS if recipe.is_brief else BUDGETS
        for _ in range(TRIES):
            made = self._make(recipe, recipe.making, chance)
            if made is None:
                continue
            chosen = self.writer.choose(made.claim, made.sentences, budget=chance.choice(budgets))
            # A claim that is made from what is not shown would be called supported without reason.
            if set(made.support) <= set(chosen):
                return self._write(str(made.making), made, chosen)
        self.failed[str(recipe.making)] += 1
        return None

    def _make(self, recipe: Recipe, making: Making, chance: random.Random) -> Made | None:
        if making in {Making.ANSWERED, Making.MISANSWERED, Making.MISPUT}:
            paragraph = self.paragraphs[recipe.index]
            return make_answer(paragraph, recipe.question, chance, is_right=making is Making.ANSWERED)
        if making not in RARE:
            return make_claim(making, self._shelf.draw(recipe.index, chance), chance)
        anywhere = (chance.randrange(len(self.paragraphs)) for _ in range(RARE_TRIES))
        made = (make_claim(making, self._shelf.draw(index, chance), chance) for index in anywhere)
        return next((one for one in made if one), None)

    def _write(self, name: str, one: Judged | Made, chosen: Sequence[int]) -> ClaimExample:
        row = self.writer.write(one.claim, [one.sentences[n] for n in chosen], one.target)
        return ClaimExample(name, one.claim, one.sentences, one.target, row)
