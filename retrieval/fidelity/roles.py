"""Parts exchanged: a name or number beside another one than in what is cited, or the subject of another's verb.

"Milley of the US and Radakin of the UK" has the same names as "Radakin of the US and Milley of the UK". What tells them
apart is which stands beside which.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from retrieval.fidelity.stems import CALENDAR, stem_words
from retrieval.irregular_words import BASE_FORMS
from retrieval.names.demonyms import forms_of_country
from retrieval.names.vocabulary import fold

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_TOKEN_OR_MARK = re.compile(rf"{_TOKEN.pattern}|[,;:.“”–—]")
_PAST = re.compile(r"[a-z]{2,}ed$")
_PASSIVE = frozenset(["was", "were", "been", "being", "be", "is", "are"])
_BORDERS = frozenset([",", ";", ":", ".", "“", "”", "–", "—", "that", "who", "which", "and", "but", "whom"])
_REACH = 9
_SAYING = frozenset(["say", "tell", "add"])
_OWNED = re.compile(r"([^\W\d_]+)['’]s (?:[a-z-]+ ){0,2}?([a-z-]{4,})\b")
_NO_NAMES_TEXT = """
the a an in on at of for by to with from and but or as it he she they his her its their this that these those when while
after before since because if although mr mrs ms dr sir lord lady general admiral professor president minister both all
most some many one two three each last according about around nearly almost there
"""
_NO_NAMES = CALENDAR | frozenset(_NO_NAMES_TEXT.split())


def has_exchanged(statement: str, cited: Iterable[str]) -> bool:
    """Tell whether two anchors (names, numbers) of a statement have changed their neighbours with each other.

    >>> said = ["Tovanda had 2,310 cases and Belumbe 1,045."]
    >>> has_exchanged("Belumbe had 2,310 cases, Tovanda 1,045.", said)
    True
    >>> has_exchanged("There were 1,045 cases in Belumbe and 2,310 in Tovanda.", said)
    False
    """
    own = find_anchors(statement)
    for text in cited:
        theirs = find_anchors(text)
        shared = {name for _, name in own} & {name for _, name in theirs}
        if len(shared) >= 3 and _contradict(_neighbours(own, shared), _neighbours(theirs, shared)):
            return True
    return False


def has_other_owner(statement: str, cited: Iterable[str]) -> bool:
    """Tell whether something of somebody's is given to another one that is cited too.

    >>> has_other_owner("Ann's plan failed.", ["Bob's plan failed, Ann said."])
    True
    """
    texts = list(cited)
    words = {_canonical(word) for text in texts for word in _TOKEN.findall(text)}
    owners: dict[str, set[str]] = {}
    for text in texts:
        for owner, owned in _OWNED.findall(text):
            owners.setdefault(owned.lower(), set()).add(_canonical(owner))
    return any(
        owned.lower() in owners and _canonical(owner) in words and _canonical(owner) not in owners[owned.lower()]
        for owner, owned in _OWNED.findall(statement)
    )


def has_other_subject(statement: str, cited: Iterable[str], nearby: Iterable[str] = ()) -> bool:
    """Tell whether what one does in the cited sentences is done in the statement by another who is named there too.

    >>> has_other_subject("Bob was accused by Ann.", ["Bob accused Ann of it."])
    True
    >>> has_other_subject("Ann was accused by Bob.", ["Bob accused Ann of it."])
    False
    """
    texts = list(cited)
    known = {name for text in (*texts, *nearby) for _, name in find_anchors(text)}
    theirs: dict[str, set[str]] = {}
    for text in texts:
        for verb, subjects in read_subjects(text):
            theirs.setdefault(verb, set()).update(subjects)
    return any(
        verb in theirs and subjects.isdisjoint(theirs[verb]) and not subjects.isdisjoint(known)
        for verb, subjects in read_subjects(statement)
    )


def read_subjects(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the stem of each past verb whose subject has names, with these; in the passive, of who does it.

    Verbs of saying are left out: `attribution` compares who says what.
    """
    tokens = list(_TOKEN_OR_MARK.finditer(text))
    words = [token[0] for token in tokens]
    for at, word in enumerate(words):
        if not (_PAST.search(word) or word in BASE_FORMS) or not word.islower():
            continue
        before, after = _clause(words[:at][::-1])[::-1], _clause(words[at + 1 :])
        if not _PASSIVE.isdisjoint(before[-2:]):
            subject = after[after.index("by") + 1 :] if "by" in after else []
        else:
            subject = before
        names = frozenset(name for _, name in find_anchors(" ".join(subject)) if not name[0].isdigit())
        verb = stem_words(word)[0]
        if names and verb not in _SAYING:
            yield verb, names


def _clause(words: Sequence[str]) -> list[str]:
    return list(takewhile(lambda word: word not in _BORDERS, words))[:_REACH]


def find_anchors(text: str) -> list[tuple[int, str]]:
    """Return the names and numbers of a text with their places, counted in words; of a long name the last word."""
    tokens = list(_TOKEN.finditer(text))
    anchors: list[tuple[int, str]] = []
    for at, token in enumerate(tokens):
        word = token[0]
        if not (word[0].isdigit() or word[0].isupper()) or fold(word) in _NO_NAMES:
            continue
        follows = tokens[at + 1] if at + 1 < len(tokens) else None
        goes_on = follows is not None and follows[0][0].isupper() and text[token.end() : follows.start()] == " "
        if word[0].isdigit() or not goes_on:
            anchors.append((at, _canonical(word)))
    return anchors


def _canonical(word: str) -> str:
    folded = fold(word).replace(",", "")
    return min(forms_of_country(folded), default=folded)


def _neighbours(anchors: Sequence[tuple[int, str]], shared: Iterable[str]) -> dict[str, str]:
    """For each shared anchor that occurs once, the nearest other one."""
    kept = [(at, name) for at, name in anchors if name in set(shared)]
    nearest: dict[str, str] = {}
    for at, name in kept:
        others = [(abs(at - there), other) for there, other in kept if other != name]
        if others and sum(other == name for _, other in kept) == 1:
            nearest[name] = min(others)[1]
    return nearest


def _contradict(own: dict[str, str], theirs: dict[str, str]) -> bool:
    """Whether two anchors both stand beside what the other one stood beside."""
    moved = [name for name in own if name in theirs and own[name] != theirs[name]]
    return any(
        own[one] == theirs[other] and own[other] == theirs[one]
        for n, one in enumerate(moved)
        for other in moved[n + 1 :]
    )
