"""Judge a reply: a verdict and the scores of one case."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from corpus.errors import ArticleNotFound
from corpus.passages import split_passages
from corpus.schema import Article, Sentence, Span
from evals.cases import Case
from evals.dataset import locate_all
from evals.metrics.citing import citation_precision, citation_recall, cites
from evals.metrics.entailment import Supports, entailment
from evals.metrics.faithfulness import faithfulness
from evals.metrics.overlap import best_of, exact_match, token_f1, typewritten
from evals.metrics.ranking import first_right_rank, hit_at, reciprocal_rank
from evals.outcome import Outcome, Shown, Verdict
from retrieval.citations import parse_markers
from retrieval.errors import ModelUnusable
from retrieval.schema import Abstention, Answer, Reply
from retrieval.wording import say_abstention

DIGITS = 4
"""Of a confidence; more would be the arithmetic of one processor."""

OWN_WORDS = frozenset({"chat"})
"""Readers that answer in their own words: their text is the answer, not the words they highlight."""


class Judge:
    """Judges replies about one case.

    Args:
        case: with its gold.
        article: that it is about.
        supports: a model that reads; without it no reply has the score `entailment`.
    """

    def __init__(self, case: Case, article: Article, *, supports: Supports | None = None) -> None:
        self._case = case
        self._supports = supports
        self._article = article
        self._quotes = [locate_all(quote, article.text) for quote in case.quotes]
        relevant = (*case.quotes, *case.supporting)
        self._relevant = [place for quote in relevant for place in locate_all(quote, article.text)]

    def judge(self, reply: Reply, *, latency_ms: float | None = None) -> Outcome:
        """Return the outcome of a reply."""
        answer = reply if isinstance(reply, Answer) else None
        withheld = reply.rejected if isinstance(reply, Abstention) else None
        verdict = self._verdict(answer)
        best = verdict if answer or withheld is None else self._verdict(withheld)
        return replace(
            self.give_up(""),
            verdict=verdict,
            scores=dict(self._scores(reply, answer, verdict)),
            # As a file holds it, so that a figure is the same from a run and from its file.
            confidence=None if reply.confidence is None else round(reply.confidence, DIGITS),
            would_be_right=(answer or withheld) is not None and best is Verdict.RIGHT,
            shown=_shown(reply, withheld),
            error=None,
            latency_ms=latency_ms,
        )

    def give_up(self, problem: str) -> Outcome:
        """Return the outcome of a case that could not be asked."""
        case = self._case
        return Outcome(
            case_id=case.id,
            article=case.article,
            fingerprint=hashlib.sha256(f"{case.fingerprint} {self._article.content_hash}".encode()).hexdigest()[:12],
            group=case.conversation or case.id,
            question=case.question,
            answerable=case.answerable,
            tags=case.tags,
            verdict=Verdict.NOT_SCORED,
            error=problem,
        )

    def _verdict(self, answer: Answer | None) -> Verdict:
        """The verdict on an answer, or on an abstention."""
        case = self._case
        if answer is None:
            return Verdict.SHOULD_ANSWER if case.answerable else Verdict.RIGHT
        if faithfulness(answer, self._article_of) < 1:
            return Verdict.UNFAITHFUL
        if not self._obeys(answer):
            return Verdict.FORBIDDEN
        if not case.answerable:
            return Verdict.SHOULD_ABSTAIN
        recall = self._recall(answer)
        if recall == 0:
            return Verdict.WRONG_SENTENCE
        return Verdict.RIGHT if recall == 1 else Verdict.INCOMPLETE

    def _obeys(self, answer: Answer) -> bool:
        """Whether an answer holds nothing that is forbidden."""
        return not any(words.casefold() in answer.text.casefold() for words in self._case.forbidden)

    def _scores(self, reply: Reply, answer: Answer | None, verdict: Verdict) -> Iterator[tuple[str, float | None]]:
        case = self._case
        yield "right", float(verdict is Verdict.RIGHT)
        yield "abstained", float(answer is None)
        said = typewritten(answer_words(answer, self._article)) if answer else ""
        golds = [typewritten(gold) for gold in case.answers]
        if case.answerable or answer is None:
            yield "exact_match", best_of(exact_match, said, golds)
            yield "token_f1", best_of(token_f1, said, golds)
        else:
            # An answer whose words normalise to nothing is still an answer where there is none.
            yield from (("exact_match", 0.0), ("token_f1", 0.0))
        if answer is not None:
            yield "faithfulness", faithfulness(answer, self._article_of)
            if self._supports is not None:
                yield "entailment", self._entailment(answer, self._supports)
            yield "obedience", float(self._obeys(answer))
        if case.answerable:
            yield from self._citing_scores(answer)
            yield from self._ranking_scores(reply)
        elif isinstance(reply, Abstention) and case.reasons:
            missing = {name.casefold() for name in reply.missing}
            named = not case.missing or missing == {name.casefold() for name in case.missing}
            told = named or reply.reason != "name_not_mentioned"
            yield "reason", float(reply.reason in case.reasons and told)

    def _entailment(self, answer: Answer, supports: Supports) -> float | None:
        try:
            return entailment(answer, self._sentences_of, supports)
        except ModelUnusable:
            return None

    def _citing_scores(self, answer: Answer | None) -> Iterator[tuple[str, float | None]]:
        yield "right_sentence", float(answer is not None and self._recall(answer) == 1)
        yield "citation_recall", self._recall(answer) if answer else 0.0
        if answer is not None:
            yield "citation_precision", citation_precision([c.span for c in answer.citations], self._relevant)

    def _ranking_scores(self, reply: Reply) -> Iterator[tuple[str, float | None]]:
        """Of the passages that were found: ranked by the retriever, whatever the reader made of them."""
        places = [place for quote in self._quotes for place in quote]
        rank = first_right_rank([cites([hit.passage.span], places) for hit in reply.hits.items])
        yield from (("hit_at_1", hit_at(rank, 1)), ("hit_at_5", hit_at(rank, 5)), ("mrr", reciprocal_rank(rank)))

    def _recall(self, answer: Answer) -> float:
        spans = [citation.span for citation in answer.citations]
        return citation_recall(spans, self._quotes, needs_all=self._case.needs == "all")

    def _sentences_of(self, article_id: str) -> tuple[Sentence, ...]:
        passages = split_passages(self._article_of(article_id))
        return tuple(sentence for passage in passages for sentence in passage.sentences)

    def _article_of(self, article_id: str) -> Article:
        if article_id != self._article.article_id:
            raise ArticleNotFound(article_id, (self._article.article_id,))
        return self._article


def answer_words(answer: Answer, article: Article) -> str:
    """Return what an answer is compared with gold answers by: its highlights, joined in the order of the article.

    The whole text without markers stands for them where a reader highlights nothing, or answers in its own words.
    """
    if answer.highlights and answer.reader not in OWN_WORDS:
        return " ".join(span.cut(article.text) for span in sorted({one.span for one in answer.highlights}))
    return " ".join(statement.text for statement in parse_markers(answer.text))


def _shown(reply: Reply, withheld: Answer | None) -> Shown:
    answer = reply if isinstance(reply, Answer) else None
    return Shown(
        answer=answer.text if answer else say_abstention(reply) if isinstance(reply, Abstention) else "",
        reason=str(reply.reason) if isinstance(reply, Abstention) else None,
        standalone_question=reply.standalone_question,
        citations=_spans(answer),
        highlights=tuple(one.span for one in answer.highlights) if answer else (),
        withheld=_spans(withheld),
        nearest=tuple(hit.passage.span for hit in reply.hits.items),
        missing=reply.missing if isinstance(reply, Abstention) else (),
        notices=reply.notices,
    )


def _spans(answer: Answer | None) -> tuple[Span, ...]:
    return tuple(citation.span for citation in answer.citations) if answer else ()
