"""Measure a reader's weights on a file in the SQuAD format, with the official SQuAD 2.0 measures.

`python -m evals.training.score --weights FILE --qa FILE [--limit N]` prints them as JSON: at the threshold that was
best on the selection titles, and at the best one of the file itself. A paragraph that is too long is read in windows.
"""

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from corpus.schema import Span
from evals.errors import EvalError
from evals.squad import SquadParagraph, read_squad
from evals.training.answering import Measured, measure, score_at, summarise
from evals.training.checkpoints import restore
from evals.training.model import SpanReader, load_reader
from evals.training.predicting import predict
from evals.training.tokens import (
    Markers,
    Row,
    Tokens,
    make_row,
    read_markers,
    tokenise,
)
from retrieval.embedding.embeddings import DEFAULT_MODEL, locate_model
from retrieval.reader.model_text import write_passage, write_question
from retrieval.reader.span_model import MAX_QUESTION_TOKENS, MAX_TOKENS
from retrieval.trained.pair_model import MARKERS

STRIDE_TOKENS = 128
"""How far one window of a long paragraph begins after the other."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="best.pt, final.pt or a checkpoint")
    parser.add_argument("--qa", type=Path, required=True, help="in the SQuAD format")
    parser.add_argument("--limit", type=int, help="so many questions, at random")
    parser.add_argument("--threads", type=int, default=2)
    flags = parser.parse_args()
    torch.set_num_threads(flags.threads)
    try:
        model = Path(locate_model(DEFAULT_MODEL))
        reader = load_reader(model, seed=0)
        weights = restore(reader, flags.weights)
        measured = score(reader, _take(read_squad(flags.qa), flags.limit), model / "tokenizer.json")
    except EvalError as err:
        sys.exit(f"error: {err}")
    summary: dict[str, object] = {"file": flags.qa.name, "step": weights.step, "best": summarise(measured)}
    if "threshold" in weights.selection:
        threshold = weights.selection["threshold"]
        summary["at_selected_threshold"] = {"threshold": threshold, **score_at(measured, threshold)}
    sys.stdout.write(json.dumps(summary, indent=1) + "\n")


def score(reader: SpanReader, paragraphs: Sequence[SquadParagraph], tokenizer_file: Path) -> list[Measured]:
    """Read every question's paragraph, and return the predictions beside their golds, in order."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    markers = read_markers(tokenizer)
    contexts = [write_passage(paragraph.context) for paragraph in paragraphs]
    passages = tokenise(tokenizer, contexts)
    asked = [(n, question) for n, paragraph in enumerate(paragraphs) for question in paragraph.questions]
    questions = tokenise(tokenizer, [write_question(question.question) for _, question in asked])
    windows = [
        (k, row, first)
        for k, ((n, _), tokens) in enumerate(zip(asked, questions, strict=True))
        for row, first in read_windows(markers, tokens, passages[n])
    ]
    predictions = predict(reader, [row for _, row, _ in windows], pad_id=markers.pad, is_exact=True)
    best: dict[int, tuple[str, float, float]] = {}
    for (k, row, first), one in zip(windows, predictions, strict=True):
        if k not in best or one.margin > best[k][1]:
            passage, n = passages[asked[k][0]], asked[k][0]
            start = int(passage.starts[first + one.first - row.passage_start])
            end = int(passage.ends[first + one.last - row.passage_start])
            best[k] = (paragraphs[n].context[start:end], one.margin, one.head)
    kinds = ["answerable" if question.answers else "unanswerable" for _, question in asked]
    return [measure(kinds[k], best[k], question.answers) for k, (_, question) in enumerate(asked)]


def read_windows(markers: Markers, question: Tokens, passage: Tokens) -> list[tuple[Row, int]]:
    """Return the rows that read a whole paragraph, each with the index of its first token in the paragraph."""
    room = MAX_TOKENS - min(len(question.ids), MAX_QUESTION_TOKENS) - MARKERS
    total = len(passage.ids)
    firsts = [0, *range(STRIDE_TOKENS, max(total - room, 0) + STRIDE_TOKENS, STRIDE_TOKENS)] if total > room else [0]
    windows: list[tuple[Row, int]] = []
    for first in firsts:
        last = min(first + room, total) - 1
        piece = Span(int(passage.starts[first]), int(passage.ends[last]))
        windows.append((make_row(markers, question, passage, [piece]), first))
    return windows


def _take(paragraphs: Sequence[SquadParagraph], limit: int | None) -> Sequence[SquadParagraph]:
    """The paragraphs with so many of their questions, drawn over all."""
    asked = [(n, k) for n, paragraph in enumerate(paragraphs) for k in range(len(paragraph.questions))]
    if limit is not None and limit < len(asked):
        asked = sorted(random.Random(0).sample(asked, limit))  # noqa: S311 - a sample, no secret
    kept: dict[int, list[int]] = {}
    for n, k in asked:
        kept.setdefault(n, []).append(k)
    return [
        SquadParagraph(p.title, p.context, tuple(p.questions[k] for k in kept[n]))
        for n, p in enumerate(paragraphs)
        if n in kept
    ]


if __name__ == "__main__":
    main()
