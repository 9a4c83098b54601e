"""The expected values are those of SQuAD's evaluation script 2.0, worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics.overlap import best_of, exact_match, normalise, token_f1, typewritten


@pytest.mark.parametrize(
    ("prediction", "gold", "exact", "f1"),
    [
        ("", "", 1.0, 1.0),
        ("", "the", 1.0, 1.0),
        ("The", "a", 1.0, 1.0),
        ("...", "", 1.0, 1.0),
        ("", "Oslo", 0.0, 0.0),
        ("Oslo", "", 0.0, 0.0),
        ("the U.S.A.", "usa", 1.0, 1.0),
        ("U.S.", "US", 1.0, 1.0),
        ("state-of-the-art", "stateoftheart", 1.0, 1.0),
        ("theatre", "atre", 0.0, 0.0),
        ("an  apple\ta day", "apple day", 1.0, 1.0),
        ("ten ten", "ten", 0.0, 2 / 3),
        ("ten ten one", "ten one one", 0.0, 2 / 3),
        ("General Mark Milley", "Milley", 0.0, 0.5),
        ("Milley Mark", "Mark Milley", 0.0, 1.0),
        ("$1,200", "1200", 1.0, 1.0),
        ("İstanbul", "istanbul", 0.0, 0.0),
    ],
)
def test_scores_are_those_of_the_official_script(prediction: str, gold: str, exact: float, f1: float) -> None:
    assert exact_match(prediction, gold) == exact
    assert token_f1(prediction, gold) == pytest.approx(f1)


def test_curly_quotes_are_no_punctuation_to_the_official_script() -> None:
    assert exact_match("‘false flag’", "false flag") == 0.0
    assert exact_match(typewritten("‘false flag’"), "false flag") == 1.0


def test_the_best_of_several_golds_counts() -> None:
    assert best_of(exact_match, "two", ["2", "the two"]) == 1.0
    assert best_of(token_f1, "two days", ["2", "two", "three days ago"]) == pytest.approx(2 / 3)


def test_golds_that_normalise_to_nothing_do_not_count_beside_others() -> None:
    assert best_of(exact_match, "", ["the", "Oslo"]) == 0.0
    assert best_of(exact_match, "", ["the", "..."]) == 1.0


def test_without_golds_silence_is_right_and_words_are_wrong() -> None:
    assert best_of(token_f1, "", []) == 1.0
    assert best_of(token_f1, "Oslo", []) == 0.0


@given(st.text(), st.text())
def test_f1_is_symmetric_and_never_below_exact_match(one: str, other: str) -> None:
    assert token_f1(one, other) == pytest.approx(token_f1(other, one))
    assert exact_match(one, other) <= token_f1(one, other) <= 1


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    words = normalise(text).split()
    assert not {"a", "an", "the"} & set(words)
    assert token_f1(text, text) == 1.0
