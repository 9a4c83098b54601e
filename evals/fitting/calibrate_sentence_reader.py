"""Fit the sentence reader's weights and threshold on SQuAD files, and print them with what they achieve.

`python -m evals.fitting.calibrate_sentence_reader --data FOLDER` reads from the folder squad-train-v1.1 (titles to fit
on, to choose the threshold on, and to report on), squad2-unanswerable-train, and to report on only squad-dev-v2.0,
natural-questions-qed-train, qamr-documents-train and clapnq-dev, each `.json.gz`. A title is searched as one article.
Ten to twenty minutes on two cores.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.calibration_scopes import Labelled, Searcher, Title, label_searches, read_titles
from evals.fitting.logit import fit_choice, fit_logit
from evals.metrics.selective import auroc
from retrieval.answer_words import AskedFor
from retrieval.embedding.embeddings import DEFAULT_MODEL, open_embeddings
from retrieval.names.common_words import load_common_words
from retrieval.reader import weights as weights_module
from retrieval.reader.confidence import AnswerSigns, estimate_confidence, read_signs
from retrieval.reader.ranking import Coverage, SentenceSigns, rank_sentences
from retrieval.reader.sentence import choose_shown

SEED = 0
FIT_TITLES, CHOICE_TITLES, REPORT_TITLES = 90, 30, 60
MIN_TITLE_PARAGRAPHS = 8
LOST_ANSWERS = 0.05
"""The threshold is where this share of the right answers, on the titles that it is chosen on, is declined."""
UNANSWERABLE = ("other", "removed", "adversarial")
REPORT_ONLY = {"squad-dev-v2.0": 35, "natural-questions-qed-train": 300, "qamr-documents-train": 60, "clapnq-dev": 600}
"""How many titles of each."""


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
    signs: AnswerSigns
    order: tuple[bool, ...]
    fused: tuple[bool, ...]
    shown: int
    cosine: float

    @property
    def right(self) -> bool:
        """Whether a sentence that is shown is right."""
        return any(self.order[: self.shown])


def main() -> None:
    """Fit, print and report; with `--write`, write `retrieval/reader/weights.py` anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the SQuAD files")
    parser.add_argument("--models", type=Path, default=Path(tempfile.gettempdir()), help="holds the exported model")
    parser.add_argument("--write", action="store_true", help="write retrieval/reader/weights.py")
    options = parser.parse_args()
    model = open_embeddings(DEFAULT_MODEL, options.models, threads=2)
    searcher = Searcher(model.encode_documents, load_common_words())
    fit, choice, report = split_titles(read_titles(options.data / "squad-train-v1.1.json.gz"))
    hard = by_paragraph(read_titles(options.data / "squad2-unanswerable-train.json.gz"))
    searches = list(label_searches(fit, searcher, adversarial=hard, seed=SEED))
    ranking = fit_ranking(searches)
    answer = fit_answer([read(search, ranking) for search in searches])
    chosen = [read(search, ranking) for search in label_searches(choice, searcher, adversarial=hard, seed=SEED)]
    threshold = choose_threshold(chosen, answer)
    module = render_weights(ranking, answer, threshold)
    sys.stdout.write(module)
    if options.write:
        Path(weights_module.__file__).write_text(module, encoding="utf-8")
    for name, titles in {f"{REPORT_TITLES} other titles": report, **report_only(options.data)}.items():
        reads = [read(search, ranking) for search in label_searches(titles, searcher, adversarial=hard, seed=SEED)]
        sys.stdout.write("\n".join((f"\n{name}", *describe(reads, answer, threshold), "")))
        sys.stdout.flush()


def split_titles(titles: Sequence[Title]) -> tuple[list[Title], list[Title], list[Title]]:
    """Return titles to fit on, to choose the threshold on and to report on; disjoint, drawn by `SEED`."""
    long = sorted((t for t in titles if len(t["paragraphs"]) >= MIN_TITLE_PARAGRAPHS), key=lambda t: str(t["title"]))
    random.Random(SEED).shuffle(long)  # noqa: S311 - a sample, no secret
    second, third = FIT_TITLES + REPORT_TITLES, FIT_TITLES + REPORT_TITLES + CHOICE_TITLES
    return long[:FIT_TITLES], long[second:third], long[FIT_TITLES:second]


def report_only(folder: Path) -> dict[str, list[Title]]:
    """Return a sample of the titles of each set that nothing is fitted on."""
    sets: dict[str, list[Title]] = {}
    for name, count in REPORT_ONLY.items():
        titles = [title for title in read_titles(folder / f"{name}.json.gz") if title["title"]]
        sets[name] = random.Random(SEED).sample(titles, min(count, len(titles)))  # noqa: S311 - a sample, no secret
    return sets


def by_paragraph(titles: Sequence[Title]) -> dict[str, list[str]]:
    """Return the questions of each paragraph."""
    return {p["context"]: [qa["question"] for qa in p["qas"]] for title in titles for p in title["paragraphs"]}


def read(search: Labelled, ranking: Mapping[str, float]) -> Read:
    """Read a search as the reader does."""
    ranked = rank_sentences(search.hits, AskedFor.of(search.hits.query), Coverage(search.hits), ranking)
    shown = list(choose_shown(search.hits.query, ranked))
    scores = [
        (score, sentence.id in search.right)
        for hit in search.hits.items
        for sentence, score in zip(hit.passage.sentences, hit.sentence_scores, strict=True)
    ]
    return Read(
        search.kind,
        read_signs(shown, search.hits),
        tuple(one.sentence.id in search.right for one in ranked),
        tuple(right for _, right in sorted(scores, key=lambda pair: -pair[0])),
        len(shown),
        max(hit.cosine for hit in search.hits.items),
    )


def fit_ranking(searches: Sequence[Labelled]) -> dict[str, float]:
    """Fit the weights of the signs of a sentence on the answerable questions."""
    candidates, right = [], []
    even = dict.fromkeys(SentenceSigns._fields, 1.0)
    for search in searches:
        if search.kind == "answerable":
            ranked = rank_sentences(search.hits, AskedFor.of(search.hits.query), Coverage(search.hits), even)
            candidates.append(np.array([one.signs for one in ranked], np.float64))
            right.append(np.array([one.sentence.id in search.right for one in ranked]))
    return dict(zip(SentenceSigns._fields, fit_choice(candidates, right).tolist(), strict=True))


def fit_answer(reads: Sequence[Read]) -> dict[str, float]:
    """Fit the weights of the signs of an answer: half on answerable questions, half on the other kinds alike."""
    counts = {kind: sum(one.kind == kind for one in reads) for kind in ("answerable", *UNANSWERABLE)}
    share = {kind: (0.5 if kind == "answerable" else 0.5 / len(UNANSWERABLE)) / counts[kind] for kind in counts}
    features = np.array([one.signs for one in reads], np.float64)
    right = np.array([one.right for one in reads])
    importance = np.array([share[one.kind] for one in reads]) * len(reads)
    return dict(zip(AnswerSigns._fields, fit_logit(features, right, importance).tolist(), strict=True))


def choose_threshold(reads: Sequence[Read], answer: Mapping[str, float]) -> float:
    """Return the confidence below which `LOST_ANSWERS` of the right answers fall, those to strange names left out."""
    right = [estimate_confidence(one.signs, answer) for one in reads if one.right and not one.signs.unmentioned]
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
    return bool(one.signs.unmentioned) or estimate_confidence(one.signs, answer) < threshold


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


def render_weights(ranking: Mapping[str, float], answer: Mapping[str, float], threshold: float) -> str:
    """Return the source of `retrieval/reader/weights.py`."""
    return _MODULE.format(
        ranking="".join(f'        "{name}": {value:.2f},\n' for name, value in ranking.items()),
        answer="".join(f'        "{name}": {value:.2f},\n' for name, value in answer.items()),
        threshold=f"{threshold:.2f}",
    )


_MODULE = '''"""What `evals/fitting/calibrate_sentence_reader.py` fitted and wrote; change nothing by hand."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SENTENCE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {{
{ranking}    }}
)
"""Of the fields of `SentenceSigns`: a conditional logit model of the sentence that answers."""

ANSWER_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {{
{answer}    }}
)
"""Of the fields of `AnswerSigns`: a logistic model of a sentence that is shown being right."""

THRESHOLD: Final = {threshold}
"""The confidence below which the reader declines: one right answer in twenty is lost by it."""
'''

if __name__ == "__main__":
    main()
