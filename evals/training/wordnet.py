"""Synonyms and opposites: what WordNet (Miller 1995) has beside a word's most frequent sense, whichever is meant."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from evals.errors import DatasetInvalid
from retrieval.irregular_words import BASE_FORMS
from retrieval.lexical import stem_terms

MIN_COUNT = 2
"""How often a word must stand in WordNet's own texts, to be one that people use."""
LEAST_SHARE = 0.1
"""Likewise, as a share of how often the word does whose place it takes."""

_PARTS = {"noun": "1", "verb": "2", "adj": "35", "adv": "4"}
"""WordNet's files, and the numbers that its sense keys have for each."""
_OPPOSITE = "!"
_PAST = {base: form for form, base in reversed(BASE_FORMS.items())}


@dataclass(frozen=True, slots=True)
class _Form:
    """A word as its base form and what was done to it: "", "s", "ed" or "ing"."""

    base: str
    ending: str


@dataclass(frozen=True, slots=True)
class _Pointer:
    """From a word of a synset to one of another, by their numbers from 1; 0 for all of its words."""

    sign: str
    offset: str
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class _Synset:
    """Words of one meaning."""

    words: tuple[str, ...]
    pointers: tuple[_Pointer, ...]

    def follow(self, sign: str) -> list[_Pointer]:
        return [pointer for pointer in self.pointers if pointer.sign == sign]


@dataclass(frozen=True, slots=True)
class _Known:
    """A word that the dictionary has: its part of speech, its form, and how often it is used."""

    part: str
    form: _Form
    count: int


class Thesaurus:
    """Words beside English words, from a folder with WordNet's files, such as that of Debian's package wordnet-base.

    What it returns has the grammatical form of the word that is asked for, which is in lower case.

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
        self._found: dict[tuple[str, str], tuple[str, ...]] = {}

    def synonyms(self, word: str) -> tuple[str, ...]:
        """Return the words that mean the same; none of a word without any."""
        return self._remember("synonyms", word, lambda _, synset: iter(synset.words))

    def opposites(self, word: str) -> tuple[str, ...]:
        """Return the words that mean the opposite; none of a word without any."""
        return self._remember("opposites", word, self._oppose)

    def _oppose(self, known: _Known, synset: _Synset) -> Iterator[str]:
        for pointer in synset.follow(_OPPOSITE):
            if not pointer.source or synset.words[pointer.source - 1].lower() == known.form.base:
                words = self._synsets[known.part][pointer.offset].words
                yield words[max(pointer.target - 1, 0)]

    def _remember(self, relation: str, word: str, find: Callable[[_Known, _Synset], Iterator[str]]) -> tuple[str, ...]:
        if (relation, word) not in self._found:
            known = self._know(word)
            self._found[relation, word] = tuple(dict.fromkeys(self._find(known, find))) if known else ()
        return self._found[relation, word]

    def _find(self, known: _Known, find: Callable[[_Known, _Synset], Iterator[str]]) -> Iterator[str]:
        first = self._senses[known.part][known.form.base][0]
        for word in find(known, self._synsets[known.part][first]):
            if self._is_usual(word, known):
                yield _put_together(_Form(word, known.form.ending))

    def _know(self, word: str) -> _Known | None:
        """What a word most often is."""
        known = [
            _Known(part, form, self._counts[part, form.base])
            for form in _take_apart(word)
            for part in _PARTS
            if form.base in self._senses[part]
        ]
        best = max(known, key=lambda one: one.count, default=None)
        return best if best and best.count and stem_terms(word) else None

    def _is_usual(self, word: str, known: _Known) -> bool:
        usual = self._counts[known.part, word] >= max(MIN_COUNT, LEAST_SHARE * known.count)
        return usual and word.isalpha() and word.islower() and word != known.form.base


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


def _read_synsets(file: Path) -> dict[str, _Synset]:
    """The synsets by their offset."""
    synsets: dict[str, _Synset] = {}
    for fields in _lines(file):
        count = int(fields[3], 16)
        # An adjective may say where it stands: "(p)".
        words = tuple(fields[4 + 2 * n].partition("(")[0] for n in range(count))
        at = 4 + 2 * count
        pointers = (fields[at + 1 + 4 * n : at + 5 + 4 * n] for n in range(int(fields[at])))
        synsets[fields[0]] = _Synset(
            words,
            tuple(_Pointer(sign, offset, int(way[:2], 16), int(way[2:], 16)) for sign, offset, _, way in pointers),
        )
    return synsets


def _read_pointer(sign: str, offset: str, _part: str, way: str) -> _Pointer:
    return _Pointer(sign, offset, int(way[:2], 16), int(way[2:], 16))


def _lines(file: Path) -> Iterator[list[str]]:
    """The fields of each line behind the licence, which is indented; of the glosses nothing."""
    lines = file.read_text(encoding="ascii", errors="replace").splitlines()
    yield from (line.partition(" | ")[0].split() for line in lines if not line.startswith("  "))
