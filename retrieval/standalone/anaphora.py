"""Pronouns of a follow-up question, and whom of the conversation they may stand for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.standalone.grammar import AUXILIARY, PREPOSITION
from retrieval.standalone.mentions import Kind, Referent, is_person

TIE_SHARE = 0.8
"""Of the likeliest referent's weight, from which on another may be meant as well."""
_POSSESSIVE = frozenset({"his", "her", "its", "their"})
_PRONOUN = re.compile(r"(?i)\b(?P<pronoun>he|him|his|she|her|hers|they|them|their|theirs|it|its|there)\b(?P<is>['’]s)?")
_NO_NOUN = re.compile(
    rf"(?i)^(?:\W*$|[,?.!]| (?:{PREPOSITION}|{AUXILIARY}|as|during|when|while|and|or|but|be|get|go|join|leave|make|take"
    r"|become|win|that|this|if|because|than|any|a|an|the|so|too|then|now|again|back|up|out|off|down)\b)"
)
# "Is it true that", "how far is it to", "what time is it", "is there", "are there": nobody is meant.
_EMPTY = re.compile(
    r"(?i)\b(?:is|was|are|were|be|been)(?:n['’]t)? there\b|\bthere(?:['’]s| (?:is|are|was|were|any|a|an|more|other)\b)"
    r"|\b(?:is|was) it (?:true|possible|likely|clear|known|certain|not)\b|\bit (?:true|that|seems?|rains?|to be)\b"
)


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A pronoun that points back.

    Attributes:
        start, end: in the question.
        word: in lower case.
        is_possessive: "her" before a noun, and the like.
    """

    start: int
    end: int
    word: str
    is_possessive: bool


def find_anaphors(question: str) -> list[Anaphor]:
    """Return the pronouns that point back to somebody or something, in order.

    >>> [(one.word, one.is_possessive) for one in find_anaphors("Did she like her house and is it true?")]
    [('she', False), ('her', True)]
    """
    empty = [match.span() for match in _EMPTY.finditer(question)]
    found: list[Anaphor] = []
    for match in _PRONOUN.finditer(question):
        if any(start <= match.start("pronoun") < end for start, end in empty):
            continue
        word = match["pronoun"].lower()
        owns = word in _POSSESSIVE and not (word == "her" and _NO_NOUN.match(question[match.end() :]))
        found.append(Anaphor(*match.span("pronoun"), word, owns or word in {"hers", "theirs"}))
    return found


def find_likeliest(word: str, referents: Sequence[Referent], *, least: float = 0.0) -> list[Referent]:
    """Return whom a pronoun stands for: one, or two where that is not clear; nobody where none fits.

    Args:
        word: the pronoun, in lower case.
        referents: of the conversation.
        least: how much a referent's weight, times how well its kind fits, must be at least, or more than 0.
    """
    fits = [(one.weight * _fit(word, one.kind), one) for one in referents]
    likely = sorted((entry for entry in fits if entry[0] > 0 and entry[0] >= least), key=lambda entry: -entry[0])
    return [one for fit, one in likely[:2] if fit >= TIE_SHARE * likely[0][0]]


def replace_anaphors(question: str, anaphors: Sequence[Anaphor], names: Sequence[str]) -> str:
    """Return the question with each pronoun replaced by its name; a name that repeats stays a pronoun after the first.

    >>> question = "What did she say of her house?"
    >>> replace_anaphors(question, find_anaphors(question), ["Ann Lee", "Ann Lee"])
    'What did Ann Lee say of her house?'
    """
    written: list[str] = []
    end = 0
    for n, (anaphor, name) in enumerate(zip(anaphors, names, strict=True)):
        written.append(question[end : anaphor.start])
        repeated = name in names[:n]
        written.append(question[anaphor.start : anaphor.end] if repeated else _put(anaphor, name))
        end = anaphor.end
    return "".join((*written, question[end:]))


def _put(anaphor: Anaphor, name: str) -> str:
    if anaphor.word == "there":
        return f"in {name}"
    if not anaphor.is_possessive:
        return name
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _fit(word: str, kind: Kind) -> float:
    """How well a kind fits a pronoun, in [0, 1]; 0 where it cannot be meant."""
    if word in {"he", "him", "his"}:
        return {Kind.MAN: 1.0, Kind.PERSON: 0.9, Kind.UNKNOWN: 0.6}.get(kind, 0.0)
    if word in {"she", "her", "hers"}:
        return {Kind.WOMAN: 1.0, Kind.PERSON: 0.9, Kind.UNKNOWN: 0.6}.get(kind, 0.0)
    if word in {"they", "them", "their", "theirs"}:
        return 0.1 if is_person(kind) else {Kind.SEVERAL: 2.0, Kind.GROUP: 1.0}.get(kind, 0.5)
    if word == "there":
        return {Kind.PLACE: 1.0, Kind.UNKNOWN: 0.2}.get(kind, 0.0)
    return 0.0 if is_person(kind) or kind is Kind.SEVERAL else {Kind.GROUP: 1.0}.get(kind, 0.45)
