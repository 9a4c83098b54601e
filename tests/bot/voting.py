"""Answers as the Discord bot keeps them, with votes on them."""

from bot.store.answers import KeptAnswer
from bot.store.store import Store
from bot.store.votes import VotedAnswer
from corpus.schema import Article, Span
from retrieval.record import Provenance, Record, to_record
from retrieval.schema import Abstention, Answer, Citation, Highlight, Hits, Reason, Reply
from tests.fakes import hits_of, make

ASKER, VOTER, OTHER_VOTER = 111111111111111111, 222222222222222222, 333333333333333333

STORY = make(
    "On Monday the ferries stopped. Ann Reed and Ian Poe led the talks.\n\nThey cost 4m; nobody paid.",
    title="Ferries",
)


def answer_from(article: Article, question: str, *quotes: str, words: tuple[str, ...] = (), typed: str = "") -> Answer:
    """An answer that cites quotes, in that order; words are highlighted where the article has them first."""
    spans = [_find(article, quote) for quote in quotes]
    citations = tuple(
        Citation(marker, article.article_id, f"{article.article_id}:0", span, quote)
        for marker, (span, quote) in enumerate(zip(spans, quotes, strict=True), start=1)
    )
    found = [_find(article, one) for one in words]
    highlights = tuple(
        Highlight(citation.marker, span) for span in found for citation in citations if citation.span.contains(span)
    )
    text = " ".join(f"{citation.quote} [{citation.marker}]" for citation in citations)
    return Answer(typed or question, question, text, highlights, citations, 0.9, "span", hits_of(article, question))


def abstention_from(
    article: Article | None, question: str, reason: Reason = Reason.NOT_STATED, missing: tuple[str, ...] = ()
) -> Abstention:
    """An abstention; with no article, one that found no passage."""
    hits = hits_of(article, question) if article else Hits(question, ())
    return Abstention(question, question, reason, missing, 0.1, "span", hits)


def record_of(reply: Reply, article: Article) -> Record:
    return to_record(reply, Provenance("word-hash", "1@fake"), lambda _: article, why=True)


def voted(
    reply: Reply, likes: int, dislikes: int, *reasons: str, answer_id: str = "aaaaaaaaaaaa", article: Article = STORY
) -> VotedAnswer:
    kept = KeptAnswer(answer_id, "server-1", 7, ASKER, record_of(reply, article), 1000.0)
    return VotedAnswer(kept, likes, dislikes, reasons)


def keep(store: Store, reply: Reply, article: Article, *, scope: str = "server-1", liked: bool = True) -> str:
    """Keep a reply with one vote on it."""
    answer_id = store.answers.add(scope, 7, ASKER, record_of(reply, article))
    store.votes.cast(answer_id, scope, VOTER, liked=liked)
    return answer_id


def _find(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))
