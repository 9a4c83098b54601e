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
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from evals.calibration_scopes import Labelled, Searcher, Title, label_searches, read_titles
from evals.fitting.logit import fit_choice
from evals.fitting.reads import Read, choose_threshold, describe, fit_answer, order_by_fused_score, render_weights
from retrieval.answer_words import AskedFor
from retrieval.embedding.embeddings import DEFAULT_MODEL, open_embeddings
from retrieval.names.common_words import load_common_words
from retrieval.reader import weights as weights_module
from retrieval.reader.confidence import read_signs
from retrieval.reader.ranking import Coverage, SentenceSigns, rank_sentences
from retrieval.reader.sentence import choose_shown

SEED = 0
FIT_TITLES, CHOICE_TITLES, REPORT_TITLES = 90, 30, 60
MIN_TITLE_PARAGRAPHS = 8
REPORT_ONLY = {"squad-dev-v2.0": 35, "natural-questions-qed-train": 300, "qamr-documents-train": 60, "clapnq-dev": 600}
"""How many titles of each."""


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
    module = render_weights("sentence", ("SentenceSigns", "AnswerSigns"), (ranking, answer), threshold)
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
    return Read(
        search.kind,
        read_signs(shown, search.hits),
        tuple(one.sentence.id in search.right for one in ranked),
        order_by_fused_score(search),
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


if __name__ == "__main__":
    main()
