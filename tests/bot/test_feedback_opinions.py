"""Votes on answers to one question are taken together, and nobody's id goes with them."""

from bot.feedback.opinions import form_opinions, without_ids
from bot.store.votes import VotedAnswer
from tests.bot.voting import STORY, abstention_from, answer_from, voted

WHEN = "When did the ferries stop?"
FIRST, SECOND = "On Monday the ferries stopped.", "Ann Reed and Ian Poe led the talks."


def opinion(*votes: VotedAnswer) -> tuple[str, int, int, tuple[str, ...], bool]:
    ((one,), unread) = form_opinions(votes)
    assert unread == 0
    return one.answer_id, one.likes, one.dislikes, one.reasons, one.liked


def test_votes_on_the_same_question_are_added_up() -> None:
    one = voted(answer_from(STORY, WHEN, FIRST), 2, 1, "good", answer_id="a")
    other = voted(answer_from(STORY, "when did the  ferries stop?", FIRST), 1, 0, "yes", answer_id="b")
    assert opinion(one, other) == ("b", 3, 1, ("good", "yes"), True)


def test_of_several_replies_the_one_that_was_liked_most_counts() -> None:
    wrong = voted(answer_from(STORY, WHEN, SECOND), 0, 1, "wrong", answer_id="a")
    right = voted(answer_from(STORY, WHEN, FIRST), 2, 0, answer_id="b")
    worse = voted(abstention_from(STORY, WHEN), 0, 0, answer_id="c")
    assert opinion(wrong, right, worse) == ("b", 2, 1, ("wrong",), True)


def test_as_many_votes_against_as_for_are_not_liked() -> None:
    assert opinion(voted(answer_from(STORY, WHEN, FIRST), 1, 1, answer_id="a")) == ("a", 1, 1, (), False)


def test_other_questions_are_other_opinions_in_their_order() -> None:
    votes = [voted(answer_from(STORY, f"{n} {WHEN}", FIRST), 1, 0, answer_id=name) for n, name in ((1, "a"), (2, "b"))]
    assert [one.answer_id for one in form_opinions(votes)[0]] == ["a", "b"]


def test_an_answer_of_another_version_is_counted_and_left_out() -> None:
    one = voted(answer_from(STORY, WHEN, FIRST), 1, 0)
    one.answer.record["schema"] = 99
    assert form_opinions([one]) == ((), 1)


def test_ids_and_mentions_go_and_numbers_stay() -> None:
    told = without_ids("<@!1> of <#22222222222222222>,\n 123456789012345678 paid 4,500,000\u202e")
    assert told == "(somebody) of (somebody), (somebody) paid 4,500,000\ufffd"
