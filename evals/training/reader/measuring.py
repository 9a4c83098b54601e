"""What a reader says of rows, and how right it is: spans, silence, supporting sentences."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from evals.training.reader.answering import Measured, measure, summarise
from evals.training.reader.batch import collate
from evals.training.reader.decoding import find_best_spans
from evals.training.reader.model import NOWHERE, Logits, average_sentences, to_inputs
from evals.training.reader.pool import Example, ReaderPool, Recipe, Show, answering
from evals.training.reader.rows import NO_SENTENCE, UNKNOWN

BATCH_SIZE = 32
OTHERS = 400
"""Questions of other sources than news that are measured beside."""
AWAY_SHARE = 3
"""Of so many answerable questions of news one is asked of another window too."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Said:
    """What a reader says of a row.

    Attributes:
        first, last: of the best span's tokens, in the row.
        margin: of the span over no answer, in logits, mean of both ends.
        answers: log-odds that the window answers.
        support: of each sentence, log-odds that the answer rests on it.
        inside: of each token, that it is part of the answer.
    """

    first: int
    last: int
    margin: float
    answers: float
    support: Floats
    inside: Floats


def read_rows(network: nn.Module, examples: Sequence[Example], *, pad_id: int) -> list[Said]:
    """Read examples in bfloat16, and return what is said of each, in their order.

    Args:
        network: that reads as `ReaderNetwork` does; is put to evaluation.
        examples: of any lengths.
        pad_id: of the tokenizer.
    """
    network.eval()
    order = sorted(range(len(examples)), key=lambda n: len(examples[n].row.ids))
    said: dict[int, Said] = {}
    for at in range(0, len(order), BATCH_SIZE):
        chosen = order[at : at + BATCH_SIZE]
        batch = collate([examples[n].row for n in chosen], pad_id=pad_id)
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            logits: Logits = network(*to_inputs(batch))
        tokens = logits.tokens.float()
        masked = tokens[..., :2].masked_fill(~torch.from_numpy(batch.may_hold)[..., None], NOWHERE).numpy()
        best = find_best_spans(masked[..., 0], masked[..., 1])
        support = average_sentences(tokens[..., 3], batch).numpy()
        for k, n in enumerate(chosen):
            row = examples[n].row
            said[n] = Said(
                int(best.firsts[k]),
                int(best.lasts[k]),
                float(best.margins[k]) / 2,
                float(logits.answerable[k]),
                support[k, : len(row.support)],
                tokens[k, : len(row.ids), 2].numpy(),
            )
    return [said[n] for n in range(len(examples))]


class SelectionSet:
    """Questions of held-out articles, each with the window that it is about, and some of other sources."""

    def __init__(self, news: ReaderPool, others: ReaderPool, *, seed: int) -> None:
        self._pools = (news, others)
        chance = random.Random(seed)  # noqa: S311 - a sample, no secret
        self._examples = [
            [one for recipe in _take(pool, chance, count) if (one := pool.draw(recipe, chance)) is not None]
            for pool, count in ((news, None), (others, OTHERS))
        ]

    def score(self, network: nn.Module) -> dict[str, float]:
        """Return the measures: of news by name, of the others as `other_...`, as `summarise` names them.

        `sentence` is the share of answerable questions of news of which the span's sentence is a right one, `support`
        the F1 of the sentences called supporting, `inside` that of tokens.
        """
        scores: dict[str, float] = {}
        for name, pool, examples in zip(("", "other_"), self._pools, self._examples, strict=True):
            said = read_rows(network, examples, pad_id=pool.writer.markers.pad)
            measured = [_measure(pool, one, of_one) for one, of_one in zip(examples, said, strict=True)]
            scores |= {f"{name}{key}": value for key, value in summarise(measured).items()}
            if not name:
                scores |= _score_marks(examples, said)
        return scores


def _take(pool: ReaderPool, chance: random.Random, count: int | None) -> list[Recipe]:
    recipes = list(answering(pool))
    if count is None:
        away = [Recipe(r.text, r.asked, Show.ELSEWHERE) for r in recipes if r.show is Show.ANSWER]
        return [*recipes, *chance.sample(away, len(away) // AWAY_SHARE)]
    return chance.sample(recipes, min(count, len(recipes)))


def _measure(pool: ReaderPool, example: Example, said: Said) -> Measured:
    text = pool.cut(example, said.first, said.last)
    source = pool.texts[example.recipe.text]
    parts = example.asked.parts if example.row.is_answerable else ()
    return measure((text, said.margin, said.answers), [span.cut(source.text) for part in parts for span in part])


def _score_marks(examples: Sequence[Example], said: Sequence[Said]) -> dict[str, float]:
    pairs = [(e.row, s) for e, s in zip(examples, said, strict=True) if e.row.is_answerable]
    if not pairs:
        return {}
    right = [row.support[row.sentences[s.first]] == 1 for row, s in pairs]
    wanted = np.concatenate([row.support for row, _ in pairs]) == 1
    called = np.concatenate([s.support for _, s in pairs]) > 0
    known = [(row.inside != UNKNOWN) & (row.sentences != NO_SENTENCE) for row, _ in pairs]
    inside = np.concatenate([row.inside[of_row] for of_row, (row, _) in zip(known, pairs, strict=True)]) == 1
    found = np.concatenate([s.inside[of_row] for of_row, (_, s) in zip(known, pairs, strict=True)]) > 0
    return {"sentence": float(np.mean(right)), "support": _f1(wanted, called), "inside": _f1(inside, found)}


def _f1(wanted: npt.NDArray[np.bool_], called: npt.NDArray[np.bool_]) -> float:
    both = int((wanted & called).sum())
    return 2 * both / max(int(wanted.sum()) + int(called.sum()), 1)
