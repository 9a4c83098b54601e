from collections import Counter

import pytest

from evals.news import NEWS
from evals.training.reader.mixture import plan_epoch
from evals.training.reader.paragraphs import SETS
from evals.training.reader.pool import Recipe, Show
from evals.training.sources import ADVERSARIAL, SQUAD
from tests.evals.training.reader.fakes import NOBODY, WHEN, WHERE, make_article, make_pool

POOL = make_pool(*(make_article((WHERE, NOBODY, WHEN), source=NEWS) for _ in range(100)))


def counted(source: str) -> Counter[Show]:
    pool = make_pool(*(make_article((WHERE, NOBODY), source=source) for _ in range(400)))
    return Counter(recipe.show for recipe in plan_epoch(pool, seed=0, epoch=0))


def test_an_epoch_is_the_same_again_and_the_next_is_another() -> None:
    assert plan_epoch(POOL, seed=0, epoch=0) == plan_epoch(POOL, seed=0, epoch=0)
    assert plan_epoch(POOL, seed=0, epoch=0) != plan_epoch(POOL, seed=0, epoch=1)
    assert plan_epoch(POOL, seed=0, epoch=0) != plan_epoch(POOL, seed=1, epoch=0)


def test_an_answerable_question_is_asked_of_its_answer_or_elsewhere_and_another_of_what_tempts() -> None:
    shows = {recipe.asked: set[Show]() for recipe in plan_epoch(POOL, seed=0, epoch=0)}
    for recipe in plan_epoch(POOL, seed=0, epoch=0):
        shows[recipe.asked].add(recipe.show)
    assert shows == {0: {Show.ANSWER, Show.ELSEWHERE}, 1: {Show.TEMPTING}, 2: {Show.ANSWER, Show.ELSEWHERE}}


def test_every_question_of_news_is_asked_in_every_epoch() -> None:
    asked = {(recipe.text, recipe.asked) for recipe in plan_epoch(POOL, seed=0, epoch=0)}
    assert asked == {(text, number) for text in range(100) for number in range(3)}


def test_a_source_is_asked_as_often_as_its_share_says() -> None:
    news, squad = counted(NEWS), counted(SQUAD)
    # A question in 400 of 1.2, .5 and 1.5; of .06, .02 and none.
    assert news == pytest.approx({Show.ANSWER: 480, Show.ELSEWHERE: 200, Show.TEMPTING: 600}, abs=30)
    assert squad == pytest.approx({Show.ANSWER: 24, Show.ELSEWHERE: 8}, abs=12)
    assert set(counted(ADVERSARIAL)) == {Show.TEMPTING}


def test_every_set_that_is_read_has_its_share() -> None:
    pool = make_pool(*(make_article((WHERE, NOBODY), source=source) for source in (NEWS, *SETS) for _ in range(120)))
    recipes = plan_epoch(pool, seed=0, epoch=0)
    assert {pool.texts[recipe.text].source for recipe in recipes} == {NEWS, *SETS}
    assert isinstance(recipes[0], Recipe)
