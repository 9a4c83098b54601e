import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.training.claims.candidates import find_candidates, find_names, is_place
from evals.training.claims.kind import AnswerKind
from tests.evals.training.fakes import find

TALKS = (
    "On Tuesday – a day after the vote in Oslo – the mayor, Ann Reed, spoke to General Ian Poe, the top officer in the "
    "US, and had lunch with Dame Joy Okoro, the UK’s ambassador, because 40 people had been hurt."
)


def candidates(kind: AnswerKind, sentence: str) -> list[str]:
    return [span.cut(sentence) for span in find_candidates(kind, sentence)]


@pytest.mark.parametrize(
    ("kind", "sentence", "found"),
    [
        (AnswerKind.PERSON, TALKS, ["Ann Reed", "General Ian Poe", "Dame Joy Okoro"]),
        (AnswerKind.GROUP, "Egypt and the EU met.", ["Egypt", "EU"]),
        (AnswerKind.TIME, TALKS, ["On Tuesday"]),
        (AnswerKind.TIME, "It opened on 3 May 1987 in Oslo.", ["3 May 1987"]),
        (AnswerKind.TIME, "They met in Oslo.", []),
        (AnswerKind.YEAR, "It opened in 1987 and had 300 seats.", ["1987"]),
        (AnswerKind.NUMBER, TALKS, ["40"]),
        (AnswerKind.MONEY, "The bridge of 1999 cost $3.5 million.", ["$3.5 million"]),
        (AnswerKind.PERCENT, "In all, 45% of 900 people agreed.", ["45%"]),
        (AnswerKind.DURATION, "It lasted more than three weeks.", ["more than three weeks"]),
        (AnswerKind.REASON, TALKS, ["because 40 people had been hurt"]),
        (AnswerKind.QUOTE, "“We reject this claim,” she said of the ‘bomb’.", ["“We reject this claim,”"]),
        (AnswerKind.NAME, 'He wrote "The Sea" for Ann Reed.', ["The Sea", "Ann Reed"]),
        (AnswerKind.PLACE, "They met at the old hospital in Oslo.", ["the old hospital", "Oslo"]),
        (AnswerKind.OTHER, TALKS, []),
    ],
)
def test_the_words_of_a_kind_are_found(kind: AnswerKind, sentence: str, found: list[str]) -> None:
    assert candidates(kind, sentence) == found


@pytest.mark.parametrize("amount", ["12%", "£3m", "200 acres"])
def test_an_amount_is_found_in_any_unit(amount: str) -> None:
    assert candidates(AnswerKind.AMOUNT, f"The council cut {amount} of the budget.") == [amount]


@pytest.mark.parametrize("figure", ["1990s", "2006/7", "$5"])
def test_part_of_a_date_or_a_sum_is_no_count(figure: str) -> None:
    assert candidates(AnswerKind.NUMBER, f"They died in the {figure} fire.") == []


def test_a_measure_said_again_in_brackets_is_no_second_candidate() -> None:
    assert candidates(AnswerKind.MEASURE, "The fault was 240 km (149 mi) wide.") == ["240 km"]


def test_a_capital_that_only_opens_the_sentence_makes_no_name() -> None:
    assert [span.cut("Earlier voters approved it.") for span in find_names("Earlier voters approved it.")] == []


def test_a_name_after_a_word_of_place_is_a_place_and_a_country_is_one_anywhere() -> None:
    sentence = "Ann Reed went to Oslo for France."
    assert is_place(sentence, find("Oslo", sentence))
    assert is_place(sentence, find("France", sentence))
    assert not is_place(sentence, find("Ann Reed", sentence))


@settings(deadline=None)
@given(st.sampled_from(AnswerKind), st.text(max_size=300) | st.just(TALKS))
def test_candidates_lie_in_the_sentence_in_order(kind: AnswerKind, sentence: str) -> None:
    spans = find_candidates(kind, sentence)
    assert all(span.start < span.end <= len(sentence) and span.cut(sentence).strip() for span in spans)
    assert all(one.start <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    "unit",
    ["Artist ", "a", "1,000 ", "because ", "“", '"a', "Ann, the ", "In 1999 ", "😀", "אב ", "said that ", "Ann and "],
)
def test_long_strange_sentences_take_little_time(unit: str) -> None:
    start = time.perf_counter()
    for kind in AnswerKind:
        find_candidates(kind, unit * (2000 // len(unit)))
    assert time.perf_counter() - start < 2.0
