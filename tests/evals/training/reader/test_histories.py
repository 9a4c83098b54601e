import random

import pytest

from evals.training.reader.histories import make_follow_up
from evals.training.reader.material import Asked, Text
from retrieval.schema import PastTurn
from tests.evals.training.fakes import find
from tests.evals.training.reader.fakes import TEXT, make_article

MET = Asked(
    "Who met Bob Cole?", parts=((find("Ann Lee", TEXT),),), quotes=(find("Ann Lee met Bob Cole in Oslo.", TEXT),)
)


def follow(asked: Asked, *others: Asked) -> list[Asked | None]:
    text: Text = make_article((asked, *others))
    return [make_follow_up(text, 0, random.Random(seed)) for seed in range(40)]


def test_a_name_that_another_question_has_becomes_a_pronoun_after_it() -> None:
    made = [one for one in follow(Asked("Where did Bob Cole go after that?"), MET) if one is not None]
    assert len(made) == 40
    assert {one.question for one in made} == {f"Where did {who} go after that?" for who in ("he", "she", "they", "it")}
    assert {one.history for one in made} == {(PastTurn("Who met Bob Cole?", "Ann Lee met Bob Cole in Oslo."),)}
    assert {one.standalone for one in made} == {"Where did Bob Cole go after that?"}


def test_a_name_that_another_answer_has_is_one_too() -> None:
    made = follow(Asked("Did somebody thank Ann Lee for it?"), MET)
    assert {one.question for one in made if one} >= {"Did somebody thank she for it?", "Did somebody thank it for it?"}


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_what_is_somebodys_becomes_his_or_hers(apostrophe: str) -> None:
    made = [one for one in follow(Asked(f"Where were Bob Cole{apostrophe}s two boats?"), MET) if one is not None]
    assert {one.question for one in made} == {f"Where were {who} two boats?" for who in ("his", "her", "their", "its")}


def test_a_pronoun_that_the_text_has_is_drawn_more_often() -> None:
    text = make_article((Asked("Where did Bob Cole go after that?"), MET), f"{TEXT} Here she sang, and she won.")
    made = [make_follow_up(text, 0, random.Random(seed)) for seed in range(300)]
    count = {who: sum(one is not None and f" {who} " in one.question for one in made) for who in ("she", "they")}
    assert count["she"] > 3 * count["they"]


def test_what_is_asked_stays_the_same() -> None:
    asked = Asked("Where did Bob Cole go after that?", parts=MET.parts, quotes=MET.quotes)
    made = follow(asked, MET)[0]
    assert made is not None
    assert (made.parts, made.quotes) == (MET.parts, MET.quotes)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Where did Eve go after that?", id="a name that no other has"),
        pytest.param("Where did everybody go after that?", id="no name"),
        pytest.param("Where's Bob Cole?", id="three words"),
        pytest.param("Cole went where after that?", id="a capital that opens the question"),
    ],
)
def test_a_question_that_shares_no_name_in_its_midst_is_left(question: str) -> None:
    assert set(follow(Asked(question), MET)) == {None}


def test_another_follow_up_is_no_earlier_turn() -> None:
    other = Asked("And Bob Cole?", history=(PastTurn("Who?", ""),))
    assert set(follow(Asked("Where did Bob Cole go after that?"), other)) == {None}
