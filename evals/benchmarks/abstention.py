"""Abstention: is the product silent when an article does not answer, and does its confidence part right from wrong?

A part of each title is searched as one article, as `evals.calibration_scopes` does it. Its questions are answerable, or
not, and then of a kind: "other", about another title; "removed", the paragraph with the answer was taken out;
"adversarial", marked unanswerable by the file itself. Beside the product stand two signs that a plain search has: the
highest cosine of a passage, and the highest share of the question's terms, weighed by IDF, that one passage has.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import numpy as np

from corpus.passages import split_passages
from corpus.schema import Article
from evals.benchmarks.table import Progress, Row, Table, take
from evals.calibration_scopes import Encode, Labelled, Scope, Searcher, Title, label_searches
from evals.errors import DatasetInvalid
from evals.intervals import Estimate, Floats, estimate, estimate_mean, resample_groups
from evals.measures import Curve
from evals.metrics.citing import cites
from evals.metrics.selective import aurc, auroc
from evals.squad import SquadParagraph, read_squad
from retrieval.citations import Question, verify
from retrieval.embedding.embeddings import UnitEmbeddings
from retrieval.errors import RetrievalError
from retrieval.reader.declining import Coverage
from retrieval.schema import Abstention, Hits, Reader, Reply

ANSWERABLE, UNANSWERABLE = "answerable", ("other", "removed", "adversarial")
NOTES = (
    "A part of each title is searched as one article. other: asked about another title; removed: the paragraph with "
    "the answer was taken out; adversarial: marked unanswerable by the file.",
    "AUROC: the chance that an answerable question has more confidence than one of that kind.",
    "AURC: how often the product's answers are wrong, from the most confident alone to all; lower is better.",
    "together: half answerable questions, half of the other kinds alike.",
    "The baselines decline below a threshold that declines as many of these answerable questions as the product does.",
)
MIN_TITLES = 2
"""For questions about another one."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a system makes of a question; None where the reader failed.

    Attributes:
        title: the number of the title that was searched.
        confidence: that the answer is right; None also when the reader cannot tell.
        declined: whether it stays silent.
        right: whether the answer, given or held back, cites a right sentence.
    """

    kind: str
    title: int
    confidence: float | None
    declined: bool | None
    right: bool | None


def run(  # noqa: PLR0913 - one a flag of the command
    qa: Path,
    embeddings: UnitEmbeddings,
    reader: Reader,
    *,
    limit: int | None = None,
    seed: int = 0,
    progress: Progress = lambda _done, _total: None,
) -> Table:
    """Measure a reader's silence and its confidence; columns for the kinds of questions that the file has.

    Args:
        qa: in the SQuAD format.
        embeddings: the product's model; questions are embedded as documents are.
        reader: that answers or declines.
        limit: how many titles to search, at random, at least `MIN_TITLES`; all when None. Titles, because the questions
            about one are resampled together.
        seed: of every choice and of the intervals.
        progress: told `(done, total)` titles.

    Raises:
        DatasetInvalid: when the file is not in the format, or has fewer than `MIN_TITLES`.
    """
    every = read_titles(read_squad(qa))
    if len(every) < MIN_TITLES:
        raise DatasetInvalid(str(qa), "has fewer than two titles", "give a file of several, to ask one about another")
    titles = take(every, None if limit is None else max(limit, MIN_TITLES), seed)
    searcher = TitleSearcher(embeddings.encode_documents, lambda done: progress(done, len(titles)))
    name = "footnote"
    product, cosines, coverages = list[Judged](), list[float](), list[float]()
    for search in label_searches(titles, searcher, adversarial={}, seed=seed):
        reply = _reply(reader, search.hits, searcher.article)
        name = f"footnote ({reply.reader})" if reply else name
        product.append(_judge(search, reply, searcher.title))
        cosines.append(max(hit.cosine for hit in search.hits.items))
        coverages.append(_best_coverage(search.hits))
    systems = {
        name: product,
        "top passage cosine": decline_alike(product, cosines),
        "term coverage (IDF)": decline_alike(product, coverages),
    }
    kinds = [kind for kind in (ANSWERABLE, *UNANSWERABLE) if any(one.kind == kind for one in product)]
    rows = [Row(name, tuple(_score(judged, kinds, seed))) for name, judged in systems.items()]
    return Table(qa.name, {"questions": len(product), "titles": len(titles)}, _columns(kinds), tuple(rows), NOTES)


def read_titles(paragraphs: Sequence[SquadParagraph]) -> list[Title]:
    """Return paragraphs as the titles of `evals.calibration_scopes`; those of page furniture alone are left out."""
    body = [p for p in paragraphs if split_passages(_as_article([p.context]))]
    return [
        {"title": title, "paragraphs": [_as_block(paragraph) for paragraph in group]}
        for title, group in groupby(body, key=lambda paragraph: paragraph.title)
    ]


class TitleSearcher(Searcher):
    """Knows what `label_searches` is at: its searches do not tell their title.

    Attributes:
        title: the number, from 1, of the title that is searched; 0 before the first.
        article: that was opened last.
    """

    def __init__(self, encode: Encode, on_title: Callable[[int], None] = lambda _: None) -> None:
        super().__init__(encode)
        self._on_title = on_title
        self.title = 0
        self.article = _as_article([])

    def open(self, paragraphs: Sequence[str]) -> Scope:
        """Index an article of these paragraphs."""
        self.article = _as_article(paragraphs)
        return super().open(paragraphs)

    def prepare(self, questions: Sequence[str]) -> None:
        """Embed questions together; called once a title, before its first search."""
        self.title += 1
        self._on_title(self.title)
        super().prepare(questions)


def decline_alike(product: Sequence[Judged], confidence: Sequence[float]) -> list[Judged]:
    """Return what a baseline makes of the questions: another confidence in the product's own answers.

    It declines below a threshold that declines as many answerable questions as the product does, ties apart.
    """
    pairs = list(zip(product, confidence, strict=True))
    answerable = [(value, one.declined) for one, value in pairs if _is_answerable(one) and one.declined is not None]
    values = sorted(value for value, _ in answerable)
    count = sum(declined for _, declined in answerable)
    threshold = values[count] if count < len(values) else np.inf
    return [
        one if one.declined is None else replace(one, confidence=value, declined=value < threshold)
        for one, value in pairs
    ]


def _as_block(paragraph: SquadParagraph) -> Title:
    return {
        "context": paragraph.context,
        "qas": [
            {
                "question": question.question,
                "is_impossible": not question.answers,
                "answers": [{"answer_start": start} for start in question.answer_starts],
            }
            for question in paragraph.questions
        ],
    }


def _as_article(paragraphs: Sequence[str]) -> Article:
    """The article that a `Scope` of these paragraphs is of."""
    return Article("scope", None, None, None, None, "\n\n".join(paragraphs), "")


def _reply(reader: Reader, hits: Hits, article: Article) -> Reply | None:
    """The verified reply, or None when the reader failed."""
    try:
        draft = reader.read(hits.query, hits)
    except RetrievalError:
        return None
    return verify(draft, Question(hits.query, hits.query), hits, lambda _: article)


def _judge(search: Labelled, reply: Reply | None, title: int) -> Judged:
    if reply is None:
        return Judged(search.kind, title, None, None, None)
    answer = reply.rejected if isinstance(reply, Abstention) else reply
    citations = [citation.span for citation in answer.citations] if answer else []
    sentences = (sentence for hit in search.hits.items for sentence in hit.passage.sentences)
    right = [sentence.span for sentence in sentences if sentence.id in search.right]
    return Judged(search.kind, title, reply.confidence, isinstance(reply, Abstention), cites(citations, right))


def _best_coverage(hits: Hits) -> float:
    coverage = Coverage(hits)
    # Rounded, for it is a sum in the order of a set: equal shares must stay equal from run to run.
    return max(round(coverage.of(hit.passage.sentences), 9) for hit in hits.items)


def _columns(kinds: Sequence[str]) -> tuple[str, ...]:
    unanswerable = [kind for kind in kinds if kind != ANSWERABLE]
    curves = (*(f"AUROC {kind}" for kind in unanswerable), "AUROC together", "AURC together")
    return (*(f"declined {kind}" for kind in kinds), *curves)


def _score(judged: Sequence[Judged], kinds: Sequence[str], seed: int) -> Iterator[Estimate | None]:
    """Yield a figure for each of `_columns`."""
    for kind in kinds:
        yield _declined([one for one in judged if one.kind == kind], seed)
    for kind in kinds:
        if kind != ANSWERABLE:
            yield _curve(auroc, [one for one in judged if one.kind in (kind, ANSWERABLE)], _is_answerable, seed)
    yield _curve(auroc, judged, _is_answerable, seed)
    yield _curve(aurc, judged, _is_right, seed)


def _declined(judged: Sequence[Judged], seed: int) -> Estimate | None:
    known = [(one.declined, str(one.title)) for one in judged if one.declined is not None]
    if not known:
        return None
    declined, groups = [float(declined) for declined, _ in known], [title for _, title in known]
    return estimate_mean(declined, groups=groups, seed=seed, unscored=len(judged) - len(known))


def _curve(curve: Curve, judged: Sequence[Judged], high: Callable[[Judged], bool], seed: int) -> Estimate | None:
    """A figure of the confidence; half of the weight is on answerable questions, half on the other kinds alike."""
    known = [(one, one.confidence) for one in judged if one.confidence is not None]
    if not known:
        return None
    of_kind = {kind: sum(one.kind == kind for one, _ in known) for kind in {one.kind for one, _ in known}}
    others = max(len(of_kind.keys() - {ANSWERABLE}), 1)
    importance = np.array([1 / of_kind[one.kind] / (1 if _is_answerable(one) else others) for one, _ in known])
    confidence, should_be_high = [value for _, value in known], [high(one) for one, _ in known]

    def figure(weights: Floats) -> Floats:
        return curve(confidence, should_be_high, weights * importance)

    resamples = resample_groups([str(one.title) for one, _ in known], seed=seed)
    return estimate(figure, resamples, n=len(known), unscored=len(judged) - len(known))


def _is_answerable(one: Judged) -> bool:
    return one.kind == ANSWERABLE


def _is_right(one: Judged) -> bool:
    return one.right is True
