"""Questions with some words replaced by synonyms: people seldom ask in the words of the article.

What WordNet (Miller 1995) has under a word's most frequent sense, whichever is meant: a question stays as answerable as
it was, nearly always.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from evals.errors import DatasetInvalid
from retrieval.irregular_words import BASE_FORMS
from retrieval.lexical import stem_terms

REWORDED_SHARE = 0.35
"""Of the questions of which any word is replaced."""
WORD_SHARE = 0.4
"""Of the words of such a question for which there is a synonym; at least one."""
MIN_COUNT = 2
"""How often a synonym must stand in WordNet's own texts, to be one that people use."""
LEAST_SHARE = 0.1
"""Likewise, as a share of how often the word itself does."""

Reword = Callable[[str, random.Random], str]
"""A question to the same in other words."""

_PARTS = {"noun": "1", "verb": "2", "adj": "35", "adv": "4"}
"""WordNet's files, and the numbers that its sense keys have for each."""
_WORD = re.compile(r"(?<![\w'-])[a-z]{4,}(?![\w'-])")
_PAST = {base: form for form, base in reversed(BASE_FORMS.items())}


@dataclass(frozen=True, slots=True)
class _Form:
    """A word as its base form and what was done to it: "", "s", "ed" or "ing"."""

    base: str
    ending: str


class Thesaurus:
    """Synonyms of English words, from a folder with WordNet's files, such as that of Debian's package wordnet-base.

    Raises:
        DatasetInvalid: when a file is missing or of another form.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._counts = _read_counts(folder / "cntlist.rev")
            self._senses = {part: _read_index(folder / f"index.{part}") for part in _PARTS}
            self._synsets = {part: _read_synsets(folder / f"data.{part}") for part in _PARTS}
        except (OSError, ValueError, IndexError) as err:
            remedy = "give the folder with index.noun, data.noun and so on, as Debian's package wordnet-base has it"
            raise DatasetInvalid(str(folder), "has not WordNet's files", remedy) from err
        self._found: dict[str, tuple[str, ...]] = {}

    def look_up(self, word: str) -> tuple[str, ...]:
        """Return the synonyms of a word in lower case, in its own grammatical form; none of a word without any."""
        if word not in self._found:
            self._found[word] = tuple(dict.fromkeys(self._look_up(word)))
        return self._found[word]

    def _look_up(self, word: str) -> Iterator[str]:
        known = [
            (self._counts[part, form.base], part, form)
            for form in _take_apart(word)
            for part in _PARTS
            if form.base in self._senses[part]
        ]
        if not known or not stem_terms(word):
            return
        count, part, form = max(known, key=lambda one: one[0])
        least = max(MIN_COUNT, LEAST_SHARE * count)
        for synonym in self._synsets[part][self._senses[part][form.base][0]]:
            is_usual = self._counts[part, synonym] >= least
            if is_usual and synonym.isalpha() and synonym.islower() and synonym != form.base:
                yield _put_together(_Form(synonym, form.ending))


def make_reword(thesaurus: Thesaurus) -> Reword:
    """Return what rewords a share of the questions given to it."""

    def reword(question: str, chance: random.Random) -> str:
        if chance.random() >= REWORDED_SHARE:
            return question
        places = [(found, thesaurus.look_up(found[0])) for found in _WORD.finditer(question)]
        places = [(found, synonyms) for found, synonyms in places if synonyms]
        if not places:
            return question
        sure = chance.randrange(len(places))
        for n, (found, synonyms) in reversed(list(enumerate(places))):
            if n == sure or chance.random() < WORD_SHARE:
                question = question[: found.start()] + chance.choice(synonyms) + question[found.end() :]
        return question

    return reword


def _take_apart(word: str) -> Iterator[_Form]:
    """The forms that a word may be; several, of which a dictionary knows some."""
    yield _Form(word, "")
    if word in BASE_FORMS:
        yield _Form(BASE_FORMS[word], "ed")
    for ending, stems in (
        ("s", (("ies", "y"), ("es", ""), ("s", ""))),
        ("ed", (("ied", "y"), ("ed", ""), ("d", ""))),
        ("ing", (("ing", ""), ("ing", "e"))),
    ):
        yield from (_Form(word.removesuffix(cut) + put, ending) for cut, put in stems if word.endswith(cut))


def _put_together(form: _Form) -> str:
    """A base form with an ending, by rule; irregular ones where the house knows them.

    >>> [_put_together(_Form(base, "ed")) for base in ("talk", "deny", "declare", "stop", "speak")]
    ['talked', 'denied', 'declared', 'stopped', 'spoke']
    """
    base, ending = form.base, form.ending
    if ending == "ed" and base in _PAST:
        return _PAST[base]
    if ending in {"s", "ed"} and re.search(r"[^aeiou]y$", base):
        return base[:-1] + ("ies" if ending == "s" else "ied")
    if ending == "s" and re.search(r"(?:s|x|z|ch|sh)$", base):
        return base + "es"
    if ending in {"ed", "ing"} and base.endswith("e"):
        return base[:-1] + ending
    if ending in {"ed", "ing"} and re.fullmatch(r"[^aeiou]+[aeiou][^aeiouwxy]", base):
        return base + base[-1] + ending
    return base + ending


def _read_counts(file: Path) -> Counter[tuple[str, str]]:
    """How often each lemma stands in WordNet's texts, by part of speech."""
    counts: Counter[tuple[str, str]] = Counter()
    part_of = {number: part for part, numbers in _PARTS.items() for number in numbers}
    for line in file.read_text(encoding="ascii").splitlines():
        key, _sense, count = line.split()
        lemma, _, rest = key.partition("%")
        counts[part_of[rest[0]], lemma] += int(count)
    return counts


def _read_index(file: Path) -> dict[str, tuple[str, ...]]:
    """The synsets of each lemma, the most frequent sense first."""
    senses: dict[str, tuple[str, ...]] = {}
    for fields in _lines(file):
        pointers = int(fields[3])
        senses[fields[0]] = tuple(fields[6 + pointers :])
    return senses


def _read_synsets(file: Path) -> dict[str, tuple[str, ...]]:
    """The words of each synset."""
    return {fields[0]: tuple(fields[4 + 2 * n] for n in range(int(fields[3], 16))) for fields in _lines(file)}


def _lines(file: Path) -> Iterator[list[str]]:
    """The fields of each line behind the licence, which is indented; of the glosses nothing."""
    lines = file.read_text(encoding="ascii", errors="replace").splitlines()
    yield from (line.partition(" | ")[0].split() for line in lines if not line.startswith("  "))
