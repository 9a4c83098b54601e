"""Measure a checker's weights on files of claims that people judged.

`python -m evals.training.claims.score --weights FILE --claims FILE [--claims FILE …] [--limit N]` prints JSON: AUROC of
the supported claims against all others, for ways to put the evidence to the checker, beside bigram coverage.
"""

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from evals.benchmarks.claim_file import Claim, Label, read_claims
from evals.benchmarks.claims import bigram_coverage
from evals.errors import EvalError
from evals.metrics.selective import auroc
from evals.training.checkpoints import restore
from evals.training.claims.judged import write_sentences
from evals.training.claims.model import ClaimChecker, load_checker, predict
from evals.training.claims.pool import ClaimRow, Writer
from evals.training.claims.verdicts import ORDER
from retrieval.checker.claim_text import write_claim
from retrieval.checker.evidence import find_windows
from retrieval.embedding.embeddings import DEFAULT_MODEL, locate_model

Floats = npt.NDArray[np.float64]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="best.pt, final.pt or a checkpoint")
    parser.add_argument("--claims", type=Path, action="append", required=True, help="a .jsonl or .jsonl.gz file")
    parser.add_argument("--limit", type=int, help="so many claims of each, at random")
    parser.add_argument("--threads", type=int, default=2)
    flags = parser.parse_args()
    torch.set_num_threads(flags.threads)
    try:
        model = Path(locate_model(DEFAULT_MODEL))
        checker = load_checker(model, seed=0)
        weights = restore(checker, flags.weights)
        writer = _make_writer(model)
        found = {file.name: score(checker, writer, _take(read_claims(file), flags.limit)) for file in flags.claims}
    except EvalError as err:
        sys.exit(f"error: {err}")
    sys.stdout.write(json.dumps({"step": weights.step, **found}, indent=1) + "\n")


def score(checker: ClaimChecker, writer: Writer, claims: Sequence[Claim]) -> dict[str, object]:
    """Return the AUROC of each way to use the checker, and of plain checks beside it."""
    scores = read_claims_by_windows(checker, writer, claims)
    scores["bigram coverage"] = np.array([bigram_coverage(one.source, one.claim) for one in claims])
    right = np.array([one.label is Label.SUPPORTED for one in claims])
    verdicts = {str(label): sum(one.label is label for one in claims) for label in ORDER}
    figures = {name: round(float(auroc(own.tolist(), right.tolist())), 4) for name, own in scores.items()}
    return {"claims": verdicts, "auroc": figures}


def read_claims_by_windows(checker: ClaimChecker, writer: Writer, claims: Sequence[Claim]) -> dict[str, Floats]:
    """Return how sure the checker is that each claim is supported, by the way it is shown the source.

    `joined`: all evidence in one row. `windows, max` and `windows, mean`: of the sentences nearest to the claim, each
    with its neighbours. `all, mean`: of the row that is joined and the best window.
    """
    rows: list[ClaimRow] = []
    firsts: list[int] = []
    for one in claims:
        claim, sentences = write_claim(one.claim), write_sentences(one.source)
        evidence = [writer.choose(claim, sentences), *(window for _, window in find_windows(claim, sentences))]
        firsts.append(len(rows))
        rows += [writer.write(claim, [sentences[k] for k in chosen]) for chosen in evidence]
    supported = predict(checker, rows, pad_id=writer.pad_id, is_exact=True)[:, 0]
    # Log-odds: a probability rounds to 1.0 where the checker is surest.
    odds = np.log(supported + 1e-9) - np.log1p(1e-9 - supported)
    joined = odds[firsts]
    apart = [odds[first + 1 : last] for first, last in zip(firsts, [*firsts[1:], len(rows)], strict=True)]
    best, mean = (np.array([fold(own) for own in apart]) for fold in (np.max, np.mean))
    return {"joined": joined, "windows, max": best, "windows, mean": mean, "all, mean": (joined + best) / 2}


def _make_writer(model: Path) -> Writer:
    from tokenizers import Tokenizer

    return Writer(Tokenizer.from_file(str(model / "tokenizer.json")))


def _take(claims: Sequence[Claim], limit: int | None) -> Sequence[Claim]:
    if limit is None or limit >= len(claims):
        return claims
    return random.Random(0).sample(list(claims), limit)  # noqa: S311 - a sample, no secret


if __name__ == "__main__":
    main()
