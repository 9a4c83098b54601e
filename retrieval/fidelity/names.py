"""Names in a sentence that are not those of what it cites."""

import re

from retrieval.fidelity.backing import Backing
from retrieval.fidelity.stems import stem_set, stem_words
from retrieval.names.demonyms import forms_of_country
from retrieval.names.unmentioned import unmentioned_names
from retrieval.names.vocabulary import Vocabulary, fold

_POINTS_BACK = re.compile(
    r"\b(?i:he|she|they|it|his|her|their|its|him|them|who|we|our|us|i|my|me|this|these|that|those)\b"
    r"|(?:^|[.!?;:“\"] ?)The [a-z-]+"
)
_CAPITAL = re.compile(r"(?<![.!?:] )(?<=[\w,’'] )[A-Z][a-z]{2,}\b")
"""A word within a sentence that is written like a name."""


def find_strange_names(statement: str, backing: Backing) -> tuple[str, ...]:
    """Return the names of a statement that its cited sentences do not have.

    One that stands nearby is no stranger where a cited sentence points back to somebody or something; nor is a common
    word that is part of a name, such as "Office".
    """
    known = list(backing.cited)
    if any(_POINTS_BACK.search(text) for text in backing.cited):
        known += backing.nearby
    missing = unmentioned_names(statement, Vocabulary.from_texts(known), misspelt=False)
    if missing:
        return missing
    every = stem_set(" ".join([*backing.cited, *backing.nearby, *backing.elsewhere]))
    return tuple(word for word in _CAPITAL.findall(statement) if not _is_known(word, every))


def _is_known(word: str, stems: frozenset[str]) -> bool:
    forms = forms_of_country(fold(word)) or {word}
    return any(not stems.isdisjoint(stem_words(form)) for form in forms)
