import random

import pytest

from evals.training.claims.descriptions import describe, find_descriptions, misdescribe

PILOT = "Ann Lee, a young pilot, left Oslo."
LANDED = "Lee landed in Rome on Friday."


@pytest.mark.parametrize(
    ("sentence", "name", "words"),
    [
        (PILOT, "Ann Lee", "young pilot"),
        ("Bob Cole (born 1970) is a Norwegian composer of operas.", "Bob Cole", "composer"),
        ("The talks were led by senator Eve Hill.", "Eve Hill", "senator"),
        ("Bergen is the second city of Norway.", "Bergen", "second city"),
    ],
)
def test_what_a_sentence_calls_the_bearer_of_a_name(sentence: str, name: str, words: str) -> None:
    (found,) = find_descriptions([sentence])
    assert found.name == name
    assert found.words.endswith(words.rsplit(maxsplit=1)[-1])
    assert found.head == words.rsplit(maxsplit=1)[-1]


@pytest.mark.parametrize(
    "sentence",
    [
        "In Norway, the government was hostile, and nobody left.",
        "They gave to Oslo, the main hospitals, and the poor.",
        "Ann Lee was one of the pilots.",
        "Ann Lee left the office.",
    ],
)
def test_what_only_stands_beside_a_name_describes_nobody(sentence: str) -> None:
    assert not list(find_descriptions([sentence]))


def test_a_name_is_called_by_its_description_and_a_description_by_its_name() -> None:
    assert {describe([PILOT, LANDED], random.Random(n)) for n in range(9)} == {
        ("The young pilot landed in Rome on Friday.", (0, 1)),
        ("The pilot landed in Rome on Friday.", (0, 1)),
    }
    named = describe([PILOT, "It rained.", "The pilot landed in Rome."], random.Random(0))
    assert named == ("Ann Lee landed in Rome.", (0, 2))


def test_two_who_are_called_alike_are_not_named() -> None:
    text = [PILOT, "Bob Cole, a pilot, stayed.", "The pilot landed in Rome."]
    assert describe(text, random.Random(0)) is None


def test_a_name_after_a_preposition_is_called_by_what_can_be_met() -> None:
    text = [PILOT, "Nobody spoke with Lee on Friday."]
    called = describe(text, random.Random(1))
    assert called is not None
    assert called[0] in {"Nobody spoke with the pilot on Friday.", "Nobody spoke with the young pilot on Friday."}
    assert describe(["Danish, a language of traders, is old.", "He spoke in Danish."], random.Random(0)) is None


def test_another_is_wrongly_called_so_unless_it_may_be_true_of_both() -> None:
    other = "Bob Cole stayed at home."
    wrong = misdescribe([PILOT, other], random.Random(0))
    assert wrong is not None
    assert wrong[1] == (0, 1)
    assert wrong[0].endswith("pilot stayed at home.")
    assert misdescribe([PILOT, other, "Cole is a pilot too."], random.Random(0)) is None
    assert misdescribe([PILOT, LANDED], random.Random(0)) is None
