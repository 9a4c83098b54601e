import random

import pytest

from evals.training.claims.corrupt import (
    negate,
    splice,
    splice_tail,
    swap_name,
    swap_pronoun,
    swap_quantity,
    swap_roles,
)

OTHERS = ["The talks took place in Rome.", "On Tuesday Bob Cole spoke for the 40 captains."]


@pytest.mark.parametrize("seed", range(20))
def test_a_name_gives_way_to_one_of_its_kind_that_the_claim_lacks(seed: int) -> None:
    swapped = swap_name("Ann Lee stayed in Oslo.", OTHERS, random.Random(seed))
    assert swapped in {"Bob Cole stayed in Oslo.", "Ann Lee stayed in Rome."}


def test_a_shorter_form_of_the_same_name_is_no_other() -> None:
    assert swap_name("Ann Lee spoke.", ["On Monday Lee left."], random.Random(0)) is None


def test_a_word_with_its_capital_from_the_start_of_a_sentence_is_no_name() -> None:
    assert swap_name("Ann Lee spoke.", ["Harvest was late."], random.Random(0)) is None


@pytest.mark.parametrize("seed", range(20))
def test_a_swapped_quantity_is_another(seed: int) -> None:
    swapped = swap_quantity("It took 30 ships.", OTHERS, random.Random(seed))
    assert swapped is not None
    assert swapped != "It took 30 ships."
    assert swapped.startswith("It took ")


def test_names_that_are_only_listed_are_not_exchanged() -> None:
    assert swap_roles("Ann Lee and Bob Cole.", random.Random(0)) is None


@pytest.mark.parametrize(
    ("claim", "negated"),
    [
        ("He didn't sign.", "He did sign."),
        ("They never met.", "They met."),
        ("The mayor is not only ill.", "The mayor is not only ill."),
        ("They slept.", None),
    ],
)
def test_a_negation_is_taken_away(claim: str, negated: str | None) -> None:
    assert negate(claim, random.Random(0)) == (None if negated == claim else negated)


def test_had_of_possession_is_not_negated() -> None:
    assert negate("She had a boat.", random.Random(0)) is None


def test_an_opposite_is_put_for_a_word() -> None:
    assert "Prices fell." in {negate("Prices rose.", random.Random(seed)) for seed in range(9)}


def test_a_claim_without_a_pronoun_is_left() -> None:
    assert swap_pronoun("Ann left.", random.Random(0)) is None


def test_pronouns_are_not_spliced_for_they_may_stand_for_each_other() -> None:
    assert splice("Ann Lee was born in Oslo.", "She has led the office.") is None
    assert splice("She has led the office.", "Ann Lee was born in Oslo.") is None


def test_sentences_about_the_same_are_not_spliced() -> None:
    assert splice("Ann Lee was born in Oslo.", "The office of Ann Lee was shut.") is None


def test_a_tail_that_the_claim_has_already_is_not_spliced() -> None:
    assert splice_tail("Ann Lee was born in Oslo.", "The mayor died in Oslo.") is None
