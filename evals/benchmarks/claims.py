"""Claims about a source that people judged: does a check tell the supported ones from the rest?

Beside Footnote's claim checker and its check by code stand two plain ones: the share of the claim's word pairs that the
source has, and how near the claim's sentences are to the nearest of the source.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.schema import Span
from corpus.sentences import split_sentences
from evals.benchmarks.claim_file import Claim, Label, read_claims
from evals.benchmarks.table import Progress, Row, Table, take
from evals.intervals import Estimate, Floats, estimate, resample_groups
from evals.metrics.faithfulness import knowledge_precision
from evals.metrics.overlap import normalise, typewritten
from evals.metrics.selective import auroc
from retrieval.embedding.embeddings import UnitEmbeddings

Checker = Callable[[str, str], float]
"""A source and a claim to a score, higher the surer that it is supported; not finite where there is none."""

Bools = npt.NDArray[np.bool_]

BATCH_SENTENCES = 1024
CHECKER = "claim checker (footnote)"
COLUMNS = ("AUROC", "AUROC: contradicted", "AUROC: unsupported", "balanced accuracy")
NOTES = (
    "AUROC: of the supported claims against all others, against the contradicted, and against the unsupported ones.",
    "Balanced accuracy: the threshold is the best of a random half of the sources, the figure is of the other half.",
)


def run(  # noqa: PLR0913 - one a flag of the command
    claims: Path,
    embeddings: UnitEmbeddings,
    *,
    limit: int | None = None,
    seed: int = 0,
    progress: Progress = lambda _done, _total: None,
    support: Callable[[str, Sequence[str]], float] | None = None,
    checkers: Sequence[tuple[str, Checker]] = (),
) -> Table:
    """Measure checks on the claims of a file; claims about one source are resampled together.

    A cell is None where the file, or the half of it that matters, has no claim of a label that the measure needs.

    Args:
        claims: of the format of `evals.benchmarks.claim_file`.
        embeddings: of the sentence cosines.
        limit: how many claims, at random; all when None.
        seed: of that choice, of the halves and of the intervals.
        progress: told `(done, total)` sentences encoded and claims checked.
        support: Footnote's claim checker: a claim and sentences to a probability; without it that row is missing.
        checkers: further checks by name; each is a row. A claim without a finite score is counted as not scored.

    Raises:
        DatasetInvalid: when the file is not in the format.
    """
    checked = take(read_claims(claims), limit, seed)
    sentences = {text: split_text(text) for one in checked for text in (one.source, one.claim)}
    distinct = list(dict.fromkeys(sentence for own in sentences.values() for sentence in own))

    def sentence_cosine(source: str, claim: str) -> float:
        near, own = (np.stack([vectors[sentence] for sentence in sentences[text]]) for text in (source, claim))
        return float((own @ near.T).max(axis=1).mean())

    if support is not None:
        checkers = [(CHECKER, lambda source, claim: support(claim, sentences[source])), *checkers]
    total = len(distinct) + len(checkers) * len(checked)
    vectors = _encode(distinct, embeddings, lambda done: progress(done, total))
    scores: dict[str, list[float]] = {
        "knowledge precision (Footnote's own check by code)": [
            knowledge_precision(one.claim, [one.source]) for one in checked
        ],
        "bigram coverage": [bigram_coverage(one.source, one.claim) for one in checked],
        "best sentence cosine": [sentence_cosine(one.source, one.claim) for one in checked],
    }
    done = len(distinct)
    for name, check in checkers:
        scores[name] = []
        for one in checked:
            scores[name].append(check(one.source, one.claim))
            done += 1
            progress(done, total)
    rows = tuple(_score(name, np.asarray(of_row, np.float64), checked, seed) for name, of_row in scores.items())
    counts = {"claims": len(checked), "sources": len({one.source for one in checked})}
    counts |= {str(label): sum(one.label is label for one in checked) for label in Label}
    return Table(claims.name, counts, COLUMNS, rows, NOTES)


def split_text(text: str) -> tuple[str, ...]:
    r"""Return the sentences of a text of one or more paragraphs, which blank lines part; at least one of any word.

    >>> split_text("It is over. He left.\n\nThe end")
    ('It is over.', 'He left.', 'The end')
    """
    paragraphs = re.split(r"\n\s*\n", text)
    return tuple(
        span.cut(paragraph) for paragraph in paragraphs for span in split_sentences(paragraph, Span(0, len(paragraph)))
    )


def bigram_coverage(source: str, claim: str) -> float:
    """Return the share of the claim's distinct word pairs that stand in the source; 1.0 when it has none.

    Words are those that SQuAD compares: in lower case, without punctuation and articles. Pairs cross sentences.

    >>> bigram_coverage("Ann Bell spoke on Friday.", "Ann Bell spoke at length.")
    0.5
    """
    theirs, mine = (set(pairwise(normalise(typewritten(text)).split())) for text in (source, claim))
    return len(mine & theirs) / len(mine) if mine else 1.0


def best_threshold(scores: Floats, supported: Bools) -> float | None:
    """Return the score from which on to say "supported" for the best balanced accuracy; the lowest of equals.

    It lies half way between two scores. None without a supported claim, or without another.

    >>> best_threshold(np.array([0.1, 0.2, 0.4]), np.array([False, False, True]))
    0.30000000000000004
    """
    if supported.all() or not supported.any():
        return None
    levels = np.unique(scores)
    steps = np.append(levels[:1], (levels[:-1] + levels[1:]) / 2)
    missed, caught = (np.searchsorted(np.sort(scores[kind]), steps) / kind.sum() for kind in (supported, ~supported))
    return float(steps[np.argmax(caught - missed)])


def balanced_accuracy(predicted: Bools, supported: Bools, weights: Floats) -> Floats:
    """Return the mean of the shares of the supported and of the other claims that are told right, in [0, 1].

    Args:
        predicted: whether each claim is said to be supported.
        supported: whether it is.
        weights: one a claim on the last axis. NaN where either kind weighs nothing.

    >>> float(balanced_accuracy(np.array([True, True, True]), np.array([True, True, False]), np.ones(3)))
    0.5
    """
    right = (predicted == supported).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        told = [weights @ (right * kind) / (weights @ kind.astype(np.float64)) for kind in (supported, ~supported)]
    mean: Floats = np.asarray((told[0] + told[1]) / 2)
    return mean


def _encode(
    sentences: Sequence[str], embeddings: UnitEmbeddings, tell: Callable[[int], None]
) -> dict[str, npt.NDArray[np.float32]]:
    vectors: dict[str, npt.NDArray[np.float32]] = {}
    for start in range(0, len(sentences), BATCH_SENTENCES):
        batch = sentences[start : start + BATCH_SENTENCES]
        vectors.update(zip(batch, embeddings.encode_documents(batch), strict=True))
        tell(len(vectors))
    return vectors


def _score(name: str, scores: Floats, checked: Sequence[Claim], seed: int) -> Row:
    labels = np.array([str(one.label) for one in checked])
    numbers = {source: number for number, source in enumerate(dict.fromkeys(one.source for one in checked))}
    sources = np.array([numbers[one.source] for one in checked])
    against = ((Label.CONTRADICTED, Label.UNSUPPORTED), (Label.CONTRADICTED,), (Label.UNSUPPORTED,))
    curves = [_auroc(scores, np.isin(labels, (Label.SUPPORTED, *others)), labels, sources, seed) for others in against]
    return Row(name, (*curves, _balanced_accuracy(scores, labels == Label.SUPPORTED, sources, seed)))


def _auroc(
    scores: Floats, applies: Bools, labels: npt.NDArray[np.str_], sources: npt.NDArray[np.intp], seed: int
) -> Estimate | None:
    scored = applies & np.isfinite(scores)
    curve = partial(auroc, scores[scored].tolist(), (labels[scored] == Label.SUPPORTED).tolist())
    return _estimate(curve, sources[scored], int((applies & ~scored).sum()), seed)


def _balanced_accuracy(scores: Floats, supported: Bools, sources: npt.NDArray[np.intp], seed: int) -> Estimate | None:
    """Of the reporting half of the sources, at the threshold of the other half."""
    source_count = len(np.unique(sources))
    chooses = (np.random.default_rng(seed).permutation(source_count) < source_count / 2)[sources]
    scored = np.isfinite(scores)
    threshold = best_threshold(scores[chooses & scored], supported[chooses & scored])
    if threshold is None:
        return None
    reported = ~chooses & scored
    accuracy = partial(balanced_accuracy, scores[reported] >= threshold, supported[reported])
    return _estimate(accuracy, sources[reported], int((~chooses & ~scored).sum()), seed)


def _estimate(
    statistic: Callable[[Floats], Floats], sources: npt.NDArray[np.intp], unscored: int, seed: int
) -> Estimate | None:
    if not len(sources):
        return None
    resamples = resample_groups([str(number) for number in sources], seed=seed)
    return estimate(statistic, resamples, n=len(sources), unscored=unscored)
