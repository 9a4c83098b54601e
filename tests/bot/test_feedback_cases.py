"""What people voted on as a case of the evals, in the documented format."""

from typing import Any

import pytest

from bot.errors import QuoteLost
from bot.feedback.cases import make_case
from bot.feedback.opinions import form_opinions
from bot.store.votes import VotedAnswer
from corpus.schema import Article
from evals.cases import Case
from retrieval.schema import Reason
from tests.bot.voting import STORY, abstention_from, answer_from, voted
from tests.fakes import make

FIRST, SECOND, THIRD = (
    "On Monday the ferries stopped.",
    "Ann Reed and Ian Poe led the talks.",
    "They cost 4m; nobody paid.",
)
WHEN, WHO = "When did the ferries stop?", "Who led the talks?"


def case_of(one: VotedAnswer, article: Article = STORY) -> dict[str, Any]:
    case = make_case(form_opinions([one])[0][0], article)
    Case.model_validate(case)
    return case


def test_an_answer_that_was_liked_is_gold() -> None:
    one = voted(answer_from(STORY, WHEN, FIRST, words=("Monday",)), 2, 1, "right", answer_id="0123456789ab")
    assert case_of(one) == {
        "id": "feedback-0123456789ab",
        "article": "story",
        "question": WHEN,
        "answerable": True,
        "tags": ["when"],
        "quotes": [FIRST],
        "answers": ["Monday"],
        "note": "2 liked it, 1 did not; reader span; reasons: right",
    }


def test_several_words_are_joined_in_the_order_of_the_article() -> None:
    case = case_of(voted(answer_from(STORY, WHO, SECOND, words=("Ian Poe", "Ann Reed")), 1, 0))
    assert (case["answers"], case["tags"]) == (["Ann Reed; Ian Poe"], ["who", "list"])


def test_a_quote_widens_to_whole_sentences_of_the_article() -> None:
    case = case_of(voted(answer_from(STORY, WHO, "stopped. Ann Reed", words=("stopped. Ann Reed",)), 1, 0))
    assert (case["quotes"], case["answers"]) == ([FIRST, SECOND], ["stopped.; Ann Reed"])


def test_without_highlights_the_best_sentence_is_the_answer() -> None:
    case = case_of(voted(answer_from(STORY, "What did they cost?", THIRD, FIRST), 1, 0))
    assert (case["answers"], case["quotes"], case["tags"]) == ([THIRD], [THIRD, FIRST], ["what"])


def test_words_that_hold_the_separator_leave_no_empty_part() -> None:
    article = make("They cost 4m; ; nobody paid.")
    case = case_of(voted(answer_from(article, "What?", "They cost 4m; ; nobody paid."), 1, 0), article)
    assert case["answers"] == ["They cost 4m; nobody paid."]


def test_an_abstention_that_was_liked_says_what_is_missing() -> None:
    one = voted(abstention_from(STORY, "where is joe?", Reason.NAME_NOT_MENTIONED, ("joe",)), 1, 0)
    case = case_of(one)
    assert (case["answerable"], case["reasons"], case["missing"]) == (False, ["name_not_mentioned"], ["joe"])
    assert case["tags"] == ["where", "lower-case", "unanswerable-on-topic"]
    assert not {"quotes", "answers"} & set(case)


@pytest.mark.parametrize(
    ("reason", "tag", "told"),
    [
        (Reason.OFF_TOPIC, "unanswerable-off-topic", "off_topic"),
        (Reason.UNVERIFIED, "unanswerable-on-topic", "not_stated"),
    ],
)
def test_the_reason_is_what_is_true_of_the_article(reason: Reason, tag: str, told: str) -> None:
    case = case_of(voted(abstention_from(STORY, "How do they bake bread?", reason), 1, 0))
    assert (case["tags"], case["reasons"]) == (["how", tag], [told])


def test_an_answer_that_was_not_liked_stands_in_until_it_is_reviewed() -> None:
    case = case_of(voted(answer_from(STORY, WHEN, SECOND), 1, 1, "not the day"))
    assert case["quotes"] == [SECOND]
    assert case["note"] == (
        "TO REVIEW: is the answer another sentence, or is it not in the article? "
        "1 liked it, 1 did not; reader span; reasons: not the day"
    )


def test_an_abstention_that_was_not_liked_asks_for_the_sentence() -> None:
    case = case_of(voted(abstention_from(STORY, WHEN), 0, 2))
    assert case["answerable"] is False
    assert case["note"] == (
        "TO REVIEW: find the sentence that answers, or keep it as not answerable. 0 liked it, 2 did not; reader span"
    )


def test_the_note_tells_what_was_typed_and_nobodys_id_on_one_line_cut_short() -> None:
    reply = answer_from(STORY, WHEN, FIRST, typed="When did <@111111111111111111> say?")
    note = case_of(voted(reply, 1, 0, "a\nb 222222222222222222", "x" * 300))["note"]
    typed, reasons = note.split("; reasons: ")
    assert typed == "1 liked it, 0 did not; reader span; typed as: When did (somebody) say?"
    assert reasons == "a b (somebody) / " + "x" * 182 + "…"
    assert len(reasons) == 200


@pytest.mark.parametrize(
    ("question", "tag"),
    [
        ("Why did it stop?", "why"),
        ("How many came?", "number"),
        ("Did it stop?", "yes-no"),
        ("Is Reed the one who led the talks?", "yes-no"),
        ("In what year did it stop?", "when"),
        ("What did Reed say?", "quote"),
        ("What did Reed say when it stopped?", "quote"),
        ("What is a ferry?", "definition"),
        ("Which firm runs it?", "what"),
    ],
)
def test_what_is_asked_for_is_a_tag(question: str, tag: str) -> None:
    assert case_of(voted(answer_from(STORY, question, FIRST), 1, 0))["tags"] == [tag]


def test_a_quote_that_moved_with_its_article_is_found_where_it_is_now() -> None:
    longer = make(f"They met {'again and ' * 20}again.\n\n{STORY.text}")
    case = case_of(voted(answer_from(STORY, WHO, SECOND, words=("Ian Poe",)), 1, 0), longer)
    assert (case["quotes"], case["answers"]) == ([SECOND], ["Ian Poe"])


def test_a_quote_that_the_article_does_not_have_any_more_makes_no_case() -> None:
    with pytest.raises(QuoteLost, match="the article 'story' does not have any more what was quoted"):
        case_of(voted(answer_from(STORY, WHEN, FIRST), 1, 0), make("Something else was written here."))
