"""SQuAD 2.0 (Rajpurkar, Jia and Liang 2018): the words that answer against gold answers, silence where there is none.

A reader reads the paragraph that a question was written for, or what a search of all paragraphs finds. Beside it stand
the whole sentence of the highest cosine among the passages that it read, which always answers, and silence. A question
is answerable when the file gives it an answer, as in the official script.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import numpy as np

from corpus.passages import split_passages
from corpus.schema import Article
from evals.benchmarks.paragraph_index import as_paragraph, index_paragraphs
from evals.benchmarks.table import Progress, Row, Table, take
from evals.calibration_scopes import TOP_K, Searcher
from evals.intervals import Estimate, Floats, estimate, estimate_mean, resample_groups
from evals.judge import answer_words
from evals.metrics.overlap import best_of, exact_match, token_f1
from evals.metrics.selective import auroc
from evals.squad import SquadParagraph, read_squad
from retrieval.citations import Question, verify
from retrieval.embedding.embeddings import UnitEmbeddings
from retrieval.errors import RetrievalError
from retrieval.schema import Abstention, Answer, Hits, Reader, Reply

COLUMNS = ("EM", "F1", "answerable F1", "unanswerable", "best F1", "answerability AUROC")
PARAGRAPHS_AT_ONCE = 64
"""Whose questions are embedded together."""

FindArticle = Callable[[str], Article]
Searches = Iterator[tuple[Hits, FindArticle]]
"""What was found for each question, and the articles of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a system says to a question.

    Attributes:
        words: "" for silence.
        forced: what it would say if it had to.
        confidence: that `forced` is right; None when the system cannot tell.
    """

    words: str
    forced: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, its gold answers, and the number of the paragraph that it was written for."""

    question: str
    golds: tuple[str, ...]
    paragraph: int


SILENCE = Said("", "", 0.0)
Answers = Sequence[tuple[_Asked, Said | None]]
"""Questions and what a system says; None where it failed."""


def run(  # noqa: PLR0913 - one a flag of the command
    qa: Path,
    embeddings: UnitEmbeddings,
    reader: Reader,
    *,
    open_domain: bool = False,
    limit: int | None = None,
    seed: int = 0,
    progress: Progress = lambda _done, _total: None,
) -> Table:
    """Measure a reader with the official metrics; columns that need unanswerable questions are None without any.

    Args:
        qa: in the SQuAD format.
        embeddings: the product's model; without `open_domain` questions are embedded as documents are.
        reader: that answers.
        open_domain: search all paragraphs of the file through the product's own index, a title an article.
        limit: how many questions to ask, at random; all when None.
        seed: of the choice and of the intervals, whose resamples keep the questions of a paragraph together.
        progress: told `(done, total)` questions, before that passages with `open_domain`.

    Raises:
        DatasetInvalid: when the file is not in the format.
    """
    paragraphs = read_squad(qa)
    every = [_Asked(" ".join(q.question.split()), q.answers, n) for n, p in enumerate(paragraphs) for q in p.questions]
    asked = take(every, limit, seed)
    searches = _search_own(paragraphs, asked, embeddings)
    if open_domain:
        searches = _search_all(paragraphs, asked, embeddings, progress)
    name, read, nearest = "footnote", list[Said | None](), list[Said | None]()
    for done, (hits, article_of) in enumerate(searches, start=1):
        reply = _reply(reader, hits, article_of)
        name = f"footnote ({reply.reader})" if reply else name
        read.append(_said(reply, article_of) if reply else None)
        nearest.append(_nearest_sentence(hits))
        progress(done, len(asked))
    systems = ((name, read), ("best sentence by cosine", nearest), ("always silent", [SILENCE] * len(asked)))
    rows = [_score(name, list(zip(asked, said, strict=True)), seed) for name, said in systems]
    searched = len(paragraphs) if open_domain else len({one.paragraph for one in asked})
    counts = {"questions": len(asked), "unanswerable": sum(not one.golds for one in asked), "paragraphs": searched}
    return Table(qa.name, counts, COLUMNS, tuple(rows), tuple(_notes(counts["unanswerable"] > 0, open_domain)))


def best_threshold_score(
    confidence: Sequence[float], answered: Sequence[float], silent: Sequence[float], weights: Floats
) -> Floats:
    """Return the highest mean score that any threshold of confidence gives (`find_best_thresh`).

    The script goes through the questions one by one; here those of equal confidence are taken together.

    Args:
        confidence: one a case.
        answered: the score of each case when it is answered.
        silent: when it is not.
        weights: one a case on the last axis, as in `evals.metrics.selective`.

    >>> float(best_threshold_score([0.9, 0.5, 0.1, 0.1], [1, 0, 1, 0], [0, 1, 0, 1], np.ones(4)))
    0.75
    """
    values = np.asarray(confidence, np.float64)
    order = np.argsort(-values, kind="stable")
    last = np.flatnonzero(np.append(np.diff(values[order]) != 0, True))
    refused = np.asarray(silent, np.float64)
    gain = (np.asarray(answered, np.float64) - refused)[order]
    gained = np.cumsum(weights[..., order] * gain, axis=-1)[..., last].max(axis=-1)
    best: Floats = (weights @ refused + np.maximum(gained, 0.0)) / weights.sum(axis=-1)
    return best


def _search_own(paragraphs: Sequence[SquadParagraph], asked: Sequence[_Asked], embeddings: UnitEmbeddings) -> Searches:
    """Search, for each question, the one paragraph that it was written for."""
    groups = [list(group) for _, group in groupby(asked, key=lambda one: one.paragraph)]
    for start in range(0, len(groups), PARAGRAPHS_AT_ONCE):
        batch = groups[start : start + PARAGRAPHS_AT_ONCE]
        searcher = Searcher(embeddings.encode_documents)
        searcher.prepare([one.question for group in batch for one in group])
        for group in batch:
            text = as_paragraph(paragraphs[group[0].paragraph].context)
            article = Article("scope", None, None, None, None, text, "")
            # A paragraph that is page furniture, such as "Menu", has no passage.
            scope = searcher.open([text]) if split_passages(article) else None
            for one in group:
                hits = scope.search(one.question) if scope else Hits(one.question, ())
                yield hits, {article.article_id: article}.__getitem__


def _search_all(
    paragraphs: Sequence[SquadParagraph],
    asked: Sequence[_Asked],
    embeddings: UnitEmbeddings,
    progress: Progress,
) -> Searches:
    """Search all paragraphs for each question."""
    with index_paragraphs(paragraphs, embeddings, progress=progress) as index:
        for one in asked:
            yield index.retriever.search(one.question, top_k=TOP_K), index.library.get


def _reply(reader: Reader, hits: Hits, article_of: FindArticle) -> Reply | None:
    """The verified reply, or None when the reader failed."""
    try:
        draft = reader.read(hits.query, hits)
    except RetrievalError:
        return None
    return verify(draft, Question(hits.query, hits.query), hits, article_of)


def _said(reply: Reply, article_of: FindArticle) -> Said:
    answer = reply if isinstance(reply, Answer) else None
    forced = reply.rejected if isinstance(reply, Abstention) else reply
    return Said(_words(answer, article_of), _words(forced, article_of), reply.confidence)


def _words(answer: Answer | None, article_of: FindArticle) -> str:
    """The words of an answer, article by article, for those of a highlight are cut from its own."""
    if answer is None:
        return ""
    article_id_of = {citation.marker: citation.article_id for citation in answer.citations}
    if not answer.highlights:
        return answer_words(answer, article_of(answer.citations[0].article_id))
    parts: list[str] = []
    for article_id in dict.fromkeys(article_id_of[highlight.marker] for highlight in answer.highlights):
        own = tuple(one for one in answer.highlights if article_id_of[one.marker] == article_id)
        parts.append(answer_words(replace(answer, highlights=own), article_of(article_id)))
    return " ".join(dict.fromkeys(parts))


def _nearest_sentence(hits: Hits) -> Said:
    sentences = [
        (cosine, sentence.text)
        for hit in hits.items
        for cosine, sentence in zip(hit.sentence_cosines, hit.passage.sentences, strict=True)
    ]
    cosine, text = max(sentences, key=lambda pair: pair[0], default=(0.0, ""))
    return Said(text, text, cosine)


def _score(name: str, answers: Answers, seed: int) -> Row:
    answerable = [(one, said) for one, said in answers if one.golds]
    unanswerable = [(one, said) for one, said in answers if not one.golds]
    cells = (
        _mean(exact_match, answers, seed),
        _mean(token_f1, answers, seed),
        _mean(token_f1, answerable, seed),
        _mean(exact_match, unanswerable, seed),
        *(_curves(answers, seed) if answerable and unanswerable else (None, None)),
    )
    return Row(name, cells)


def _mean(measure: Callable[[str, str], float], answers: Answers, seed: int) -> Estimate | None:
    scored = [(one, said) for one, said in answers if said is not None]
    if not scored:
        return None
    values = [best_of(measure, said.words, one.golds) for one, said in scored]
    groups = [str(one.paragraph) for one, _ in scored]
    return estimate_mean(values, groups=groups, seed=seed, unscored=len(answers) - len(scored))


def _curves(answers: Answers, seed: int) -> tuple[Estimate | None, Estimate | None]:
    """The best F1 at any threshold, and how well confidence parts answerable questions from the others."""
    known = [(one, said, said.confidence) for one, said in answers if said and said.confidence is not None]
    if not known:
        return None, None
    confidence = [value for _, _, value in known]
    answerable = [bool(one.golds) for one, _, _ in known]
    answered = [best_of(token_f1, said.forced, one.golds) if one.golds else not said.forced for one, said, _ in known]
    silent = [not one.golds for one, _, _ in known]
    resamples = resample_groups([str(one.paragraph) for one, _, _ in known], seed=seed)
    n, lost = len(known), len(answers) - len(known)

    def best_f1(weights: Floats) -> Floats:
        return best_threshold_score(confidence, answered, silent, weights)

    def answerability(weights: Floats) -> Floats:
        return auroc(confidence, answerable, weights)

    return estimate(best_f1, resamples, n=n, unscored=lost), estimate(answerability, resamples, n=n, unscored=lost)


def _notes(unanswerable: bool, open_domain: bool) -> Iterator[str]:
    if open_domain:
        yield "Each question is answered from a search of all paragraphs; another than its own may answer it as well."
    else:
        yield "Each question is answered from the paragraph that it was written for."
    if unanswerable:
        yield "unanswerable: the share of the unanswerable questions that get no answer."
        yield "best F1: with the threshold that is best on this very file, as the official script chooses it."
