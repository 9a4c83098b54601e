"""Fit how sure the reader is of an answer, and choose the threshold below which it declines; print what comes of both.

`python -m evals.fitting.calibrate_reader --dataset FOLDER` asks the whole product every case of one or more datasets,
such as "footnote eval news --part calibration" writes, in their conversations. It fits a logistic model of an answer's
being right, given or held back, on its `AnswerSigns`, and chooses the highest threshold with nearly as many right
replies as any: where answers lost and answers spared weigh alike, a wrong answer costs more than a wrong silence.
`--beside dev` prints the same of other cases, on which nothing is fitted; `--write` writes
`retrieval/reader/answer_weights.py`. The history of a follow-up holds what the reader said with the weights of before:
fit again after a large change.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.errors import CorpusError
from evals.dataset import BUILT_IN, Dataset, read_dataset
from evals.errors import DatasetInvalid, EvalError
from evals.fitting.logit import fit_logit
from evals.fitting.signs_reader import SignsReader
from evals.intervals import say_figure
from evals.judge import Judge
from evals.metrics.calibration import calibrate
from evals.metrics.selective import auroc
from evals.product import Answerer, open_product
from evals.run import ask_cases
from retrieval.errors import RetrievalError
from retrieval.reader import answer_weights as weights_module
from retrieval.reader.choosing import AnswerSigns
from retrieval.reader.confidence import estimate_confidence
from retrieval.reader.model import ReaderModel
from retrieval.settings import read_settings
from retrieval.trained.shipped import FOLDER, locate_reader

HELD_OUT = BUILT_IN / "test"
THRESHOLDS = tuple(n / 100 for n in range(5, 96))
SHOWN_THRESHOLDS = tuple(n / 100 for n in range(20, 81, 5))
WEIGHT_DIGITS = 3
SPARED = 0.005
"""Of right replies, which are given for fewer wrong answers."""

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A case and what speaks for the reader's best answer to it.

    Attributes:
        signs: None where the reader found no answer to weigh.
        would_be_right: whether the answer is right, given or held back.
    """

    signs: AnswerSigns | None
    is_answerable: bool
    would_be_right: bool


@dataclass(frozen=True, slots=True)
class Trade:
    """What comes of a threshold, in shares; None of none.

    Attributes:
        right: of all replies, answers and silences.
        silent: of the unanswerable cases, those that are declined.
        answered_rightly, answered_wrongly, wrongly_silent: of the answerable cases; together 1.
    """

    right: float | None
    answered_rightly: float | None
    silent: float | None
    answered_wrongly: float | None
    wrongly_silent: float | None


def main() -> None:
    """Fit, print and, if asked, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", action="append", required=True, metavar="NAME|PATH", help="fit on these")
    parser.add_argument("--beside", action="append", default=[], metavar="NAME|PATH", help="print these too")
    parser.add_argument("--trained", type=Path, default=FOLDER, help="the folder of the trained models")
    parser.add_argument("--write", action="store_true", help="write retrieval/reader/answer_weights.py")
    flags = parser.parse_args()
    try:
        fitted, beside = (attempt(read_all(names), flags.trained) for names in (flags.dataset, flags.beside))
    except (EvalError, RetrievalError, CorpusError) as err:
        sys.exit(f"error: {err}")
    weights = fit_answer(fitted)
    threshold = choose_threshold(fitted, weights)
    module = render(weights, threshold)
    sys.stdout.write(module)
    if flags.write:
        Path(weights_module.__file__).write_text(module, encoding="utf-8")
    for names, attempts in ((flags.dataset, fitted), (flags.beside, beside)):
        if attempts:
            sys.stdout.write("\n".join(("", *describe(" + ".join(names), attempts, weights, threshold), "")))


def read_all(names: Sequence[str]) -> list[Dataset]:
    """Read datasets.

    Raises:
        DatasetInvalid: when one cannot be read, or is the one that only reports.
    """
    datasets = [read_dataset(name) for name in names]
    for dataset in datasets:
        if dataset.path.resolve().is_relative_to(HELD_OUT):
            raise DatasetInvalid(str(dataset.path), "only reports: nothing is fitted in sight of it", "give another")
    return datasets


def attempt(datasets: Sequence[Dataset], trained: Path) -> list[Attempt]:
    """Ask the whole product every case of some datasets; cases that cannot be asked are told on standard error."""
    if not datasets:
        return []
    settings = read_settings().model_copy(update={"reader": "span"})
    threshold = weights_module.THRESHOLD if settings.answer_threshold is None else settings.answer_threshold
    reader = SignsReader(ReaderModel(locate_reader(trained)), threshold=threshold)
    articles = {name: article for one in datasets for name, article in one.articles.items()}
    with open_product(articles.values(), settings, trained=trained) as product:
        chain = product.with_reader(reader)
        return [one for dataset in datasets for one in ask(dataset, chain, reader, top_k=product.top_k)]


def ask(dataset: Dataset, chain: Answerer, reader: SignsReader, *, top_k: int) -> Iterator[Attempt]:
    """Yield what comes of the cases of a dataset, conversation by conversation."""
    for asked in ask_cases(dataset, chain, top_k=top_k):
        case = asked.case
        if asked.reply is None:
            sys.stderr.write(f"not asked: {case.id}: {asked.problem}\n")
            continue
        outcome = Judge(case, dataset.articles[case.article]).judge(asked.reply)
        yield Attempt(reader.signs, case.answerable, outcome.would_be_right)


def fit_answer(attempts: Sequence[Attempt]) -> dict[str, float]:
    """Fit the weights of the signs of an answer."""
    known = [(one.signs, one.would_be_right) for one in attempts if one.signs is not None]
    features, right = np.array([signs for signs, _ in known], np.float64), np.array([right for _, right in known])
    weights = fit_logit(features, right, np.ones(len(known)))
    return {
        name: round(value, WEIGHT_DIGITS) for name, value in zip(AnswerSigns._fields, weights.tolist(), strict=True)
    }


def choose_threshold(attempts: Sequence[Attempt], weights: Weights) -> float:
    """Return the highest threshold with the most right replies, less `SPARED` of them."""
    right = {threshold: trade(attempts, weights, threshold).right or 0.0 for threshold in THRESHOLDS}
    least = max(right.values()) - SPARED
    return max(threshold for threshold, share in right.items() if share >= least)


def trade(attempts: Sequence[Attempt], weights: Weights, threshold: float) -> Trade:
    """Return what comes of a threshold."""
    given = [(one, one.signs is not None and confidence_of(one, weights) >= threshold) for one in attempts]
    answerable = [(one.would_be_right, answers) for one, answers in given if one.is_answerable]
    silent = [not answers for one, answers in given if not one.is_answerable]
    rightly = [answers and right for right, answers in answerable]
    return Trade(
        right=_share([*rightly, *silent]),
        answered_rightly=_share(rightly),
        silent=_share(silent),
        answered_wrongly=_share([answers and not right for right, answers in answerable]),
        wrongly_silent=_share([not answers for _, answers in answerable]),
    )


def confidence_of(attempt: Attempt, weights: Weights) -> float:
    """Return how sure the reader is by some weights; 0 without an answer."""
    return 0.0 if attempt.signs is None else estimate_confidence(attempt.signs, weights)


def describe(name: str, attempts: Sequence[Attempt], weights: Weights, threshold: float) -> Iterator[str]:
    """Yield lines that tell what the confidence is worth, and what each threshold trades."""
    confidence, right = [confidence_of(one, weights) for one in attempts], [one.would_be_right for one in attempts]
    answerable = [one.is_answerable for one in attempts]
    found = calibrate(confidence, right)
    error = "" if found is None else f"ECE {say_figure(found.error)} (by chance alone {say_figure(found.by_chance)}), "
    curves = (
        f"AUROC {_say(float(auroc(confidence, right)))}, of answerability {_say(float(auroc(confidence, answerable)))}"
    )
    yield f"{name}, n = {len(attempts)}, {sum(answerable)} answerable: {error}{curves}"
    yield "threshold   right replies   answered rightly   silent, unanswerable   wrong answers   wrong silences"
    for shown in sorted({*SHOWN_THRESHOLDS, threshold}):
        came = trade(attempts, weights, shown)
        shares = (came.right, came.answered_rightly, came.silent, came.answered_wrongly, came.wrongly_silent)
        cells = "".join(f"{_say(one):>{width}}" for one, width in zip(shares, (16, 19, 23, 16, 17), strict=True))
        yield f"{say_figure(shown):>9}{cells}{'   chosen' if shown == threshold else ''}"


def render(weights: Weights, threshold: float) -> str:
    """Return the source of the reader's weights."""
    lines = "".join(f'        "{name}": {value:.{WEIGHT_DIGITS}f},\n' for name, value in weights.items())
    return _MODULE.format(weights=lines, threshold=f"{threshold:.2f}")


def _share(flags: Sequence[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None


def _say(share: float | None) -> str:
    return "-" if share is None or np.isnan(share) else say_figure(share)


_MODULE = '''"""What `evals/fitting/calibrate_reader.py` fitted and wrote; change nothing by hand."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ANSWER_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {{
{weights}    }}
)
"""Of the fields of `AnswerSigns`: a logistic model of an answer being right."""

THRESHOLD: Final = {threshold}
"""The confidence below which the reader declines."""
'''

if __name__ == "__main__":
    main()
