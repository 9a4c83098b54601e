"""Paragraph retrieval on a file in the SQuAD format, through the product's own index, beside two plain searches.

The paragraphs of a title make an article; a paragraph is found at the rank of its first passage. Plain dense ranks
paragraphs by the cosine of one vector each, plain BM25 by stemmed BM25, both over the same paragraphs.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evals.benchmarks.paragraph_index import index_paragraphs
from evals.benchmarks.table import Progress, Row, Table, take
from evals.intervals import estimate_mean
from evals.metrics.ranking import hit_at, reciprocal_rank
from evals.squad import SquadParagraph, read_squad
from retrieval.embedding.embeddings import UnitEmbeddings
from retrieval.lexical import LexicalIndex

DEPTH = 10
"""Ranks that count for the mean reciprocal rank."""

Ranks = Sequence[int | None]
"""The rank of the gold paragraph for each question, from 1; None when it is not among the first `DEPTH`."""


def run(  # noqa: PLR0913 - one a flag of the command
    qa: Path,
    embeddings: UnitEmbeddings,
    *,
    paragraph_count: int | None = None,
    limit: int | None = None,
    seed: int = 0,
    progress: Progress = lambda _done, _total: None,
) -> Table:
    """Measure retrieval over the paragraphs of a file.

    Args:
        qa: in the SQuAD format.
        embeddings: the product's model.
        paragraph_count: how many paragraphs to search, of titles taken at random; all when None.
        limit: how many questions about them to ask, at random; all when None.
        seed: of both choices and of the intervals.
        progress: told `(done, total)` passages.

    Raises:
        DatasetInvalid: when the file is not in the format.
    """
    paragraphs = _take_titles(read_squad(qa), paragraph_count, seed)
    asked = [(number, q.question) for number, paragraph in enumerate(paragraphs) for q in paragraph.questions]
    asked = list(take(asked, limit, seed))
    footnote = _rank_with_footnote(paragraphs, asked, embeddings, progress)
    dense, lexical = _rank_plainly(paragraphs, asked, embeddings)
    rows = [_score(name, ranks, seed) for name, ranks in (("footnote", footnote), ("dense", dense), ("BM25", lexical))]
    counts = {"questions": len(asked), "paragraphs": len(paragraphs)}
    return Table(qa.name, counts, ("hit@1", "hit@5", f"MRR@{DEPTH}"), tuple(rows))


def _take_titles(paragraphs: Sequence[SquadParagraph], count: int | None, seed: int) -> Sequence[SquadParagraph]:
    """The first `count` paragraphs of the titles in random order, each title's own in their order."""
    if count is None or count >= len(paragraphs):
        return paragraphs
    titles = list(dict.fromkeys(paragraph.title for paragraph in paragraphs))
    np.random.default_rng(seed).shuffle(titles)
    places = {title: place for place, title in enumerate(titles)}
    return sorted(paragraphs, key=lambda paragraph: places[paragraph.title])[:count]


def _rank_with_footnote(
    paragraphs: Sequence[SquadParagraph],
    asked: Sequence[tuple[int, str]],
    embeddings: UnitEmbeddings,
    progress: Progress,
) -> Ranks:
    """Search an index of the paragraphs as the product does."""
    ranks: list[int | None] = []
    with index_paragraphs(paragraphs, embeddings, progress=progress) as index:
        for gold, question in asked:
            hits = index.retriever.search(question, top_k=5 * DEPTH).items
            found = list(dict.fromkeys(index.paragraph_of[hit.passage.id] for hit in hits))[:DEPTH]
            ranks.append(found.index(gold) + 1 if gold in found else None)
    return ranks


def _rank_plainly(
    paragraphs: Sequence[SquadParagraph], asked: Sequence[tuple[int, str]], embeddings: UnitEmbeddings
) -> tuple[Ranks, Ranks]:
    """Rank by one vector a paragraph, and by BM25."""
    contexts = [paragraph.context for paragraph in paragraphs]
    vectors = embeddings.encode_documents(contexts)
    words = LexicalIndex.build(contexts)
    dense: list[int | None] = []
    lexical: list[int | None] = []
    for gold, question in asked:
        dense.append(_rank(vectors @ embeddings.encode_query(question), gold))
        lexical.append(_rank(words.scores(question), gold))
    return dense, lexical


def _rank(scores: "np.ndarray[tuple[int], np.dtype[np.float32]]", gold: int) -> int | None:
    """The rank of the gold paragraph; ties count against it."""
    rank = int((scores >= scores[gold]).sum())
    return rank if rank <= DEPTH else None


def _score(name: str, ranks: Ranks, seed: int) -> Row:
    columns = (
        [hit_at(rank, 1) for rank in ranks],
        [hit_at(rank, 5) for rank in ranks],
        [reciprocal_rank(rank) for rank in ranks],
    )
    return Row(name, tuple(estimate_mean(values, seed=seed) for values in columns))
