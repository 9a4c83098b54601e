"""SQuAD 2.0's measures over predictions: exact match and F1 with a threshold for no answer, and AUROC."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals.metrics.overlap import best_of, exact_match, token_f1
from evals.metrics.selective import auroc


@dataclass(frozen=True, slots=True)
class Measured:
    """A prediction beside its gold.

    Attributes:
        is_answerable: whether it has an answer.
        margin: sign of an answer from the span.
        head: sign of an answer from the answerability head.
        exact: exact match of the best span; 0 when there is no answer.
        f1: token F1 of it, likewise.
    """

    is_answerable: bool
    margin: float
    head: float
    exact: float
    f1: float

    @property
    def confidence(self) -> float:
        """Both signs in one."""
        return self.margin + self.head


def measure(prediction: tuple[str, float, float], golds: Sequence[str]) -> Measured:
    """Return a prediction (text, margin, head) beside its golds; none when it is unanswerable."""
    text, margin, head = prediction
    exact, f1 = (best_of(metric, text, golds) if golds else 0.0 for metric in (exact_match, token_f1))
    return Measured(bool(golds), margin, head, exact, f1)


def summarise(measured: Sequence[Measured]) -> dict[str, float]:
    """Return the measures of predictions, in percent but for AUROC and the threshold; empty without any.

    `f1` and `exact` are those at the threshold of the highest F1 on the same predictions (the script's `best_f1`),
    `answered_f1` is that of answerable questions when all are answered.
    """
    if not measured:
        return {}
    threshold = choose_threshold(measured)
    answerable = [one for one in measured if one.is_answerable]
    summary = {"questions": float(len(measured)), "threshold": threshold, **score_at(measured, threshold)}
    if answerable:
        summary["answered_f1"] = 100 * float(np.mean([one.f1 for one in answerable]))
        summary["answered_exact"] = 100 * float(np.mean([one.exact for one in answerable]))
    gold = [one.is_answerable for one in measured]
    if 0 < len(answerable) < len(measured):
        summary["auroc"] = float(auroc([one.confidence for one in measured], gold))
        summary["auroc_margin"] = float(auroc([one.margin for one in measured], gold))
        summary["auroc_head"] = float(auroc([one.head for one in measured], gold))
    return summary


def choose_threshold(measured: Sequence[Measured]) -> float:
    """Return the confidence from which to answer for the highest F1; the lowest of equals."""
    ordered = sorted(measured, key=lambda one: -one.confidence)
    gains = np.array([one.f1 if one.is_answerable else -1.0 for one in ordered])
    totals = np.concatenate(([0.0], np.cumsum(gains)))
    # Equal confidences are answered together: only where it changes may the cut stand.
    values = np.array([one.confidence for one in ordered])
    may_cut = np.concatenate(([True], values[1:] != values[:-1], [True]))
    count = int(np.flatnonzero(may_cut & (totals == totals[may_cut].max()))[-1])
    return float(values[count - 1]) if count else float(values[0]) + 1.0


def score_at(measured: Sequence[Measured], threshold: float) -> dict[str, float]:
    """Return exact match and F1 in percent, of all and of the two halves, when answering from a confidence on."""
    rows = [
        (one.is_answerable, *((one.exact, one.f1) if one.confidence >= threshold else (0.0, 0.0)))
        if one.is_answerable
        else (False, *[float(one.confidence < threshold)] * 2)
        for one in measured
    ]
    scores = np.array([row[1:] for row in rows])
    has = np.array([row[0] for row in rows])
    summary = {"exact": 100 * float(scores[:, 0].mean()), "f1": 100 * float(scores[:, 1].mean())}
    for name, part in (("has_answer", has), ("no_answer", ~has)):
        if part.any():
            summary[f"{name}_f1"] = 100 * float(scores[part, 1].mean())
    return summary
