"""Temper the span reader's confidence on cases about news, and choose its threshold there.

`python -m evals.fitting.temper_span_reader RESULT` reads what `footnote eval run --dataset dev --reader span --json
RESULT` wrote, right after `calibrate_span_reader --write`. Questions about encyclopaedia articles, on which that one
fits, are easier to be sure of than those that people ask about news: the order of the confidences holds, their size
does not. Slope and offset of the log-odds are fitted anew (Platt 1999). So `dev` is no report of how well confidence is
calibrated; `test` is. `--write` writes `retrieval/reader/span_weights.py`. A second time it changes next to nothing.
"""

import argparse
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.fitting.logit import fit_logit
from evals.fitting.reads import render_weights
from evals.outcome import Outcome
from evals.result import read_result
from retrieval.reader import span_weights as weights_module

BALANCED = "in dev it declines and answers the same share rightly"
EDGE = 1e-6
"""Confidences nearer to 0 or 1 count as so far from it."""


@dataclass(frozen=True, slots=True)
class Temper:
    """What is done to the log-odds of a confidence."""

    slope: float
    offset: float

    def apply(self, confidence: float) -> float:
        """Return the tempered confidence."""
        return 1 / (1 + math.exp(-(self.slope * _log_odds(confidence) + self.offset)))


def main() -> None:
    """Fit, print and, if asked, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("result", type=Path, help='of "footnote eval run --dataset dev --reader span --json"')
    parser.add_argument("--write", action="store_true", help="write retrieval/reader/span_weights.py")
    flags = parser.parse_args()
    outcomes = [outcome for part in read_result(flags.result).parts for outcome in part.outcomes]
    temper = fit_temper(outcomes)
    threshold = balance(outcomes, temper)
    answer = temper_weights(weights_module.ANSWER_WEIGHTS, temper)
    signs, fitted = ("SpanSigns", "SpanAnswerSigns"), (weights_module.SENTENCE_WEIGHTS, answer)
    module = render_weights("span", signs, fitted, threshold, chosen=BALANCED)
    sys.stdout.write(f"{module}\nslope {temper.slope:.3f}, offset {temper.offset:.3f}, n = {len(outcomes)}\n")
    if flags.write:
        Path(weights_module.__file__).write_text(module, encoding="utf-8")


def fit_temper(outcomes: Sequence[Outcome]) -> Temper:
    """Fit slope and offset by the cases with a confidence, each alike."""
    known = [(one.confidence, one.would_be_right) for one in outcomes if one.confidence is not None]
    features = np.array([(_log_odds(confidence), 1.0) for confidence, _ in known])
    right = np.array([hit for _, hit in known])
    slope, offset = fit_logit(features, right, np.ones(len(known))).tolist()
    return Temper(slope, offset)


def balance(outcomes: Sequence[Outcome], temper: Temper) -> float:
    """Return the threshold at which both halves of the questions are served alike.

    The share of the unanswerable ones that are declined is nearest there to the share of the answerable ones that get a
    right answer; what the reader declines for a name alone is left out of it.
    """
    known = [(temper.apply(one.confidence), one) for one in outcomes if one.confidence is not None]
    answerable = [(confidence, one.would_be_right) for confidence, one in known if one.answerable]
    others = [confidence for confidence, one in known if not one.answerable]

    def gap(threshold: float) -> float:
        right = sum(hit and confidence >= threshold for confidence, hit in answerable) / len(answerable)
        return abs(right - sum(confidence < threshold for confidence in others) / len(others))

    return min((n / 100 for n in range(1, 100)), key=gap)


def temper_weights(weights: Mapping[str, float], temper: Temper) -> dict[str, float]:
    """Return the weights of the signs of an answer with which its confidence is tempered."""
    tempered = {name: temper.slope * weight for name, weight in weights.items()}
    return {**tempered, "constant": tempered["constant"] + temper.offset}


def _log_odds(confidence: float) -> float:
    inside = min(max(confidence, EDGE), 1 - EDGE)
    return math.log(inside / (1 - inside))


if __name__ == "__main__":
    main()
