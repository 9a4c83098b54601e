import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.passages import split_passages
from corpus.schema import Article, Span
from retrieval.record import Provenance, RecordInvalid, from_record, to_record
from retrieval.schema import Abstention, Answer, Citation, Dropped, Flaw, Highlight, Hits, Reason, Reply, Usage
from tests.fakes import hits_of, make

ARTICLE = make("Ann met Bob in Oslo.\n\nIt rained. Nobody was hurt.", title="Talks", url="https://news.test/a")
PASSAGES = split_passages(ARTICLE)
PROVENANCE = Provenance("all-MiniLM-L6-v2", "3@abc")


def article_of(_: str) -> Article:
    return ARTICLE


def answer(**fields: object) -> Answer:
    quote = "Ann met Bob in Oslo."
    base: dict[str, object] = {
        "question": "Who met Bob?",
        "standalone_question": "Who met Bob?",
        "text": f"{quote} [1]",
        "highlights": (Highlight(1, Span(0, 3)),),
        "citations": (Citation(1, "story", PASSAGES[0].id, Span(0, len(quote)), quote),),
        "confidence": 0.93,
        "reader": "span",
        "hits": hits_of(ARTICLE),
    }
    return Answer(**{**base, **fields})  # type: ignore[arg-type]


def test_an_answer_is_written_down_field_by_field() -> None:
    assert to_record(answer(), PROVENANCE, article_of) == {
        "schema": 1,
        "question": "Who met Bob?",
        "standalone_question": "Who met Bob?",
        "answered": True,
        "answer": "Ann met Bob in Oslo. [1]",
        "highlights": [{"marker": 1, "article_id": "story", "start": 0, "end": 3, "text": "Ann"}],
        "confidence": 0.93,
        "citations": [
            {
                "marker": 1,
                "article_id": "story",
                "title": "Talks",
                "url": "https://news.test/a",
                "passage_id": "story:0",
                "start": 0,
                "end": 20,
                "quote": "Ann met Bob in Oslo.",
            }
        ],
        "reason": None,
        "missing": [],
        "notices": [],
        "reader": "span",
        "nearest": [],
        "provenance": {
            "embedding_model": "all-MiniLM-L6-v2",
            "index": "3@abc",
            "chat_model": None,
            "prompt_hash": None,
        },
        "articles_in_scope": 1,
        "usage": None,
    }


def test_what_a_chat_model_said_in_vain_is_written_down_for_why_alone() -> None:
    reply = answer(dropped=(Dropped("Ann hit Bob.", Flaw.UNSUPPORTED, replaced=True),), usage=Usage(2, 900, 80))
    record = to_record(reply, PROVENANCE, article_of)
    assert record["usage"] == {"calls": 2, "input_tokens": 900, "output_tokens": 80}
    assert "hit" not in json.dumps(record)
    why = to_record(reply, PROVENANCE, article_of, why=True)
    assert why["dropped"] == [{"text": "Ann hit Bob.", "flaw": "unsupported", "replaced": True}]


def test_an_abstention_says_why_and_lists_what_is_nearest() -> None:
    reply = Abstention("Who is Eve?", "Who is Eve?", Reason.NAME_NOT_MENTIONED, ("Eve",), 0.1, "span", hits_of(ARTICLE))
    record = to_record(reply, PROVENANCE, article_of)
    assert (record["answered"], record["reason"], record["missing"]) == (False, "name_not_mentioned", ["Eve"])
    assert record["answer"] == "The article does not mention Eve."
    assert record["citations"] == []
    assert [entry["quote"] for entry in record["nearest"]] == ["Ann met Bob in Oslo.", "It rained. Nobody was hurt."]


def test_what_an_abstention_held_back_is_not_written_down() -> None:
    reply = Abstention("Who?", "Who?", Reason.NOT_STATED, (), 0.1, "span", Hits("Who?", ()), rejected=answer())
    assert "Ann" not in json.dumps(to_record(reply, PROVENANCE, article_of))


@pytest.mark.parametrize("broken", [{}, {"schema": 2}, {"schema": 1}, {"schema": 1, "answered": True, "nearest": 3}])
def test_what_is_not_a_record_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(RecordInvalid, match="not a reply of schema 1"):
        from_record(broken)


def without_scores(reply: Reply) -> Reply:
    """A reply as a record keeps it: hits are passages and scores, nothing of their sentences or of what is around."""
    hits = tuple(
        replace(hit, passage=replace(hit.passage, sentences=(), heading=None), cosine=0.0, lexical=0.0)
        for hit in reply.hits.items
    )
    hits = tuple(replace(hit, sentence_cosines=(), before=None, after=None) for hit in hits)
    return replace(reply, hits=replace(reply.hits, items=hits))


LINES = st.text(max_size=40)
DROPPED = st.lists(st.builds(Dropped, LINES, st.sampled_from(Flaw), st.booleans()), max_size=2).map(tuple)
USAGES = st.none() | st.builds(Usage, *[st.integers(0, 10**6)] * 3)
ABSTENTIONS = st.builds(
    Abstention,
    question=LINES,
    standalone_question=LINES,
    reason=st.sampled_from(Reason),
    missing=st.lists(LINES, max_size=3).map(tuple),
    confidence=st.none() | st.floats(0, 1),
    reader=st.sampled_from(["span", "chat"]),
    hits=st.just(hits_of(ARTICLE)),
    notices=st.lists(LINES, max_size=2).map(tuple),
    dropped=DROPPED,
    usage=USAGES,
)
ANSWERS = st.builds(
    answer,
    question=LINES,
    confidence=st.none() | st.floats(0, 1),
    notices=st.lists(LINES, max_size=2).map(tuple),
    dropped=DROPPED,
    usage=USAGES,
)


@given(ABSTENTIONS | ANSWERS)
def test_a_reply_survives_being_written_and_read(reply: Reply) -> None:
    reply = replace(reply, hits=replace(reply.hits, query=reply.standalone_question))
    record = json.loads(json.dumps(to_record(reply, PROVENANCE, article_of, why=True)))
    assert from_record(record) == without_scores(reply)
