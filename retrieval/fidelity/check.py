"""The second check: what is wrong with a sentence in a chat model's own words, beside what it cites.

A quote that stands in the article shows nothing if the sentence that cites it says something else. So names, numbers,
dates, "not", whose words they are and who did what are compared by code; then the sense of each clause, and last the
claim checker reads both.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Protocol

from retrieval.checker.support import CONTRADICTED_FROM, Weighed
from retrieval.fidelity.attribution import Attribution
from retrieval.fidelity.backing import Backing
from retrieval.fidelity.figures import find_strange_dates, find_strange_figures
from retrieval.fidelity.names import find_strange_names
from retrieval.fidelity.novelty import Encode, weigh_novelty
from retrieval.fidelity.polarity import Polarity
from retrieval.fidelity.roles import has_exchanged, has_other_owner, has_other_subject
from retrieval.schema import Flaw

NEAR_FROM = 0.4
"""How near the strangest clause must be to its sources: chosen on the planted errors of `dev` (docs/EVALS.md)."""
SUPPORTED_FROM = 0.15
"""What the claim checker must believe at least: enough for gross lies. Subtle ones and good sentences it doubts alike,
so that more would cost two good sentences for each lie (docs/EVALS.md)."""
_ADDRESS = re.compile(
    r"(?i)\b(?:https?|ftp|mailto|javascript|data):|\bwww\.|\b[\w-]+\.(?:com|org|net|io|gov|ru|co)\b|@\w"
)


class Support(Protocol):
    """The claim checker."""

    def weigh(self, claim: str, sentences: Sequence[str]) -> Weighed:
        """Return what sentences say for and against a claim."""
        ...


class FidelityCheck:
    """Compares sentences with what they cite. Safe for several threads.

    Args:
        support: the claim checker.
        encode: texts to unit vectors, to tell a clause in other words from one that is added.
    """

    def __init__(self, support: Support, encode: Encode) -> None:
        self._support = support
        self._encode = encode
        self._polarity, self._attribution = Polarity(), Attribution()

    def find_flaw(self, statement: str, backing: Backing) -> Flaw | None:
        """Return the first flaw of a statement; None when it says what it cites."""
        by_words = self.find_flaw_by_words(statement, backing)
        if by_words is not None:
            return by_words
        if weigh_novelty(statement, backing, self._encode) < NEAR_FROM:
            return Flaw.ADDED
        weighed = self._support.weigh(statement, [*backing.leading, *backing.cited])
        is_doubted = weighed.support < SUPPORTED_FROM or weighed.against >= CONTRADICTED_FROM
        return Flaw.UNSUPPORTED if is_doubted else None

    def find_flaw_by_words(self, statement: str, backing: Backing) -> Flaw | None:
        """Return the first flaw that words show."""
        if has_strange_characters(statement, backing):
            return Flaw.UNSUPPORTED
        if find_strange_dates(statement, backing.cited):
            return Flaw.DATE
        if find_strange_names(statement, backing):
            return Flaw.NAME
        if find_strange_figures(statement, backing.cited):
            return Flaw.NUMBER
        if self._polarity.differs(statement, backing.cited):
            return Flaw.NEGATION
        if self._attribution.is_lost(statement, backing.cited, backing.nearby):
            return Flaw.ATTRIBUTION
        if (
            has_exchanged(statement, backing.cited)
            or has_other_owner(statement, backing.cited)
            or has_other_subject(statement, backing.cited, backing.nearby)
        ):
            return Flaw.EXCHANGED
        return None


def has_strange_characters(statement: str, backing: Backing) -> bool:
    r"""Tell whether a statement has an address, or letters of a script, that what it rests on has not.

    >>> has_strange_characters("Ann l\u0435ft.", Backing(("Ann left.",)))
    True
    """
    known = " ".join([*backing.cited, *backing.nearby])
    if any(match not in known for match in _ADDRESS.findall(statement)):
        return True
    foreign = {
        letter for letter in statement if letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN")
    }
    return not foreign <= set(known)
