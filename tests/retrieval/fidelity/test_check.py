from collections.abc import Sequence

import numpy as np
import pytest

from retrieval.checker.support import Weighed
from retrieval.embedding.encoders import Vectors
from retrieval.fidelity.backing import Backing
from retrieval.fidelity.check import FidelityCheck
from retrieval.schema import Flaw
from tests.fakes import WordHashEncoder

CITED = (
    "Russia’s General Gerasimov spoke to General Mark Milley of the US on Monday, a day after 3 talks in Paris.",
    "The union said on 4 May 2022 that it would not accept the offer of 2.5 million pounds.",
)


class Believing:
    """The claim checker: believes as much as it is told; records what it was asked."""

    def __init__(self, support: float = 0.9, against: float = 0.0) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self._weighed = Weighed(support, against)

    def weigh(self, claim: str, sentences: Sequence[str]) -> Weighed:
        self.asked.append((claim, tuple(sentences)))
        return self._weighed


def everything_near(texts: Sequence[str]) -> Vectors:
    return np.ones((len(texts), 1), np.float32)


def flaw(statement: str, *cited: str, nearby: tuple[str, ...] = ()) -> Flaw | None:
    check = FidelityCheck(Believing(), everything_near)
    return check.find_flaw(statement, Backing(cited or CITED, nearby))


GOOD = [
    "Gerasimov talked to the American general Mark Milley on Monday.",
    "The union said that it would turn down the offer of £2,500,000.",
    "On 4 May 2022 the union announced that it did not accept the offer.",
    "It was a day after three talks in Paris that the Russian general spoke to Milley.",
]


@pytest.mark.parametrize("statement", GOOD)
def test_what_is_said_in_other_words_is_let_through(statement: str) -> None:
    assert flaw(statement) is None


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Gerasimov spoke to Lloyd Austin on Monday.", Flaw.NAME),
        ("Gerasimov spoke to Milley on Tuesday.", Flaw.DATE),
        ("The union said so on 4 June 2022.", Flaw.DATE),
        ("The union said that it would not accept 2.5 billion pounds.", Flaw.NUMBER),
        ("The union said that it would not accept 2.5 million euros.", Flaw.NUMBER),
        ("The union said that it would accept the offer.", Flaw.NEGATION),
        ("Gerasimov did not speak to Milley on Monday.", Flaw.NEGATION),
        ("The union accepted the offer of 2.5 million pounds on 4 May 2022.", Flaw.NEGATION),
        ("Gerasimov l\u0435ft.", Flaw.UNSUPPORTED),
        ("See https://evil.example for what Gerasimov said.", Flaw.UNSUPPORTED),
    ],
)
def test_each_kind_of_error_is_called_by_its_name(statement: str, expected: Flaw | None) -> None:
    assert flaw(statement) is expected


@pytest.mark.parametrize(
    ("statement", "cited", "expected"),
    [
        ("The bomb is ready.", "Moscow claimed that the bomb is ready.", Flaw.ATTRIBUTION),
        ("The bomb is ready, Moscow says.", "Moscow claimed that the bomb is ready.", None),
        ("Moscow admitted that the bomb is ready.", "Moscow claimed that the bomb is ready.", Flaw.ATTRIBUTION),
        ("Work will begin in April.", "Work could begin in April.", Flaw.ATTRIBUTION),
        ("Ann Lee has asked the court.", "Ann Lee said she would ask the court.", Flaw.ATTRIBUTION),
        ("Bob Ray said it was over.", "“It was over,” said Ann Lee.", Flaw.NAME),
        ("Belumbe had 2,310 cases, Tovanda 1,045.", "Tovanda had 2,310 cases and Belumbe 1,045.", Flaw.EXCHANGED),
        ("Bob was attacked by Ann.", "In Oslo Bob attacked Ann.", Flaw.EXCHANGED),
        ("Ann's plan failed in Oslo.", "Bob's plan failed in Oslo, where Ann lives.", Flaw.EXCHANGED),
        ("It takes three weeks.", "It takes three months.", Flaw.NUMBER),
        ("Ann left before Bob.", "Ann left after Bob.", Flaw.DATE),
        ("He did not deny it.", "He denied it.", Flaw.NEGATION),
        ("Prices rose in May.", "Prices fell in May.", Flaw.NEGATION),
    ],
)
def test_small_words_make_the_difference(statement: str, cited: str, expected: Flaw | None) -> None:
    assert flaw(statement, cited) is expected


def test_a_speaker_without_a_name_is_not_compared() -> None:
    """A limit: who "the union" is, and that it is not Milley, no word shows."""
    assert flaw("Milley said on 4 May 2022 that the union would not accept the offer.") is None


def test_a_name_that_stands_before_a_pronoun_is_no_stranger() -> None:
    assert flaw("Ann Lee left.", "She left.", nearby=("Ann Lee met Bob.",)) is None
    assert flaw("Ann Lee left.", "Cid Moe left.", nearby=("Ann Lee met Bob.",)) is Flaw.NAME


def test_a_clause_that_is_in_no_source_is_an_addition() -> None:
    check = FidelityCheck(Believing(), WordHashEncoder().encode)
    backing = Backing(("Ann left Oslo on Monday.",))
    assert check.find_flaw("Ann left Oslo on Monday.", backing) is None
    assert check.find_flaw("Ann left Oslo, fearing further strikes by angry dockers.", backing) is Flaw.ADDED


@pytest.mark.parametrize(("support", "against"), [(0.1, 0.0), (0.9, 0.5)])
def test_what_the_claim_checker_does_not_believe_is_unsupported(support: float, against: float) -> None:
    believing = Believing(support, against)
    check = FidelityCheck(believing, everything_near)
    backing = Backing(("She left Oslo.",), ("One.", "Two.", "Ann was there.", "Three."), ("Two.", "Ann was there."))
    assert check.find_flaw("She went from Oslo.", backing) is Flaw.UNSUPPORTED
    assert believing.asked == [("She went from Oslo.", ("Two.", "Ann was there.", "She left Oslo."))]
