"""What the bot keeps, and what it deletes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import (
    AnswerGone,
    VoteMissing,
)
from bot.store.servers import ServerSettings
from bot.store.store import Expired, Forgotten, Store, open_store
from bot.store.votes import Cast

ALICE, BOB = 10, 20
PLACE, OTHER_PLACE = 7, 8


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with open_store(tmp_path / "bot.sqlite3", now=clock, busy_timeout_s=0.1) as opened:
        yield opened


def answer(store: Store, text: str = "first", *, person: int = ALICE, place: int = PLACE, scope: str = "a") -> str:
    answer_id = store.answers.add(scope, place, person, {"answer": text})
    store.conversations.add(scope, place, person, answer_id)
    return answer_id


def recalled(store: Store, person: int = ALICE, place: int = PLACE, *, scope: str = "a", since: float = 0) -> list[str]:
    records = store.conversations.recall(scope, place, person, since=since, limit=3)
    return [record["answer"] for record in records]


def test_an_answer_is_found_by_its_id(store: Store) -> None:
    answer_id = answer(store, "“Zürich” 🙂")
    kept = store.answers.get(answer_id, "a")
    assert kept.record == {"answer": "“Zürich” 🙂"}
    assert (kept.place_id, kept.person_id, kept.made_at) == (PLACE, ALICE, 1000.0)
    assert len(answer_id) == 12
    assert set(answer_id) <= set("0123456789abcdef")


def test_nothing_of_another_scope_is_ever_seen(store: Store) -> None:
    answer_id = answer(store)
    store.answers.note_message(answer_id, 5)
    store.votes.cast(answer_id, "a", ALICE, liked=True)
    with pytest.raises(AnswerGone):
        store.answers.get(answer_id, "b")
    with pytest.raises(AnswerGone):
        store.votes.cast(answer_id, "b", BOB, liked=True)
    with pytest.raises(VoteMissing):
        store.votes.give_reason(answer_id, "b", ALICE, "because")
    assert store.answers.of_message(5, "b") is None
    assert store.votes.withdraw(answer_id, "b", ALICE) is False
    assert store.votes.all("b") == ()
    assert recalled(store, scope="b") == []
    assert len(store.votes.all("a")) == 1


@settings(max_examples=30, deadline=None)
@given(scopes=st.lists(st.sampled_from(["a", "b", "default"]), min_size=1, max_size=6))
def test_each_scope_sees_its_own_alone_whatever_was_asked_where(scopes: list[str]) -> None:
    with TemporaryDirectory() as folder, open_store(Path(folder) / "bot.sqlite3") as store:
        ids = [answer(store, scope, scope=scope) for scope in scopes]
        for answer_id, scope in zip(ids, scopes, strict=True):
            store.votes.cast(answer_id, scope, BOB, liked=True)
            for other in {"a", "b", "default"} - {scope}:
                store.conversations.add(other, PLACE, ALICE, answer_id)
                store.conversations.seed(other, PLACE, [answer_id])
        for scope in ("a", "b", "default"):
            assert recalled(store, scope=scope) == [scope] * min(3, scopes.count(scope))
            assert {voted.answer.scope for voted in store.votes.all(scope)} <= {scope}


def test_what_was_deleted_meanwhile_is_not_noted(store: Store) -> None:
    gone = answer(store)
    store.forget_person(ALICE)
    store.answers.note_message(gone, 5)
    store.conversations.add("a", PLACE, ALICE, gone)
    assert (store.answers.of_message(5, "a"), recalled(store)) == (None, [])


def test_a_message_leads_to_its_answer(store: Store) -> None:
    answer_id = answer(store)
    for message_id in (5, 6):
        store.answers.note_message(answer_id, message_id)
    found = [store.answers.of_message(message_id, "a") for message_id in (5, 6, 7)]
    assert [kept and kept.answer_id for kept in found] == [answer_id, answer_id, None]


def test_a_conversation_is_of_a_person_in_a_place_oldest_first(store: Store) -> None:
    for text in ("1", "2", "3", "4"):
        answer(store, text)
    answer(store, "of bob", person=BOB)
    answer(store, "elsewhere", place=OTHER_PLACE)
    assert recalled(store) == ["2", "3", "4"]
    assert recalled(store, BOB) == ["of bob"]
    assert recalled(store, place=OTHER_PLACE) == ["elsewhere"]


def test_a_conversation_goes_on_as_long_as_its_newest_turn_is_new(store: Store, clock: Clock) -> None:
    answer(store, "old")
    clock.at = 2000.0
    answer(store, "new")
    assert recalled(store, since=1500) == ["old", "new"]
    assert recalled(store, since=2500) == []


def test_a_thread_begins_with_turns_that_everybody_has(store: Store) -> None:
    ids = [answer(store, text) for text in ("1", "2")]
    store.conversations.seed("a", OTHER_PLACE, ids)
    answer(store, "own", person=BOB, place=OTHER_PLACE)
    assert recalled(store, BOB, OTHER_PLACE) == ["1", "2", "own"]
    assert recalled(store, ALICE, OTHER_PLACE) == ["1", "2"]
    assert store.conversations.recall_ids("a", OTHER_PLACE, ALICE, since=0, limit=3) == tuple(ids)


def test_who_forgets_begins_anew_and_others_go_on(store: Store) -> None:
    store.conversations.seed("a", OTHER_PLACE, [answer(store, "seed")])
    answer(store, "own", person=BOB, place=OTHER_PLACE)
    assert store.conversations.forget("a", OTHER_PLACE, BOB) == 2
    assert recalled(store, BOB, OTHER_PLACE) == []
    assert recalled(store, ALICE, OTHER_PLACE) == ["seed"]
    answer(store, "after", person=BOB, place=OTHER_PLACE)
    assert recalled(store, BOB, OTHER_PLACE) == ["after"]
    assert store.conversations.forget("a", PLACE, BOB) == 0


def test_what_was_forgotten_stays_so_when_the_newest_turns_are_deleted(store: Store) -> None:
    store.conversations.seed("a", OTHER_PLACE, [answer(store, "seed")])
    answer(store, "newest", person=BOB, place=OTHER_PLACE)
    store.conversations.forget("a", OTHER_PLACE, BOB)
    store.forget_person(ALICE)
    answer(store, "after", person=BOB, place=OTHER_PLACE)
    assert recalled(store, BOB, OTHER_PLACE) == ["after"]


def test_a_person_has_one_vote_and_may_change_it(store: Store) -> None:
    answer_id = answer(store)
    cast = [store.votes.cast(answer_id, "a", ALICE, liked=liked) for liked in (True, True, False)]
    assert cast == [Cast.FIRST, Cast.SAME, Cast.CHANGED]
    store.votes.cast(answer_id, "a", BOB, liked=True)
    (voted,) = store.votes.all()
    assert (voted.answer.answer_id, voted.likes, voted.dislikes) == (answer_id, 1, 1)


def test_a_person_has_one_vote_however_fast_the_clicks_are(store: Store) -> None:
    answer_id = answer(store)
    with ThreadPoolExecutor(8) as executor:
        cast = list(executor.map(lambda n: store.votes.cast(answer_id, "a", ALICE, liked=n % 2 == 0), range(40)))
    (voted,) = store.votes.all()
    assert (voted.likes + voted.dislikes, cast.count(Cast.FIRST)) == (1, 1)


def test_a_reason_belongs_to_the_vote_that_it_was_given_for(store: Store) -> None:
    answer_id = answer(store)
    with pytest.raises(VoteMissing):
        store.votes.give_reason(answer_id, "a", ALICE, "because")
    store.votes.cast(answer_id, "a", ALICE, liked=False)
    store.votes.give_reason(answer_id, "a", ALICE, "x" * 2000)
    assert store.votes.all()[0].reasons == ("x" * 1000,)
    store.votes.cast(answer_id, "a", ALICE, liked=True)
    assert store.votes.all()[0].reasons == ()
    store.votes.give_reason(answer_id, "a", ALICE, "half a smile: \ud83d")
    assert store.votes.all()[0].reasons == ("half a smile: ?",)


def test_a_vote_that_is_taken_back_is_gone(store: Store) -> None:
    answer_id = answer(store)
    store.votes.cast(answer_id, "a", ALICE, liked=True)
    assert store.votes.withdraw(answer_id, "a", ALICE) is True
    assert store.votes.withdraw(answer_id, "a", ALICE) is False
    assert store.votes.all() == ()


def test_voted_answers_come_oldest_first(store: Store, clock: Clock) -> None:
    ids = []
    for at in (3000.0, 1000.0, 2000.0):
        clock.at = at
        ids.append(answer(store))
        store.votes.cast(ids[-1], "a", ALICE, liked=True)
    assert [voted.answer.answer_id for voted in store.votes.all("a")] == [ids[1], ids[2], ids[0]]


def test_settings_are_kept_by_server(store: Store) -> None:
    settings = ServerSettings("grain", True, frozenset({2**63 - 1, 1}), frozenset({3}))
    store.servers.set(5, settings)
    assert store.servers.get(5) == settings
    assert store.servers.get(6) == ServerSettings()


def test_a_server_that_left_is_known_by_when_and_may_come_back(store: Store, clock: Clock) -> None:
    store.servers.note_present((1, 2, 3))
    store.servers.set(2, ServerSettings(private=True))
    store.servers.note_removed(2)
    clock.at = 5000.0
    store.servers.note_removed(2)
    store.servers.note_removed(3)
    assert store.servers.present() == (1,)
    assert (store.servers.removed_before(1000.0), store.servers.removed_before(2000.0)) == ((), (2,))
    store.servers.note_present((2,))
    assert (store.servers.count(), store.servers.removed_before(9000.0)) == (2, (3,))
    assert store.servers.get(2).private


def test_everything_of_a_person_can_be_deleted(store: Store) -> None:
    mine, of_bob = answer(store), answer(store, "bob's", person=BOB)
    elsewhere = answer(store, scope="b")
    for answer_id, scope in ((mine, "a"), (of_bob, "a"), (elsewhere, "b")):
        store.votes.cast(answer_id, scope, ALICE, liked=True)
    assert store.forget_person(ALICE, "a") == Forgotten(answers=1, turns=1, votes=2)
    assert [voted.answer.answer_id for voted in store.votes.all()] == [elsewhere]
    assert store.forget_person(ALICE) == Forgotten(answers=1, turns=1, votes=1)
    assert (recalled(store), recalled(store, BOB), store.answers.count()) == ([], ["bob's"], 1)


def test_everything_of_a_server_can_be_deleted_and_nothing_of_others(store: Store) -> None:
    mine, other = answer(store), answer(store, scope="b")
    store.votes.cast(mine, "a", BOB, liked=True)
    store.votes.cast(other, "b", BOB, liked=True)
    store.servers.set(1, ServerSettings(private=True))
    store.servers.set(2, ServerSettings(private=True))
    store.forget_scope("a", 1)
    assert ([voted.answer.answer_id for voted in store.votes.all()], recalled(store)) == ([other], [])
    assert (store.servers.get(1).private, store.servers.get(2).private) == (False, True)


def test_what_is_old_is_deleted_and_its_votes_with_it(store: Store, clock: Clock) -> None:
    old = answer(store, "old")
    store.votes.cast(old, "a", BOB, liked=True)
    store.answers.note_message(old, 5)
    clock.at = 3000.0
    answer(store, "new")
    assert store.expire(turns_before=500, answers_before=500) == Expired(turns=0, answers=0)
    assert store.expire(turns_before=2000, answers_before=2000) == Expired(turns=1, answers=1)
    assert (recalled(store), store.votes.all(), store.answers.of_message(5, "a")) == (["new"], (), None)


def test_notes_are_replaced(store: Store) -> None:
    assert store.notes.get("commands") is None
    store.notes.set("commands", "1")
    store.notes.set("commands", "2")
    assert store.notes.get("commands") == "2"
