"""Fit the span reader's weights and threshold, and print them with what they achieve.

`python -m evals.fitting.calibrate_span_reader --data FOLDER --model FILE` reads the files that
`evals.fitting.calibrate_sentence_reader` reads. It fits on the titles that the model's training kept for calibration,
chooses the threshold on those it kept for selection, and with `--report` reports on sets that nothing was fitted on. A
title is searched as one article. `--write` writes `retrieval/reader/span_weights.py`.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from evals.calibration_scopes import Labelled, Searcher, label_searches, read_titles
from evals.fitting.calibrate_sentence_reader import SEED, by_paragraph, report_only
from evals.fitting.logit import fit_choice
from evals.fitting.reads import Read, choose_threshold, describe, fit_answer, order_by_fused_score, render_weights
from evals.training.held_out import Part, part_of
from retrieval.embedding.embeddings import DEFAULT_MODEL, open_embeddings
from retrieval.names.common_words import load_common_words
from retrieval.reader import span_weights as weights_module
from retrieval.reader.ranking import Coverage
from retrieval.reader.reading import Reading, SpanSource
from retrieval.reader.span import choose_sentences, read_answer_signs
from retrieval.reader.span_model import SpanModel
from retrieval.reader.span_ranking import SpanSigns, read_sentences
from retrieval.reader.windows import Window

TRAINING_SEED = 0
"""Of the training run whose titles were kept."""


def main() -> None:
    """Fit, print and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the SQuAD files")
    parser.add_argument("--model", type=Path, required=True, help="the exported span model")
    parser.add_argument("--models", type=Path, default=Path(tempfile.gettempdir()), help="holds the embedding model")
    parser.add_argument("--titles", type=int, help="so many titles of each part, for a quick look")
    parser.add_argument("--report", action="store_true", help="report on the sets that nothing is fitted on, too")
    parser.add_argument("--write", action="store_true", help="write retrieval/reader/span_weights.py")
    options = parser.parse_args()
    model = Remembering(SpanModel(options.model.read_bytes()))
    embeddings = open_embeddings(DEFAULT_MODEL, options.models, threads=1)
    searcher = Searcher(embeddings.encode_documents, load_common_words())
    titles = read_titles(options.data / "squad-train-v1.1.json.gz")
    hard = by_paragraph(read_titles(options.data / "squad2-unanswerable-train.json.gz"))
    parts = {
        part: [title for title in titles if part_of(str(title["title"]), seed=TRAINING_SEED) is part][: options.titles]
        for part in (Part.CALIBRATION, Part.SELECTION)
    }
    searches = {part: list(label_searches(kept, searcher, adversarial=hard, seed=SEED)) for part, kept in parts.items()}
    ranking = fit_ranking(searches[Part.CALIBRATION], model)
    answer = fit_answer([read(search, model, ranking) for search in searches[Part.CALIBRATION]])
    chosen = [read(search, model, ranking) for search in searches[Part.SELECTION]]
    threshold = choose_threshold(chosen, answer)
    module = render_weights("span", ("SpanSigns", "SpanAnswerSigns"), (ranking, answer), threshold)
    sys.stdout.write(module)
    if options.write:
        Path(weights_module.__file__).write_text(module, encoding="utf-8")
    tell(f"{len(parts[Part.SELECTION])} selection titles", describe(chosen, answer, threshold))
    for name, kept in report_only(options.data).items() if options.report else ():
        reads = [read(search, model, ranking) for search in label_searches(kept, searcher, adversarial=hard, seed=SEED)]
        tell(name, describe(reads, answer, threshold))


class Remembering:
    """A model that reads every question once: the weights are fitted, and the answers judged, on the same readings."""

    def __init__(self, model: SpanSource) -> None:
        self._model = model
        self._read: dict[tuple[str, tuple[Window, ...]], tuple[Reading, ...]] = {}

    def read(self, question: str, windows: Sequence[Window]) -> tuple[Reading, ...]:
        """Return the reading of each window."""
        key = (question, tuple(windows))
        if key not in self._read:
            self._read[key] = self._model.read(question, windows)
        return self._read[key]


def tell(name: str, lines: Iterable[str]) -> None:
    """Print what was measured on some titles."""
    sys.stdout.write("\n".join((f"\n{name}", *lines, "")))
    sys.stdout.flush()


def read(search: Labelled, model: SpanSource, ranking: Mapping[str, float]) -> Read:
    """Read a search as the reader does."""
    question = search.hits.query
    ranked = read_sentences(question, search.hits, model, Coverage(search.hits), ranking)
    shown = list(choose_sentences(question, ranked))
    return Read(
        search.kind,
        read_answer_signs(shown, search.hits),
        tuple(one.sentence.id in search.right for one in ranked),
        order_by_fused_score(search),
        len(shown),
        max(hit.cosine for hit in search.hits.items),
    )


def fit_ranking(searches: Sequence[Labelled], model: SpanSource) -> dict[str, float]:
    """Fit the weights of the signs of a sentence on the answerable questions."""
    candidates, right = [], []
    even = dict.fromkeys(SpanSigns._fields, 1.0)
    for search in searches:
        if search.kind == "answerable":
            ranked = read_sentences(search.hits.query, search.hits, model, Coverage(search.hits), even)
            candidates.append(np.array([one.signs for one in ranked], np.float64))
            right.append(np.array([one.sentence.id in search.right for one in ranked]))
    return dict(zip(SpanSigns._fields, fit_choice(candidates, right).tolist(), strict=True))


if __name__ == "__main__":
    main()
