"""Who is called what: names and what an article calls them else, so that a claim may call one by the other.

"Ann Lee, a pilot, left Oslo." makes of "Lee landed in Rome." the claim "The pilot landed in Rome".
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evals.training.claims.candidates import find_names

MAX_APART = 8
"""Sentences between a name's description and the claim that uses it."""
_NO_HEAD = (
    r"(?!(?:one|part|member|members|number|name|result|type|form|kind|sort|lot|way|time|year|day|first|second|last|same"
    r"|only|most|best|case|time|success|failure|fact|reason|example|place|set|series|kind|variety|majority|end|start"
    r"|addition|day|use|need|other|others|matter|word|term)\b)"
)
_PHRASE = (
    rf"(?P<words>(?:[\w'-]+ ){{0,4}}?(?P<head>{_NO_HEAD}[a-z][a-z-]{{2,}}))"
    r"(?=[,.;]| (?:of|in|for|at|from|who|which|that|and|with|to|on|by|whose|where|based|born|located|known|founded)\b)"
)
_IS = re.compile(rf"(?: \([^()]*\))?(?:, [^,]{{3,60}},)? (?:is|was) (?:an?|the) {_PHRASE}")
# Not the second of a list, nor what follows "In Oslo".
_APPOSITION = re.compile(rf", (?:an?|the) {_PHRASE}(?=[^,;]{{0,60}}(?:\.$|,(?! (?:and|or)\b)))")
_OPENING = re.compile(r"^[A-Z]\w+ (?:\w+ )?$")
_PERSONS = """
president king queen emperor pope bishop archbishop prince princess duke minister chancellor senator governor mayor
general admiral colonel commander captain chief officer secretary spokesman spokeswoman ambassador director chairman
professor scientist physicist chemist biologist historian economist philosopher engineer inventor doctor lawyer judge
coroner author writer novelist poet journalist critic composer singer rapper musician guitarist drummer pianist actor
actress producer designer architect artist painter sculptor photographer player footballer striker midfielder defender
goalkeeper quarterback pilot pitcher coach manager driver runner swimmer champion activist leader founder owner explorer
"""
_OTHERS = "band company club team party university school city town village country state island river magazine film"
_TITLE = re.compile(rf"\b(?P<words>(?P<head>{'|'.join(_PERSONS.split())})) $")
_TANGIBLE = frozenset(f"{_PERSONS} {_OTHERS}".split())
"""Other descriptions stand for the subject alone: "fluent in the marker" is no English."""
_PREDICATE = (
    r"(?= (?:is|are|was|were|will|would|can|could|may|might|must|should|did|does|has|have|had|said|says|became|won|made"
    r"|took|began|led|wrote|told|died|left|went|came|gave|found|held|lost|met|saw|ran|moved|\w{2,}ed) |'s )"
)
_BEFORE = r"(?:(?<= (?:of|by|to|in))|(?<= (?:and|but))|(?<= (?:with|that|from|than|when))|(?<= against))"


@dataclass(frozen=True, slots=True)
class Description:
    """What an article calls the bearer of a name.

    Attributes:
        name: as in the sentence.
        words: without an article, with the adjectives: "young pilot".
        head: the noun: "pilot".
        sentence: that says so.
    """

    name: str
    words: str
    head: str
    sentence: int


def find_descriptions(sentences: Sequence[str]) -> Iterator[Description]:
    """Yield what the sentences call the names in them: beside the name, as its predicate, or as a title before it.

    >>> [one.words for one in find_descriptions(["Ann Lee, a young pilot, met captain Bob Cole."])]
    ['young pilot', 'captain']
    """
    for n, sentence in enumerate(sentences):
        for span in find_names(sentence):
            before, after = sentence[: span.start], sentence[span.end :]
            found = _TITLE.search(before) or (_IS.match(after) if not before else None)
            found = found or (None if _OPENING.match(before) else _APPOSITION.match(after))
            if found:
                yield Description(span.cut(sentence), found["words"], found["head"], n)


def describe(sentences: Sequence[str], chance: random.Random) -> tuple[str, tuple[int, int]] | None:
    """Return a sentence that calls somebody by the other of a name and a description, with what it is made of.

    None where none can. The indices are of the sentence that describes and of the one that is changed.

    >>> describe(["Ann Lee, a pilot, left Oslo.", "Lee landed in Rome."], random.Random(0))
    ('The pilot landed in Rome.', (0, 1))
    """
    found = list(find_descriptions(sentences))
    bearers = Counter(head for head, _ in {(one.head, _last(one.name)) for one in found})
    ways: list[tuple[str, tuple[int, int]]] = []
    for one in found:
        words = chance.choice((one.words, one.head))
        for n in _near(one.sentence, sentences):
            if one.head not in sentences[n].lower() and (called := _call(sentences[n], one, words)):
                ways.append((called, (one.sentence, n)))
            elif n > one.sentence and bearers[one.head] == 1 and (rest := _after(sentences[n], f"The {one.head}")):
                ways.append((one.name + rest, (one.sentence, n)))
    return chance.choice(ways) if ways else None


def misdescribe(sentences: Sequence[str], chance: random.Random) -> tuple[str, tuple[int, int]] | None:
    """Return a sentence that calls its subject what the article calls another, with what it is made of; None likewise.

    No sentence that has the subject's name has the word that it is called by.
    """
    ways: list[tuple[str, tuple[int, int]]] = []
    for one in find_descriptions(sentences):
        words = chance.choice((one.words, one.head))
        for n in _near(one.sentence, sentences):
            name = next((span.cut(sentences[n]) for span in find_names(sentences[n]) if not span.start), "")
            if not name or _last(name) in one.name or _last(one.name) in name or one.name in sentences[n]:
                continue
            rest = _after_name(sentences[n], name)
            if rest and not any(_last(name) in text and one.head in text.lower() for text in sentences):
                ways.append((f"The {words}{rest}", (one.sentence, n)))
    return chance.choice(ways) if ways else None


def _near(n: int, sentences: Sequence[str]) -> Iterator[int]:
    """The sentences not far from one, without itself."""
    yield from (k for k in range(max(0, n - MAX_APART), min(len(sentences), n + MAX_APART + 1)) if k != n)


def _call(sentence: str, one: Description, words: str) -> str | None:
    """The sentence with the description for the name, as its subject or after a preposition."""
    if rest := _after_name(sentence, one.name):
        return f"The {words}{rest}"
    for called in (one.name, _last(one.name)) if one.head in _TANGIBLE else ():
        if found := re.search(rf"{_BEFORE} {re.escape(called)}(?='s |[,.]| [a-z])", sentence):
            return f"{sentence[: found.start()]} the {words}{sentence[found.end() :]}"
    return None


def _after_name(sentence: str, name: str) -> str | None:
    """What follows the name, or its last word, where it is the sentence's subject."""
    return _after(sentence, name) or _after(sentence, _last(name))


def _after(sentence: str, subject: str) -> str | None:
    found = re.match(re.escape(subject) + _PREDICATE, sentence)
    return sentence[found.end() :] if found else None


def _last(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1]
