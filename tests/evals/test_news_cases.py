from typing import Any

import pytest

from evals.cases import Case
from evals.news import NewsRow
from evals.news_cases import make_cases
from tests.fakes import make

ANN, LATER, NOBODY = "Ann Lee met Bob in Oslo.", "She left for Rome in May.", "“Nobody knew,” said Bob."
ARTICLE = make(f"{ANN} {LATER}\n\n{NOBODY}", title="Talks in Norway")


def row(**fields: Any) -> NewsRow:
    usual: dict[str, Any] = {"article": "Story", "question": "Who met Bob?", "kind": "who", "style": "plain"}
    gold = {"quotes": [ANN], "parts": [["Ann", "Ann Lee"]]} if fields.get("answerable", True) else {}
    return NewsRow.model_validate({**usual, "answerable": True, **gold, **fields})


def silent(**fields: Any) -> NewsRow:
    return row(**{"answerable": False, "kind": "missing-detail", "near": LATER, **fields})


def turn(question: str, *before: str, **fields: Any) -> NewsRow:
    history = [{"q": one, "a": ANN} for one in before]
    return row(question=question, history=history, standalone=f"{question} In full?" if before else "", **fields)


def case_of(one: NewsRow) -> Case:
    (case,) = make_cases([one], ARTICLE).cases
    return case


def test_a_row_becomes_a_case_with_every_way_to_say_its_answer() -> None:
    case = case_of(row(style="paraphrase"))
    assert (case.id, case.article, case.question) == ("story-001", "story", "Who met Bob?")
    assert (case.quotes, case.needs, case.answers) == ((ANN,), "any", ("Ann", "Ann Lee"))
    assert (case.tags, case.note) == (("who", "paraphrase"), "who")


def test_several_parts_are_joined_in_the_order_of_the_article_shortly_and_at_length() -> None:
    parts = [["Rome"], ["Oslo", "in Oslo"]]
    case = case_of(row(kind="list", quotes=[LATER, ANN], parts=parts))
    assert case.answers == ("Oslo; Rome", "in Oslo; Rome")
    assert case.needs == "all"


def test_an_answer_whose_parts_are_said_in_one_way_only_stands_once() -> None:
    assert case_of(row(kind="list", parts=[["Bob"], ["Ann Lee"]])).answers == ("Ann Lee; Bob",)


@pytest.mark.parametrize(
    ("fields", "tags"),
    [
        ({"kind": "consequence", "style": "chat"}, ("what", "lower-case")),
        ({"kind": "comparison", "style": "keyword"}, ("what",)),
        ({"kind": "yes-no", "style": "long"}, ("yes-no",)),
        ({"answerable": False, "kind": "swapped"}, ("unanswerable-on-topic",)),
        ({"answerable": False, "kind": "number"}, ("number", "unanswerable-on-topic")),
        ({"answerable": False, "kind": "yes-no-unstated"}, ("yes-no", "unanswerable-on-topic")),
        ({"answerable": False, "kind": "false-premise"}, ("false-premise",)),
        ({"answerable": False, "kind": "furniture", "style": "chat"}, ("lower-case", "furniture-bait")),
    ],
)
def test_kind_and_style_become_tags(fields: dict[str, Any], tags: tuple[str, ...]) -> None:
    assert case_of(row(**fields)).tags == tags


@pytest.mark.parametrize(
    ("question", "standalone", "link", "tag"),
    [
        ("and where did she go", "Where did Ann Lee go?", "", "pronoun"),
        ("and where to", "Where did Ann Lee go?", "", "ellipsis"),
        ("what about the minister", "Where did Ann Lee go?", "noun", "pronoun"),
        ("no, the other one", "Where did Ann Lee go?", "correction", "pronoun"),
        ("thanks. and when", "When did Ann Lee go?", "thanks", "ellipsis"),
        ("who met bob", "Who met Bob?", "", "topic-change"),
        ("ok, and who met bob", "Who met Bob?", "topic", "topic-change"),
    ],
)
def test_a_follow_up_is_tagged_by_how_it_goes_on(question: str, standalone: str, link: str, tag: str) -> None:
    one = turn(question, "Who was there?", link=link)
    case = case_of(one.model_copy(update={"standalone": standalone}))
    assert (case.tags[-1], case.standalone) == (tag, standalone)


def test_a_question_without_an_answer_is_silently_on_topic() -> None:
    case = case_of(silent(question="When did Ann meet Bob?"))
    assert (case.answerable, case.reasons, case.note) == (False, ("not_stated",), f"missing-detail: {LATER}")


@pytest.mark.parametrize(
    ("question", "reasons"),
    [
        ("When did Eve meet Bob?", ("not_stated", "name_not_mentioned")),
        ("I wonder. Did Bob’s plane land in Norway?", ("not_stated",)),
        ("I wonder. Were they friends?", ("not_stated",)),
    ],
)
def test_a_name_that_the_article_lacks_may_be_told(question: str, reasons: tuple[str, ...]) -> None:
    assert case_of(silent(question=question)).reasons == reasons


def test_the_name_may_be_in_what_a_follow_up_means() -> None:
    case = case_of(silent(question="and eve?", history=[{"q": "Who?", "a": ANN}], standalone="When did Eve meet Bob?"))
    assert case.reasons == ("not_stated", "name_not_mentioned")


def test_a_question_about_the_page_may_be_called_off_topic() -> None:
    assert case_of(silent(kind="furniture", question="Who took the picture?")).reasons == ("not_stated", "off_topic")


def test_the_turns_of_a_conversation_become_its_turns_and_stand_together() -> None:
    rows = [
        turn("Who?", conversation="Story#1", turn=1),
        row(),
        turn("Where?", "Who?", conversation="Story#1", turn=2),
    ]
    cases = make_cases(rows, ARTICLE).cases
    assert [(case.id, case.conversation, case.turn, case.before) for case in cases] == [
        ("story-001", "story-001", 1, ()),
        ("story-003", "story-001", 2, ()),
        ("story-002", None, None, ()),
    ]


def test_the_history_of_a_lone_follow_up_is_asked_before_it() -> None:
    case = case_of(turn("Why?", "Who?", "Where?"))
    assert (case.before, case.conversation, case.is_follow_up) == (("Who?", "Where?"), None, True)


def test_a_turn_that_is_left_out_is_still_asked() -> None:
    rows = [
        turn("Who?", conversation="c", turn=1, quotes=["Nobody met Bob."]),
        turn("Where?", "Who?", conversation="c", turn=2),
        turn("Why?", "Who?", "Where?", conversation="c", turn=3, parts=[["because"]]),
        turn("When?", "Who?", "Where?", "Why?", conversation="c", turn=4),
    ]
    made = make_cases(rows, ARTICLE)
    assert [(case.question, case.turn, case.before) for case in made.cases] == [
        ("Where?", 1, ("Who?",)),
        ("When?", 2, ("Why?",)),
    ]
    assert made.left_out == 2


def test_a_row_that_is_no_case_is_left_out() -> None:
    made = make_cases([row(parts=[]), row(question=" "), row()], ARTICLE)
    assert ([case.id for case in made.cases], made.left_out) == (["story-003"], 2)


def test_quotes_are_found_in_the_text_as_it_is_normalised() -> None:
    article = make("The cafe\u0301 opened  in May.")
    case = make_cases([row(quotes=["The cafe\u0301 opened in May."], parts=[["The cafe\u0301"]])], article).cases[0]
    assert (case.quotes, case.answers) == (("The café opened in May.",), ("The café",))
