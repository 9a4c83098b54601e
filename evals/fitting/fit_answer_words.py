"""Fit how much each feature of a candidate answer counts, on files in the SQuAD format, and print how well it does.

`python -m evals.fitting.fit_answer_words --qa squad-train-v1.1.json.gz --qa qamr-documents-train.json.gz` fits, and
chooses the thresholds, on every second title of each file, and prints the table of the other titles; `--write` writes
`retrieval/answer_words/weights.py`. A file given by `--report` is only reported on. There is no chance in it.
"""

import argparse
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from corpus.schema import Span
from corpus.sentences import split_sentences
from evals.fitting.logit import Flags, Floats, fit_logit
from evals.intervals import estimate_mean
from evals.metrics.overlap import token_f1
from evals.squad import SquadParagraph, read_squad
from retrieval.answer_words import AnswerKind, AskedFor
from retrieval.answer_words import weights as weights_module
from retrieval.answer_words.features import describe
from retrieval.answer_words.model import GROUPS, KindModel

RIGHT_F1 = 0.5
"""The token F1 with a gold answer from which a candidate counts as right."""
PENALTY = 3.0
LEAST_WEIGHT = 0.1
"""Smaller weights are left out."""
THRESHOLDS = tuple(step / 20 for step in range(4, 19))
MOST_WRONG, LEAST_F1 = 1 / 9, 0.65
"""The threshold is the lowest at which no more highlights are wholly wrong, and their mean token F1 is no lower."""


@dataclass(frozen=True)
class Case:
    """A question, the sentence that answers it, and the gold answers there."""

    asked: AskedFor
    sentence: str
    golds: tuple[str, ...]
    importance: float

    def f1(self, spans: Sequence[Span]) -> float:
        """Return the token F1 of the spans, read as one text, with the nearest gold answer."""
        text = " ".join(span.cut(self.sentence) for span in spans)
        return max(token_f1(text, gold) for gold in self.golds)

    @cached_property
    def candidates(self) -> list[tuple[dict[str, float], float]]:
        """The features of each candidate, and the token F1 of the highlight when it is the best."""
        spans = self.asked.candidates(self.sentence)
        features = describe(self.asked.words, self.sentence, spans)
        f1s = (self.f1(self.asked.expand(self.sentence, spans, index)) for index in range(len(spans)))
        return list(zip(features, f1s, strict=True))


def main() -> None:
    """Fit, print the weights, and report on what they were not fitted on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--qa", type=Path, action="append", required=True, help="a file to fit and to report on")
    parser.add_argument("--report", type=Path, action="append", default=[], help="a file to report on only")
    parser.add_argument("--write", action="store_true", help="write retrieval/answer_words/weights.py")
    options = parser.parse_args()
    files = {path: read_squad(path) for path in options.qa}
    fitting = list(weigh_alike([list(read_cases(half(paragraphs, 0))) for paragraphs in files.values()]))
    model: dict[AnswerKind, KindModel] = {}
    weights = {group: fit_weights([c for c in fitting if c.asked.kind in kinds]) for group, kinds in GROUPS.items()}
    for group, kinds in GROUPS.items():
        for kind in kinds:
            least = choose_threshold([c for c in fitting if c.asked.kind is kind], weights[group])
            model[kind] = KindModel(weights[group], least)
    source = render_weights(weights, model)
    sys.stdout.write(source)
    if options.write:
        Path(weights_module.__file__).write_text(source, encoding="utf-8")
    held_out = {f"{path.name}, the other titles": half(paragraphs, 1) for path, paragraphs in files.items()}
    for name, paragraphs in {**held_out, **{path.name: read_squad(path) for path in options.report}}.items():
        sys.stdout.write("\n".join((f"\n{name}", *describe_highlights(list(read_cases(paragraphs)), model), "")))


def half(paragraphs: Sequence[SquadParagraph], first: int) -> list[SquadParagraph]:
    """Return the paragraphs of every second title, by name, from the first (0) or the second (1) on."""
    titles = sorted({paragraph.title for paragraph in paragraphs})[first::2]
    return [paragraph for paragraph in paragraphs if paragraph.title in set(titles)]


def read_cases(paragraphs: Sequence[SquadParagraph]) -> Iterator[Case]:
    """Yield every question with the sentence in which its first answer begins; unanswerable ones have none."""
    for paragraph in paragraphs:
        sentences = split_sentences(paragraph.context, Span(0, len(paragraph.context)))
        for question in paragraph.questions:
            starts = question.answer_starts
            span = next((one for one in sentences if starts and one.start <= starts[0] < one.end), None)
            if span is not None:
                answers = zip(question.answers, starts, strict=True)
                golds = tuple(text for text, start in answers if span.start <= start < span.end)
                yield Case(AskedFor.of(question.question), span.cut(paragraph.context), golds, 1.0)


def weigh_alike(files: Sequence[Sequence[Case]]) -> Iterator[Case]:
    """Yield the cases of all files, those of a file four times as small counting twice."""
    largest = max(map(len, files))
    for cases in files:
        importance = math.sqrt(largest / len(cases)) if cases else 1.0
        yield from (Case(case.asked, case.sentence, case.golds, importance) for case in cases)


def fit_weights(cases: Sequence[Case]) -> dict[str, float]:
    """Fit the weights of the kinds that these questions ask for."""
    candidates = [candidate for case in cases for candidate in case.candidates]
    names = sorted({name for features, _ in candidates for name in features})
    matrix: Floats = np.array([[features.get(name, 0.0) for name in names] for features, _ in candidates])
    right: Flags = np.array([score >= RIGHT_F1 for _, score in candidates])
    importance: Floats = np.array([case.importance for case in cases for _ in case.candidates])
    weights = fit_logit(matrix, right, importance, penalty=PENALTY)
    rounded = {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}
    return {name: weight for name, weight in rounded.items() if abs(weight) >= LEAST_WEIGHT}


def choose_threshold(cases: Sequence[Case], weights: Mapping[str, float]) -> float:
    """Return the lowest threshold at which the highlights are good enough, or the highest."""
    model = KindModel(weights, 0.0)
    best = np.array(
        [
            max((model.probability(features), f1) for features, f1 in case.candidates)
            for case in cases
            if case.candidates
        ]
    )
    for threshold in THRESHOLDS:
        given = best[best[:, 0] >= threshold, 1]
        if given.size and np.mean(given == 0) <= MOST_WRONG and given.mean() >= LEAST_F1:
            return threshold
    return THRESHOLDS[-1]


def describe_highlights(cases: Sequence[Case], model: Mapping[AnswerKind, KindModel]) -> Iterator[str]:
    """Yield a line for each kind: how often words are highlighted, and how well, beside the whole sentence."""
    yield f"  {'':11}{'n':>6}{'given':>8}  {'F1 when given':22}{'wholly wrong':>13}{'sentence F1':>13}"
    scored: dict[str, list[tuple[float | None, float]]] = {}
    for case in cases:
        spans = case.asked.spans(case.sentence, model)
        score = case.f1(spans) if spans else None
        scored.setdefault(str(case.asked.kind), []).append((score, case.f1([Span(0, len(case.sentence))])))
    rows = sorted(scored.items(), key=lambda row: -len(row[1]))
    for kind, pairs in [*rows, ("all", [pair for _, own in rows for pair in own])]:
        given = [(score, whole) for score, whole in pairs if score is not None]
        line = f"  {kind:11}{len(pairs):6}{len(given) / len(pairs):8.3f}"
        if given:
            wrong, whole = np.mean([score == 0 for score, _ in given]), np.mean([whole for _, whole in given])
            line += f"  {estimate_mean([score for score, _ in given])!s:22}{wrong:13.3f}{whole:13.3f}"
        yield line


def render_weights(weights: Mapping[str, Mapping[str, float]], model: Mapping[AnswerKind, KindModel]) -> str:
    """Return the source of `retrieval/answer_words/weights.py`."""
    tables = ""
    for group, own in weights.items():
        ordered = sorted(own.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
        tables += f'    "{group}": {{\n' + "".join(f'        "{name}": {w:g},\n' for name, w in ordered) + "    },\n"
    least = "".join(f'    "{kind}": {one.least_probability:g},\n' for kind, one in model.items())
    return _MODULE.format(weights=tables, least=least)


_MODULE = '''"""What `evals/fitting/fit_answer_words.py` fitted and wrote; change nothing by hand."""

from collections.abc import Mapping
from typing import Final

WEIGHTS: Final[Mapping[str, Mapping[str, float]]] = {{
{weights}}}
"""By the groups of `model.GROUPS`, of the features of a candidate: logistic models of its being the answer."""

LEAST_PROBABILITY: Final[Mapping[str, float]] = {{
{least}}}
"""By kind of answer, for a highlight: at most one in nine is wholly wrong, and the mean token F1 is at least .65."""
'''

if __name__ == "__main__":
    main()
