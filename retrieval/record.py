"""A reply as a JSON object, and back: the only codec, used by the command line, the bot's store and the evals.

Within schema 1 fields may be added, never changed.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, assert_never

from corpus.schema import Article, Passage, Span
from retrieval.schema import (
    Abstention,
    Answer,
    Citation,
    Dropped,
    Flaw,
    Highlight,
    Hit,
    Hits,
    Reason,
    Reply,
    Usage,
)
from retrieval.wording import say_abstention

SCHEMA = 1

Record = dict[str, Any]


class RecordInvalid(ValueError):
    """An object is not a record of a schema that this version reads."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"not a reply of schema {SCHEMA}: {problem}")


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made a reply.

    Attributes:
        index: the index's generation and short hash of the embedding model: `generation@fingerprint`.
        chat_model: `provider:model`, or None.
        prompt_hash: of the chat model's prompts, or None.
    """

    embedding_model: str
    index: str
    chat_model: str | None = None
    prompt_hash: str | None = None


def to_record(
    reply: Reply, provenance: Provenance, article_of: Callable[[str], Article], *, why: bool = False
) -> Record:
    """Return a reply as a JSON object.

    Args:
        reply: to write down.
        provenance: of the chain that made it.
        article_of: an id's article, for its title and URL.
        why: list the passages that were found for an answer too, not for an abstention alone, and what of a chat
            model's reply was not let through.
    """
    record: Record = {
        "schema": SCHEMA,
        "question": reply.question,
        "standalone_question": reply.standalone_question,
        "answered": False,
        "answer": "",
        "highlights": [],
        "confidence": reply.confidence,
        "citations": [],
        "reason": None,
        "missing": [],
        "notices": list(reply.notices),
        "reader": reply.reader,
        "nearest": [],
        "provenance": asdict(provenance),
        "articles_in_scope": reply.hits.article_count,
        "usage": asdict(reply.usage) if reply.usage else None,
    }
    if why:
        record["dropped"] = [asdict(one) for one in reply.dropped]
    match reply:
        case Answer():
            record["answered"] = True
            record["answer"] = reply.text
            record["highlights"] = [_highlight(highlight, reply, article_of) for highlight in reply.highlights]
            record["citations"] = [_citation(citation, article_of) for citation in reply.citations]
        case Abstention():
            record["answer"] = say_abstention(reply)
            record["reason"] = str(reply.reason)
            record["missing"] = list(reply.missing)
        case _:
            assert_never(reply)
    if why or isinstance(reply, Abstention):
        record["nearest"] = [_nearest(hit) for hit in reply.hits.items]
    return record


def from_record(record: Mapping[str, Any]) -> Reply:
    """Return the reply that a record tells of.

    Its hits are the record's `nearest`, without their sentences; the rest is as it was.

    Raises:
        RecordInvalid: when it is of another schema, or a field is missing or of another type.
    """
    if record.get("schema") != SCHEMA:
        raise RecordInvalid(f"its schema is {record.get('schema')!r}")
    try:
        return _answer(record) if record["answered"] else _abstention(record)
    except (KeyError, TypeError, ValueError, AttributeError) as err:
        raise RecordInvalid(f"{type(err).__name__}: {err}") from err


def _highlight(highlight: Highlight, answer: Answer, article_of: Callable[[str], Article]) -> Record:
    article_id = next(c.article_id for c in answer.citations if c.marker == highlight.marker)
    span = highlight.span
    return {
        "marker": highlight.marker,
        "article_id": article_id,
        "start": span.start,
        "end": span.end,
        "text": span.cut(article_of(article_id).text),
    }


def _citation(citation: Citation, article_of: Callable[[str], Article]) -> Record:
    article = article_of(citation.article_id)
    return {
        "marker": citation.marker,
        "article_id": citation.article_id,
        "title": article.title,
        "url": article.url,
        "passage_id": citation.passage_id,
        "start": citation.span.start,
        "end": citation.span.end,
        "quote": citation.quote,
    }


def _nearest(hit: Hit) -> Record:
    return {
        "article_id": hit.passage.article_id,
        "passage_id": hit.passage.id,
        "start": hit.passage.span.start,
        "end": hit.passage.span.end,
        "quote": hit.passage.text,
        "score": hit.score,
    }


def _answer(record: Mapping[str, Any]) -> Answer:
    return Answer(
        question=record["question"],
        standalone_question=record["standalone_question"],
        text=record["answer"],
        highlights=tuple(
            Highlight(entry["marker"], Span(entry["start"], entry["end"])) for entry in record["highlights"]
        ),
        citations=tuple(
            Citation(
                entry["marker"],
                entry["article_id"],
                entry["passage_id"],
                Span(entry["start"], entry["end"]),
                entry["quote"],
            )
            for entry in record["citations"]
        ),
        confidence=record["confidence"],
        reader=record["reader"],
        hits=_hits(record),
        notices=tuple(record["notices"]),
        dropped=_dropped(record),
        usage=_usage(record),
    )


def _abstention(record: Mapping[str, Any]) -> Abstention:
    return Abstention(
        question=record["question"],
        standalone_question=record["standalone_question"],
        reason=Reason(record["reason"]),
        missing=tuple(record["missing"]),
        confidence=record["confidence"],
        reader=record["reader"],
        hits=_hits(record),
        notices=tuple(record["notices"]),
        dropped=_dropped(record),
        usage=_usage(record),
    )


def _dropped(record: Mapping[str, Any]) -> tuple[Dropped, ...]:
    """None where the record was written without `why`."""
    return tuple(Dropped(one["text"], Flaw(one["flaw"]), one["replaced"]) for one in record.get("dropped", []))


def _usage(record: Mapping[str, Any]) -> Usage | None:
    used = record.get("usage")
    return Usage(used["calls"], used["input_tokens"], used["output_tokens"]) if used else None


def _hits(record: Mapping[str, Any]) -> Hits:
    hits = tuple(
        Hit(
            passage=Passage(
                entry["passage_id"],
                entry["article_id"],
                int(entry["passage_id"].rpartition(":")[2]),
                Span(entry["start"], entry["end"]),
                entry["quote"],
                (),
            ),
            score=entry["score"],
            rank=rank,
            cosine=0.0,
            lexical=0.0,
            sentence_cosines=(),
        )
        for rank, entry in enumerate(record["nearest"], start=1)
    )
    return Hits(record["standalone_question"], hits, record["articles_in_scope"])
