from dataclasses import replace

import pytest

from retrieval.history import merge_hits, queries_of, recall
from retrieval.reader.model_text import MAX_TURNS
from retrieval.schema import Abstention, Answer, Citation, Conversation, Hits, PastTurn, Reason, Reply, Turn
from tests.fakes import hits_of, make

ARTICLE = make("Ann met Bob.\n\nIt rained.\n\nNobody was hurt.\n\nThey left.")
ALL = hits_of(ARTICLE, "all")


def answer(question: str, *passages: int) -> Answer:
    """An answer that cites passages, by their places in the article."""
    cited = [ALL.items[n].passage for n in passages]
    citations = tuple(Citation(k, "story", one.id, one.span, one.text) for k, one in enumerate(cited, start=1))
    text = " ".join(f"{one.quote} [{one.marker}]" for one in citations)
    return Answer(question, question, text, (), citations, 0.9, "span", ALL)


def abstention(question: str) -> Abstention:
    return Abstention(question, question, Reason.NOT_STATED, (), 0.1, "span", ALL, rejected=answer(question, 0))


def conversation(*replies: Reply) -> Conversation:
    return Conversation(tuple(Turn(one.question, one.standalone_question, one) for one in replies))


def test_a_turn_is_recalled_with_what_was_cited_first() -> None:
    assert recall(conversation(answer("Who met Bob?", 2, 0))) == (PastTurn("Who met Bob?", "Nobody was hurt."),)


def test_what_was_held_back_is_not_recalled() -> None:
    assert recall(conversation(abstention("Who?"))) == (PastTurn("Who?", ""),)


def test_the_last_turns_are_recalled_oldest_first() -> None:
    asked = [f"Question {n}?" for n in range(MAX_TURNS + 2)]
    recalled = recall(conversation(*(abstention(question) for question in asked)))
    assert [turn.question for turn in recalled] == asked[2:]
    assert recall(Conversation()) == ()


def test_a_turn_that_a_chat_model_rewrote_is_recalled_as_it_was_understood() -> None:
    reply = replace(answer("Who met Bob?", 0), question="And him?")
    assert recall(conversation(reply)) == (PastTurn("Who met Bob?", "Ann met Bob."),)


def test_thanks_are_no_turn_and_what_is_said_around_a_question_is_left_out() -> None:
    said = conversation(abstention("Hey bot, who left?"), abstention("Where to?"), abstention("ok thanks!"))
    assert recall(said) == (PastTurn("who left?", ""), PastTurn("Where to?", ""))


def test_without_a_history_the_question_alone_is_searched_for() -> None:
    assert queries_of("Who left?", ()) == ("Who left?",)


def test_the_last_turn_alone_is_searched_for_beside_a_follow_up() -> None:
    history = [PastTurn("Who came?", "Bob came."), PastTurn("Who left?", "")]
    assert queries_of("And when?", history) == ("And when?", "Who left? And when?")


def found(query: str, *passages: int, **known: object) -> Hits:
    return Hits(query, tuple(ALL.items[n] for n in passages), **known)  # type: ignore[arg-type]


def ids(hits: Hits) -> list[str]:
    return [hit.passage.id for hit in hits.items]


def test_hits_are_taken_in_turns_each_passage_once() -> None:
    merged = merge_hits([found("a", 0, 1, 2), found("b", 3, 0)], top_k=4)
    assert ids(merged) == ["story:0", "story:3", "story:1", "story:2"]
    assert [hit.rank for hit in merged.items] == [1, 2, 3, 4]


@pytest.mark.parametrize(("top_k", "expected"), [(1, ["story:0"]), (2, ["story:0", "story:3"])])
def test_no_more_hits_are_kept_than_asked_for(top_k: int, expected: list[str]) -> None:
    assert ids(merge_hits([found("a", 0, 1), found("b", 3, 2)], top_k=top_k)) == expected


def test_a_search_without_hits_takes_nothing_from_the_other() -> None:
    assert ids(merge_hits([found("a"), found("b", 3, 2)], top_k=8)) == ["story:3", "story:2"]
    assert ids(merge_hits([found("a"), found("b")], top_k=8)) == []


def test_what_is_known_of_the_words_is_that_of_the_first_search() -> None:
    first = found("When?", 0, article_count=3, term_weights={"ann": 1.5}, unmentioned=("Eve",))
    merged = merge_hits([first, found("Who met Zed? When?", 1, unmentioned=("Zed",))], top_k=8)
    assert (merged.query, merged.article_count, merged.unmentioned) == ("When?", 3, ("Eve",))
    assert merged.term_weights == {"ann": 1.5}


def test_one_search_stays_as_it_is() -> None:
    assert merge_hits([ALL], top_k=8) == ALL
