"""Searches as a reader reads them, what is fitted on them, and what they achieve: what the calibrations share."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from evals.calibration_scopes import Labelled
from evals.fitting.logit import fit_logit
from evals.metrics.selective import auroc
from retrieval.reader.confidence import estimate_confidence

LOST_ANSWERS = 0.05
"""The threshold is where this share of the right answers, on the titles that it is chosen on, is declined."""
LOST = "one right answer in twenty is lost by it"
UNANSWERABLE = ("other", "removed", "adversarial")


@dataclass(frozen=True, slots=True)
class Read:
    """A search as the reader reads it.

    Attributes:
        kind: as of the search.
        order: whether each candidate sentence is right, best first.
        fused: the same in the order of the fused scores.
        shown: how many of the candidates are shown.
        cosine: the highest of any passage: the baseline.
    """

    kind: str
    signs: NamedTuple
    order: tuple[bool, ...]
    fused: tuple[bool, ...]
    shown: int
    cosine: float

    @property
    def right(self) -> bool:
        """Whether a sentence that is shown is right."""
        return any(self.order[: self.shown])


def order_by_fused_score(search: Labelled) -> tuple[bool, ...]:
    """Return whether each sentence of a search is right, in the order of retrieval alone."""
    scores = [
        (score, sentence.id in search.right)
        for hit in search.hits.items
        for sentence, score in zip(hit.passage.sentences, hit.sentence_scores, strict=True)
    ]
    return tuple(right for _, right in sorted(scores, key=lambda pair: -pair[0]))


def fit_answer(reads: Sequence[Read]) -> dict[str, float]:
    """Fit the weights of the signs of an answer: half on answerable questions, half on the other kinds alike."""
    counts = {kind: sum(one.kind == kind for one in reads) for kind in ("answerable", *UNANSWERABLE)}
    share = {kind: (0.5 if kind == "answerable" else 0.5 / len(UNANSWERABLE)) / counts[kind] for kind in counts}
    features = np.array([one.signs for one in reads], np.float64)
    right = np.array([one.right for one in reads])
    importance = np.array([share[one.kind] for one in reads]) * len(reads)
    return dict(zip(reads[0].signs._fields, fit_logit(features, right, importance).tolist(), strict=True))


def choose_threshold(reads: Sequence[Read], answer: Mapping[str, float]) -> float:
    """Return the confidence below which `LOST_ANSWERS` of the right answers fall, those to strange names left out."""
    right = [estimate_confidence(one.signs, answer) for one in reads if one.right and not _is_unmentioned(one)]
    return float(np.quantile(right, LOST_ANSWERS))


def describe(reads: Sequence[Read], answer: Mapping[str, float], threshold: float) -> Iterator[str]:
    """Yield lines that tell how well sentences are chosen and questions declined, beside the baselines."""
    confidence = {
        kind: [estimate_confidence(r.signs, answer) for r in reads if r.kind == kind] for kind in _kinds(reads)
    }
    cosine = {kind: [r.cosine for r in reads if r.kind == kind] for kind in confidence}
    answerable = [r for r in reads if r.kind == "answerable"]
    if answerable:
        tops = " ".join(f"{np.mean([any(r.order[:k]) for r in answerable]):.3f}" for k in (1, 2, 3))
        fused = " ".join(f"{np.mean([any(r.fused[:k]) for r in answerable]):.3f}" for k in (1, 2, 3))
        shown = np.mean([r.shown for r in answerable])
        in_shown = np.mean([r.right for r in answerable])
        yield f"  answer in the first 1, 2, 3 sentences: {tops} (by fused score {fused}), n = {len(answerable)}"
        yield f"  answer in the {shown:.2f} sentences shown: {in_shown:.3f}"
        lost = [_declines(r, answer, threshold) for r in answerable if r.right]
        yield f"  declined although the answer is right: {np.mean(lost):.3f}, n = {len(lost)}"
    for kind in confidence:
        of_kind = [r for r in reads if r.kind == kind]
        declined = np.mean([_declines(r, answer, threshold) for r in of_kind])
        line = f"  {kind}: declined {declined:.3f}, n = {len(of_kind)}"
        if kind != "answerable" and answerable:
            ours, theirs = (_auroc(values["answerable"], values[kind]) for values in (confidence, cosine))
            line += f"; AUROC against answerable {ours:.3f} (by passage cosine {theirs:.3f})"
        yield line
    yield f"  calibration error of the confidence: {_calibration_error(reads, answer):.3f}"


def _auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    return float(auroc([*positive, *negative], [True] * len(positive) + [False] * len(negative)))


def _kinds(reads: Sequence[Read]) -> list[str]:
    return [kind for kind in ("answerable", *UNANSWERABLE) if any(r.kind == kind for r in reads)]


def _declines(one: Read, answer: Mapping[str, float], threshold: float) -> bool:
    return _is_unmentioned(one) or estimate_confidence(one.signs, answer) < threshold


def _calibration_error(reads: Sequence[Read], answer: Mapping[str, float], bins: int = 10) -> float:
    """Expected calibration error in ten bins, the kinds weighted as they were to fit."""
    kinds = _kinds(reads)
    total = 0.0
    cases = [(estimate_confidence(r.signs, answer), r.right, r.kind) for r in reads]
    unanswerable = max(len(kinds) - 1, 1)
    share = {k: (0.5 if k == "answerable" else 0.5 / unanswerable) / sum(c[2] == k for c in cases) for k in kinds}
    for n in range(bins):
        within = [(c, right, share[k]) for c, right, k in cases if min(int(c * bins), bins - 1) == n]
        total += abs(sum((c - right) * weight for c, right, weight in within))
    return total / sum(share[k] for _, _, k in cases)


def _is_unmentioned(one: Read) -> bool:
    return bool(one.signs._asdict()["unmentioned"])


def render_weights(
    reader: str,
    signs: tuple[str, str],
    weights: tuple[Mapping[str, float], Mapping[str, float]],
    threshold: float,
    *,
    chosen: str = LOST,
) -> str:
    """Return the source of a reader's weights.

    Args:
        reader: whose script this is: "sentence" or "span".
        signs: the names of the classes whose fields are weighed: of a sentence, of an answer.
        weights: of both.
        threshold: the confidence below which it declines.
        chosen: what holds at the threshold.
    """
    sentence, answer = ("".join(f'        "{name}": {value:.2f},\n' for name, value in one.items()) for one in weights)
    of_sentence, of_answer = signs
    return _MODULE.format(
        reader=reader,
        of_sentence=of_sentence,
        of_answer=of_answer,
        sentence=sentence,
        answer=answer,
        threshold=f"{threshold:.2f}",
        chosen=chosen,
    )


_MODULE = '''"""What `evals/fitting/calibrate_{reader}_reader.py` fitted and wrote; change nothing by hand."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SENTENCE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {{
{sentence}    }}
)
"""Of the fields of `{of_sentence}`: a conditional logit model of the sentence that answers."""

ANSWER_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {{
{answer}    }}
)
"""Of the fields of `{of_answer}`: a logistic model of a sentence that is shown being right."""

THRESHOLD: Final = {threshold}
"""The confidence below which the reader declines: {chosen}."""
'''
