import random
import re
from dataclasses import replace

import numpy as np
import pytest

from corpus.schema import Span
from evals.training.reader.fillers import BEFORE, BEHIND
from evals.training.reader.material import Asked, Text
from evals.training.reader.pool import Example, ReaderPool, Recipe, Show, answering, grow
from retrieval.reader.model_text import MAX_TOKENS
from retrieval.schema import PastTurn
from tests.evals.training.fakes import find
from tests.evals.training.reader.fakes import (
    ASKED,
    ENDED,
    LEFT,
    MAYOR,
    MET,
    RAINED,
    TEXT,
    WHERE,
    make_article,
    make_pool,
)

SEEDS = range(40)
WHERE_AT, WHEN_AT, WHO_AT, NOBODY_AT, AND_WHEN_AT = range(5)
LONG = " ".join(f"{TEXT} Bob Cole and Ann Lee left Oslo on Monday, it {'was ' * n}late." for n in range(1, 16))


def draw(pool: ReaderPool, asked: int, show: Show) -> list[Example]:
    """An example for each of some seeds, but for those for which there is none."""
    drawn = [pool.draw(Recipe(0, asked, show), random.Random(seed)) for seed in SEEDS]
    return [example for example in drawn if example is not None]


def histories(examples: list[Example]) -> set[tuple[PastTurn, ...]]:
    return {example.asked.history for example in examples}


def make_long_article() -> Text:
    spread = Asked(
        "Who met Bob Cole, and who left on Monday?",
        parts=((find("Ann Lee", LONG),), (Span(*last("Ann Lee")),)),
        quotes=(find("Ann Lee met Bob Cole in Oslo.", LONG), Span(*last("The mayor of Rome met nobody."))),
    )
    return make_article((*ASKED, spread), LONG)


def last(words: str) -> tuple[int, int]:
    at = LONG.rindex(words)
    return at, at + len(words)


def test_a_window_that_is_to_answer_holds_the_quote() -> None:
    examples = draw(make_pool(), WHERE_AT, Show.ANSWER)
    assert len(examples) == len(SEEDS)
    assert all(MET in example.window and example.row.is_answerable for example in examples)


def test_windows_are_of_many_lengths() -> None:
    assert len({len(example.window) for example in draw(make_pool(make_long_article()), WHEN_AT, Show.ANSWER)}) > 5


def test_of_several_quotes_all_are_shown_mostly_and_at_least_one_always() -> None:
    lengthy = make_article(ASKED, TEXT.replace("nobody.", f"nobody, {'he said ' * 70}."))
    examples = draw(make_pool(make_article()), WHO_AT, Show.ANSWER) + draw(make_pool(lengthy), WHO_AT, Show.ANSWER)
    shown = [sum(quote in example.window for quote in (MET, LEFT)) for example in examples]
    assert set(shown) <= {1, 2}
    assert shown.count(2) > 0.7 * len(shown)


def test_quotes_far_apart_are_shown_without_all_that_is_between() -> None:
    text = make_long_article()
    examples = [
        one for one in draw(make_pool(text), 5, Show.ANSWER) if len(one.row.support) and sum(one.row.support) > 1
    ]
    assert examples
    for example in examples:
        first, final = (text.sentences.index(example.window[n]) for n in (0, -1))
        assert final - first > len(example.window)


def test_a_window_elsewhere_has_none_of_the_words_that_answer() -> None:
    examples = draw(make_pool(make_long_article()), WHERE_AT, Show.ELSEWHERE)
    assert len(examples) == len(SEEDS)
    for example in examples:
        assert not any("oslo" in sentence.cut(LONG).lower() for sentence in example.window)
        assert not example.row.is_answerable
        assert not example.row.support.any()


def test_a_window_elsewhere_stands_mostly_around_a_sentence_that_shares_words_with_the_question() -> None:
    asked = Asked("Why was the treaty signed?", parts=((find("Oslo", TEXT),),), quotes=(MET,))
    text = "Nothing was new. " * 60 + "A treaty was signed for peace. " + "Nothing was new. " * 60 + TEXT
    at = text.index(TEXT)
    moved = replace(asked, parts=((Span(at + 24, at + 28),),), quotes=(Span(at, at + 29),))
    examples = draw(make_pool(make_article((moved,), text)), 0, Show.ELSEWHERE)
    windows = [" ".join(sentence.cut(text) for sentence in example.window) for example in examples]
    assert sum("treaty" in window for window in windows) > len(windows) / 2


def test_there_is_no_window_elsewhere_where_every_sentence_has_the_answer() -> None:
    asked = Asked("Where?", parts=((find("Oslo", "Oslo is. In Oslo."),),), quotes=(Span(0, 8),))
    assert draw(make_pool(make_article((asked,), "Oslo is. In Oslo.")), 0, Show.ELSEWHERE) == []


def test_a_tempting_window_holds_what_tempts_and_has_no_answer() -> None:
    examples = draw(make_pool(), NOBODY_AT, Show.TEMPTING)
    assert len(examples) == len(SEEDS)
    assert all(MAYOR in example.window and not example.row.is_answerable for example in examples)


def test_where_nothing_tempts_any_sentence_is_shown() -> None:
    pool = make_pool(make_article((replace(ASKED[NOBODY_AT], near=None),), LONG))
    firsts = {example.window[0] for example in draw(pool, 0, Show.TEMPTING)}
    assert len(firsts) > 15


@pytest.mark.parametrize("show", Show)
def test_no_row_is_longer_than_the_model_reads(show: Show) -> None:
    # Two sentences, each too long to be shown with much else.
    text = (
        f"{'Ann Lee left. ' * 3}{'Bob met Ann and ' * 90}it rained. {TEXT} {'Eve met Bob and ' * 100}it rained. {TEXT}"
    )
    pool = make_pool(make_article([replace(one, history=(PastTurn("Who? " * 90, "Ann. " * 90),) * 2) for one in ASKED]))
    pools = [make_pool(make_long_article()), make_pool(make_article(ASKED, text)), pool]
    asked = [NOBODY_AT] if show is Show.TEMPTING else [WHERE_AT, WHEN_AT, WHO_AT, AND_WHEN_AT]
    lengths = [len(e.row.ids) for pool in pools for n in asked for e in draw(pool, n, show)]
    assert 300 < max(lengths) <= MAX_TOKENS
    assert len(lengths) > 2 * len(asked) * len(SEEDS)


def test_an_answer_in_a_sentence_that_is_too_long_gives_no_example() -> None:
    text = f"{'Bob met Ann and ' * 100}left Oslo."
    asked = Asked("Where?", parts=((find("Oslo", text),),), quotes=(Span(0, len(text)),))
    assert draw(make_pool(make_article((asked,), text)), 0, Show.ANSWER) == []


def test_the_same_chance_draws_the_same_example() -> None:
    for show in (Show.ANSWER, Show.ELSEWHERE):
        one, other = (draw(make_pool(make_long_article()), WHERE_AT, show) for _ in range(2))
        assert [example.window for example in one] == [example.window for example in other]
        assert all(np.array_equal(a.row.ids, b.row.ids) for a, b in zip(one, other, strict=True))


def test_before_a_question_that_stands_alone_stand_turns_about_other_things_now_and_then() -> None:
    found = histories(draw(make_pool(), WHERE_AT, Show.ANSWER))
    rained, nobody = PastTurn("When did it rain?", RAINED.cut(TEXT)), PastTurn("Whom did the mayor of Oslo meet?", "")
    assert {(), (rained,), (nobody,)} <= found
    assert any(len(history) == 2 for history in found)
    # A follow-up says nothing without what was before it.
    assert not any(turn.question == "And when?" for history in found for turn in history)


def test_some_questions_become_follow_ups_of_another_and_are_answered_as_before() -> None:
    pool = make_pool(make_article((replace(WHERE, question="Where did she meet Bob Cole then?"), *ASKED[1:])))
    made = [one for one in draw(pool, 0, Show.ANSWER) if one.asked.standalone]
    pronouns = re.compile("Where did she meet (he|she|they|it) then")
    assert {match[1] if (match := pronouns.search(one.asked.question)) else "" for one in made} >= {"he", "it"}
    assert all(pronouns.search(one.asked.question) for one in made)
    assert all(one.row.is_answerable and len(one.asked.history) == 1 for one in made)


def test_a_follow_up_keeps_its_history_and_is_asked_in_full_now_and_then() -> None:
    examples = draw(make_pool(), AND_WHEN_AT, Show.ANSWER)
    assert histories(examples) == {ASKED[AND_WHEN_AT].history}
    asked = [example.asked.question for example in examples]
    in_full = sum("When did it rain in Oslo" in question for question in asked)
    assert 0 < in_full < len(asked) / 3


def test_some_questions_come_with_what_says_nothing() -> None:
    asked = [example.asked.question for seed in range(4) for example in draw(make_pool(), WHERE_AT, Show.ANSWER)]
    filled = [one for one in asked if one.startswith(BEFORE) or one.endswith(BEHIND)]
    assert 0 < len(filled) < len(asked) / 4


def test_a_pool_to_measure_by_asks_as_the_questions_are() -> None:
    examples = draw(make_pool(is_plain=True), WHERE_AT, Show.ANSWER)
    assert {example.asked for example in examples} == {WHERE}


def test_the_words_of_an_answer_are_cut_from_the_text() -> None:
    pool = make_pool(is_plain=True)
    for example in draw(pool, WHO_AT, Show.ANSWER):
        first, final = np.flatnonzero(example.row.starts)[0], np.flatnonzero(example.row.ends)[-1]
        assert pool.cut(example, first, first) in {"Ann", "Eve"}
        assert pool.cut(example, final, final) in {"Lee", "Eve"}


def test_every_question_has_a_window_that_it_is_about() -> None:
    assert list(answering(make_pool())) == [
        Recipe(0, WHERE_AT, Show.ANSWER),
        Recipe(0, WHEN_AT, Show.ANSWER),
        Recipe(0, WHO_AT, Show.ANSWER),
        Recipe(0, NOBODY_AT, Show.TEMPTING),
        Recipe(0, AND_WHEN_AT, Show.ANSWER),
    ]


def test_a_window_grows_around_its_core_up_to_the_budget() -> None:
    grown = {tuple(grow([10] * 9, [4], 30, random.Random(seed))) for seed in SEEDS}
    assert grown == {(2, 3, 4), (3, 4, 5), (4, 5, 6)}


def test_what_is_between_two_of_the_core_is_shown_where_it_fits() -> None:
    assert grow([10] * 5, [1, 3], 30, random.Random(0)) == [1, 2, 3]
    assert grow([10, 10, 99, 10, 10], [1, 3], 20, random.Random(0)) == [1, 3]


def test_a_window_does_not_grow_over_what_is_banned() -> None:
    assert grow([10] * 5, [1], 100, random.Random(0), banned={3}) == [0, 1, 2]


def test_the_article_is_as_these_tests_have_it() -> None:
    assert make_article().sentences == (MET, RAINED, LEFT, MAYOR, ENDED)
