"""An opinion as an eval case: plain fields, as `evals/datasets/README.md` documents them.

What people liked becomes the gold. What they did not has no gold: what was said stands in for it, and a note says
what a reviewer must decide.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from bot.errors import QuoteLost
from bot.feedback.opinions import Opinion, without_ids, without_mentions
from corpus.passages import split_passages
from corpus.schema import Article, Sentence, Span
from retrieval.schema import Abstention, Answer, Citation, Reason, Reply

Case = dict[str, Any]

MAX_REASONS_CHARS = 200
TO_REVIEW = "TO REVIEW:"
"""What the note of a case without gold begins with."""

_ASK_ANSWER = "is the answer another sentence, or is it not in the article?"
_ASK_ABSTENTION = "find the sentence that answers, or keep it as not answerable."
_PART_SEPARATOR = "; "
_TAGS = (
    ("yes-no", r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b"),
    ("number", r"how (?:many|much|old|long|far|high|big|large|often|fast)\b"),
    ("definition", r"what (?:is|are|was|were) an?\b|what (?:do|does|did) .+ mean\b"),
    ("quote", r"what (?:did|does|do) .+ (?:say|tell|write|ask|reply|add)\b"),
    ("who", r"who(?:m|se)?\b"),
    ("where", r"where\b"),
    ("when", r"when\b|(?:what|which) (?:year|month|day|date|time)\b"),
    ("why", r"why\b|what for\b"),
    ("how", r"how\b"),
)
"""What is asked for, by the words that ask; the first that a question has."""


def make_case(opinion: Opinion, article: Article) -> Case:
    """Return the case of an opinion.

    Raises:
        QuoteLost: when the article has no sentence with what the answer quotes.
    """
    question = without_mentions(opinion.reply.standalone_question)
    case: Case = {"id": f"feedback-{opinion.answer_id}", "article": article.article_id, "question": question}
    match opinion.reply:
        case Answer():
            cited = _cited_sentences(opinion.reply, article)
            answers = _answering_words(opinion.reply, cited)
            case |= {
                "answerable": True,
                "tags": _tags(question, several=_PART_SEPARATOR in answers and bool(opinion.reply.highlights)),
                "quotes": list(dict.fromkeys(sentence.text for sentence, _ in cited)),
                "answers": [answers],
            }
        case Abstention():
            off_topic = opinion.reply.reason is Reason.OFF_TOPIC
            tag = "unanswerable-off-topic" if off_topic else "unanswerable-on-topic"
            case |= {
                "answerable": False,
                "tags": [*_tags(question, several=False), tag],
                "reasons": [_true_reason(opinion.reply)],
                "missing": [without_mentions(name) for name in opinion.reply.missing],
            }
        case _:
            assert_never(opinion.reply)
    return {**case, "note": _note(opinion)}


def _cited_sentences(answer: Answer, article: Article) -> list[tuple[Sentence, int]]:
    """The sentences of the article that an answer cites, and how far each has moved since; best first."""
    sentences = [sentence for passage in split_passages(article) for sentence in passage.sentences]
    found: list[tuple[Sentence, int]] = []
    for citation in answer.citations:
        if citation.article_id != article.article_id:
            continue
        span = _locate(citation, article)
        cited = [sentence for sentence in sentences if sentence.span.overlaps(span)]
        if not cited:
            raise QuoteLost(article.article_id)
        found += [(sentence, span.start - citation.span.start) for sentence in cited]
    return found


def _locate(citation: Citation, article: Article) -> Span:
    """Where a quote stands now: its own place, else the nearest."""
    starts = [match.start() for match in re.finditer(re.escape(citation.quote), article.text)]
    if not starts:
        raise QuoteLost(article.article_id)
    start = min(starts, key=lambda start: abs(start - citation.span.start))
    return Span(start, start + len(citation.quote))


def _answering_words(answer: Answer, cited: Sequence[tuple[Sentence, int]]) -> str:
    """The highlighted words in the order of the article, joined; the best sentence when there are none."""
    pieces = sorted(set(_highlighted(answer, cited)))
    words = [words for _, words in pieces] or [cited[0][0].text]
    # Words that hold the separator themselves are parted by it too, and no part may be empty.
    parts = [part for part in _PART_SEPARATOR.join(words).split(_PART_SEPARATOR) if part.strip()]
    return _PART_SEPARATOR.join(parts)


def _highlighted(answer: Answer, cited: Sequence[tuple[Sentence, int]]) -> Iterator[tuple[int, str]]:
    """Each highlight where it stands now, cut at the ends of sentences: a case's answers stand in one each."""
    own = cited[0][0].article_id
    markers = {citation.marker for citation in answer.citations if citation.article_id == own}
    for highlight in answer.highlights:
        for sentence, moved in cited:
            start = max(highlight.span.start + moved, sentence.span.start)
            end = min(highlight.span.end + moved, sentence.span.end)
            if highlight.marker in markers and start < end:
                words = sentence.text[start - sentence.span.start : end - sentence.span.start]
                if words.strip():
                    yield start, words.strip()


def _tags(question: str, *, several: bool) -> list[str]:
    tag = next((name for name, words in _TAGS if re.search(rf"\b(?:{words})", question, re.IGNORECASE)), "what")
    tags = [tag, "list"] if several else [tag]
    return [*tags, "lower-case"] if question == question.lower() != question.upper() else tags


def _true_reason(abstention: Abstention) -> str:
    """What is true of the article; that no answer could be verified tells of the reader."""
    reason = abstention.reason
    return str(Reason.NOT_STATED if reason is Reason.UNVERIFIED else reason)


def _note(opinion: Opinion) -> str:
    """For the reviewer, on one line: votes, reasons, and what is to be decided; never who voted."""
    reply = opinion.reply
    parts = [f"{opinion.likes} liked it, {opinion.dislikes} did not", f"reader {reply.reader}"]
    if reply.question != reply.standalone_question:
        parts.append(f"typed as: {reply.question}")
    if reasons := without_ids(" / ".join(opinion.reasons)):
        cut = reasons if len(reasons) <= MAX_REASONS_CHARS else f"{reasons[: MAX_REASONS_CHARS - 1]}…"
        parts.append(f"reasons: {cut}")
    note = without_ids("; ".join(parts))
    return note if opinion.liked else f"{TO_REVIEW} {_ask(reply)} {note}"


def _ask(reply: Reply) -> str:
    return _ASK_ANSWER if isinstance(reply, Answer) else _ASK_ABSTENTION
