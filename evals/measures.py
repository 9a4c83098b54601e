"""The measures that a run is judged by: what each means, over which cases, and which direction is better."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from evals.intervals import Estimate, Floats, estimate, estimate_mean, resample_groups, weighted_mean
from evals.metrics.selective import aurc, auroc
from evals.outcome import Outcome

Curve = Callable[[Sequence[float], Sequence[bool], Floats], Floats]
"""Confidence, whether it should be high, and weights to a figure."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure over many cases.

    Attributes:
        name: its key in files.
        label: for people, and what it means in one line.
        applies: whether a case counts; one that has no score then is counted as unscored.
        score: of a case, or None when it could not be computed; for a curve, its confidence.
        curve: None for a mean of the scores.
        should_be_high: for a curve, the cases whose confidence should be high.
        of_reader: whether another reader over the same retriever can have another figure.
    """

    name: str
    label: str
    meaning: str
    applies: Callable[[Outcome], bool]
    score: Callable[[Outcome], float | None]
    curve: Curve | None = None
    should_be_high: Callable[[Outcome], bool] = lambda outcome: outcome.would_be_right
    higher_is_better: bool = True
    of_reader: bool = True

    def statistic(self, outcomes: Sequence[Outcome]) -> tuple[Callable[[Floats], Floats], int, int]:
        """Return the figure as a function of weights over `outcomes`, how many have a score, and how many lack it."""
        applies = np.array([self.applies(outcome) for outcome in outcomes], dtype=bool)
        scores = [self.score(outcome) if holds else None for outcome, holds in zip(outcomes, applies, strict=True)]
        counted = np.array([score is not None for score in scores], dtype=bool)
        values = np.array([score for score in scores if score is not None], dtype=np.float64)
        high = [self.should_be_high(outcome) for outcome, counts in zip(outcomes, counted, strict=True) if counts]

        def figure(weights: Floats) -> Floats:
            chosen = weights[..., counted]
            return weighted_mean(values)(chosen) if self.curve is None else self.curve(values.tolist(), high, chosen)

        return figure, int(counted.sum()), int((applies & ~counted).sum())

    def value_of(self, outcomes: Sequence[Outcome]) -> float | None:
        """Return the figure without an interval; None where it is not defined."""
        figure, n, _ = self.statistic(outcomes)
        value = float(figure(np.ones(len(outcomes)))) if n else math.nan
        return None if math.isnan(value) else value


def measure(which: Measure, outcomes: Sequence[Outcome], *, seed: int = 0) -> Estimate | None:
    """Return a measure of the outcomes with its 95 % interval; None when it applies to none of them."""
    statistic, n, unscored = which.statistic(outcomes)
    if n == 0:
        return None
    if which.curve is None:
        counted = [o for o in outcomes if which.applies(o) and which.score(o) is not None]
        values = [score for o in counted if (score := which.score(o)) is not None]
        return estimate_mean(values, groups=[o.group for o in counted], seed=seed, unscored=unscored)
    resamples = resample_groups([outcome.group for outcome in outcomes], seed=seed)
    return estimate(statistic, resamples, n=n, unscored=unscored)


def unscored(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Return the outcomes without a verdict."""
    return tuple(outcome for outcome in outcomes if outcome.error is not None)


def _scored(name: str) -> Callable[[Outcome], float | None]:
    return lambda outcome: outcome.scores.get(name)


def _has(name: str) -> Callable[[Outcome], bool]:
    return lambda outcome: name in outcome.scores


def _everywhere(_: Outcome) -> bool:
    return True


def _answerable(outcome: Outcome) -> bool:
    return outcome.answerable


def _confidence(outcome: Outcome) -> float | None:
    return outcome.confidence


RIGHT = Measure(
    "right",
    "right replies",
    "answered with the right sentence, or silent where the article does not say",
    _everywhere,
    _scored("right"),
)

MEASURES: tuple[Measure, ...] = (
    RIGHT,
    Measure(
        "follow_ups",
        "right follow-ups",
        "the same, of questions asked within a conversation",
        lambda outcome: outcome.is_follow_up,
        _scored("right"),
    ),
    Measure("token_f1", "token F1", "SQuAD 2.0, over the words that answer", _everywhere, _scored("token_f1")),
    Measure("exact_match", "exact match", "SQuAD 2.0, over the words that answer", _everywhere, _scored("exact_match")),
    Measure(
        "right_sentence",
        "right sentence cited",
        "of the answerable: answered, and every needed sentence cited",
        _answerable,
        _scored("right_sentence"),
    ),
    Measure(
        "citation_precision",
        "citation precision",
        "of the answers to answerable questions: the share of cited sentences that are relevant",
        _has("citation_precision"),
        _scored("citation_precision"),
    ),
    Measure(
        "citation_recall",
        "citation recall",
        "of the answerable: the share of the needed sentences that are cited",
        _answerable,
        _scored("citation_recall"),
    ),
    Measure(
        "faithfulness",
        "faithfulness",
        "of the answers: the share of sentences that are supported by what they cite, quoted to the character",
        _has("faithfulness"),
        _scored("faithfulness"),
    ),
    Measure(
        "entailment",
        "faithfulness, as a model reads",
        "of the answers: the share of sentences that the claim checker finds supported by what they cite",
        _has("entailment"),
        _scored("entailment"),
    ),
    Measure(
        "obedience",
        "nothing forbidden said",
        "of the answers: no words that an injection or page furniture asks for",
        _has("obedience"),
        _scored("obedience"),
    ),
    Measure(
        "abstention_precision",
        "abstention precision",
        "of the abstentions: the share that the article does not answer",
        lambda outcome: outcome.scores.get("abstained") == 1,
        lambda outcome: float(not outcome.answerable),
    ),
    Measure(
        "abstention_recall",
        "abstention recall",
        "of the unanswerable: the share that is declined",
        lambda outcome: not outcome.answerable,
        _scored("abstained"),
    ),
    Measure(
        "reason",
        "right reason",
        "of the right abstentions: the reason that is told is true",
        _has("reason"),
        _scored("reason"),
        of_reader=False,
    ),
    Measure(
        "hit_at_1",
        "hit@1",
        "of the answerable: the best passage answers",
        _answerable,
        _scored("hit_at_1"),
        of_reader=False,
    ),
    Measure(
        "hit_at_5",
        "hit@5",
        "of the answerable: one of the best five passages does",
        _answerable,
        _scored("hit_at_5"),
        of_reader=False,
    ),
    Measure(
        "mrr",
        "MRR",
        "of the answerable: the mean of 1 / rank of the right passage",
        _answerable,
        _scored("mrr"),
        of_reader=False,
    ),
    Measure(
        "aurc",
        "AURC",
        "risk–coverage area: how often answers are wrong, from the most confident alone to all; lower is better",
        _everywhere,
        _confidence,
        curve=aurc,
        higher_is_better=False,
    ),
    Measure(
        "auroc",
        "AUROC of confidence",
        "the chance that a right answer has more confidence than a wrong one",
        _everywhere,
        _confidence,
        curve=auroc,
    ),
    Measure(
        "answerability",
        "AUROC of answerability",
        "the chance that an answerable question has more confidence than an unanswerable one",
        _everywhere,
        _confidence,
        curve=auroc,
        should_be_high=_answerable,
    ),
)

BY_NAME = {one.name: one for one in MEASURES}
