import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from evals.errors import ResultInvalid
from evals.replies import KeptReplies, ReplyNotKept
from retrieval.citations import Question, verify
from retrieval.record import Provenance
from retrieval.schema import Abstention, Ask, Conversation, Decline, Draft, Evidence, Reason, Reply, Turn
from tests.fakes import hits_of, make

ARTICLE = make("Ann met Bob. Nobody saw them.")
MADE_BY = Provenance("word-hash", "3@fake", "openai:gpt", "prompt")


class CountingChain:
    """Holds back the first sentence; counts how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def answer(self, ask: Ask) -> Reply:
        self.asked.append(ask.question)
        hits = hits_of(ARTICLE, ask.question)
        sentence = hits.items[0].passage.sentences[0]
        evidence = Evidence(1, hits.items[0].passage.id, sentence.text, sentence.span)
        draft = Draft(f"{sentence.text} [1]", (evidence,), (), 0.4, Decline(Reason.NOT_STATED), "span")
        return verify(draft, Question(ask.question, ask.question), hits, lambda _: ARTICLE)


def keep(
    path: Path, chain: CountingChain | None, made_by: Provenance = MADE_BY, settings: Mapping[str, Any] | None = None
) -> KeptReplies:
    return KeptReplies(path, chain, provenance=made_by, article_of=lambda _: ARTICLE, settings=settings or {"top_k": 8})


def ask(question: str = "Who?", conversation: Conversation | None = None) -> Ask:
    return Ask(question, conversation or Conversation(), collection="story")


def test_a_kept_reply_is_the_reply_without_asking(tmp_path: Path) -> None:
    file, chain = tmp_path / "kept.jsonl", CountingChain()
    first = keep(file, chain).answer(ask())
    again = keep(file, None).answer(ask())
    assert chain.asked == ["Who?"]
    assert isinstance(first, Abstention)
    assert isinstance(again, Abstention)
    assert first.rejected is not None
    assert again.rejected is not None
    assert again.rejected.citations == first.rejected.citations
    assert (again.reason, again.confidence) == (first.reason, first.confidence)
    assert [hit.passage.span for hit in again.hits.items] == [hit.passage.span for hit in first.hits.items]


def test_what_is_not_kept_is_not_asked_for_without_a_chain(tmp_path: Path) -> None:
    with pytest.raises(ReplyNotKept, match="no reply to 'Who\\?' is kept in"):
        keep(tmp_path / "kept.jsonl", None).answer(ask())


def test_another_question_conversation_prompt_or_setting_is_asked_anew(tmp_path: Path) -> None:
    file, chain = tmp_path / "kept.jsonl", CountingChain()
    before = keep(file, chain).answer(ask("Why?"))
    turn = Turn("Why?", "Why?", before)
    keep(file, chain).answer(ask("Who?"))
    keep(file, chain).answer(ask("Who?", Conversation((turn,))))
    keep(file, chain, Provenance("word-hash", "3@fake", "openai:gpt", "other")).answer(ask("Who?"))
    keep(file, chain, settings={"top_k": 3}).answer(ask("Who?"))
    assert chain.asked == ["Why?", "Who?", "Who?", "Who?", "Who?"]


def test_a_new_generation_of_the_index_changes_nothing(tmp_path: Path) -> None:
    file, chain = tmp_path / "kept.jsonl", CountingChain()
    keep(file, chain).answer(ask())
    keep(file, chain, Provenance("word-hash", "9@fake", "openai:gpt", "prompt")).answer(ask())
    assert len(chain.asked) == 1


def test_a_line_that_was_cut_off_is_passed_over_and_asked_anew(tmp_path: Path) -> None:
    file, chain = tmp_path / "kept.jsonl", CountingChain()
    keep(file, chain).answer(ask())
    file.write_text(file.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    keep(file, chain).answer(ask())
    keep(file, chain).answer(ask())
    assert len(chain.asked) == 2


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResultInvalid, match="cannot be read"):
        keep(tmp_path, None)
    file = tmp_path / "kept.jsonl"
    keep(file, CountingChain()).answer(ask())
    kept = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**kept, "reply": {"schema": 9}}), encoding="utf-8")
    with pytest.raises(ResultInvalid, match="holds a reply that cannot be read"):
        keep(file, None).answer(ask())
