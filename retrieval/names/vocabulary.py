"""The words and names of the articles in scope, in the forms that a question may use for them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import Stemmer

WORD = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+(?:['’&-][^\W_]+)*")
"""A word, with its apostrophes and inner hyphens; "U.S." is one."""

_UPPER = "A-ZÀ-ÖØ-ÞĀ-ſ"
_NAME_WORD = rf"(?:[{_UPPER}][\w'’&-]*|[{_UPPER}]\.(?:[{_UPPER}]\.?)*)"
_JOINED_BY = r"(?:(?:of|the|and|for|de|la|du|van|von|der|al|bin)[ \u00a0]){0,2}"
_RUN = re.compile(rf"{_NAME_WORD}(?:\.?[ \u00a0]{_JOINED_BY}{_NAME_WORD}){{0,7}}")
_LONE_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"}
)
_SAME_SOUND_TEXT = "ph>f ck>k iy>i yi>i ij>i y>i j>i w>v q>k"
_SAME_SOUND = tuple(pair.split(">") for pair in _SAME_SOUND_TEXT.split())
_ACRONYM_ENDING = re.compile(r"(?<=[^\W\d_a-z])['’]?s?\Z")
_REPEATED = re.compile(r"(.)\1+")


def fold(word: str) -> str:
    """Return `word` without case, accents, dots and possessive ending.

    >>> fold("Zelenskyy’s"), fold("U.S."), fold("Erdoğan"), fold("Ukrainians'")
    ('zelenskyy', 'us', 'erdogan', 'ukrainians')
    """
    letters = unicodedata.normalize("NFKD", word.casefold().translate(_LONE_LETTERS))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter)).replace(".", "")
    return plain.removesuffix("'s").rstrip("'")


def bare_acronym(word: str) -> str:
    """Return a word in capitals without its dots and ending, and nothing for any other word.

    >>> bare_acronym("U.S."), bare_acronym("UK’s"), bare_acronym("MPs"), bare_acronym("Nato"), bare_acronym("A")
    ('US', 'UK', 'MP', '', '')
    """
    bare = _ACRONYM_ENDING.sub("", word.replace(".", ""))
    return bare if len(bare) > 1 and bare.isupper() else ""


def sound(folded: str) -> str:
    """Return the folded word with the spellings that transliterations disagree on made one.

    >>> sound("zelenskyy") == sound("zelenskiy"), sound("shoygu") == sound("shoigu"), sound("iran") == sound("iraq")
    (True, True, False)
    """
    for spelling, common in _SAME_SOUND:
        folded = folded.replace(spelling, common)
    return _REPEATED.sub(r"\1", folded)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the articles in scope mention.

    Attributes:
        words: every word, folded; the parts of hyphenated words too.
        stems: Snowball stems of the words.
        capitalised: the words of at least four letters that occur with a capital, folded.
        sounds: `sound` of the capitalised words.
        acronyms: the words in capitals, without dots: "US", "NATO", "MOD".
        initials: of every run of two to six capitalised words, with and without its connectors.
        phrases: every two neighbouring words of such a run, folded, with one space.
        alone: capitalised words that occur without a capitalised neighbour, folded.
    """

    words: frozenset[str]
    stems: frozenset[str]
    capitalised: frozenset[str]
    sounds: frozenset[str]
    acronyms: frozenset[str]
    initials: frozenset[str]
    phrases: frozenset[str]
    alone: frozenset[str]

    @classmethod
    def from_texts(cls, texts: Iterable[str]) -> "Vocabulary":
        """Read the vocabulary of the texts (bodies and titles alike); no text gives an empty one.

        >>> spoken = Vocabulary.from_texts(["The UK Ministry of Defence said Putin’s minister had called."])
        >>> "putin" in spoken.words, "MOD" in spoken.initials, "call" in spoken.stems, "UK" in spoken.acronyms
        (True, True, True, True)
        """
        typed: set[str] = set()
        runs: set[str] = set()
        for text in texts:
            typed.update(WORD.findall(text))
            runs.update(_RUN.findall(text))
        folded = {word: fold(word) for word in typed}
        words = set(folded.values())
        words.update(part for word in folded.values() if "-" in word for part in word.split("-"))
        capitalised = {form for word, form in folded.items() if word[0].isupper() and len(form) > 3}
        stemmer = Stemmer.Stemmer("english", 0)
        initials: set[str] = set()
        phrases: set[str] = set()
        alone: set[str] = set()
        for run in runs:
            tokens = WORD.findall(run)
            names = [fold(token) for token in tokens if token[0].isupper()]
            initials.update(_initials(tokens))
            phrases.update(map(" ".join, pairwise(names)))
            if len(names) == 1:
                alone.update(names)
        return cls(
            words=frozenset(words),
            stems=frozenset(stemmer.stemWords(list(words))),
            capitalised=frozenset(capitalised),
            sounds=frozenset(map(sound, capitalised)),
            acronyms=frozenset(bare for bare in map(bare_acronym, typed) if bare),
            initials=frozenset(initials),
            phrases=frozenset(phrases),
            alone=frozenset(alone),
        )


def _initials(tokens: list[str]) -> Iterator[str]:
    """Yield the initials, in capitals, of every run of two to six names among `tokens`."""
    names = [index for index, token in enumerate(tokens) if token[0].isupper()]
    for first in range(len(names)):
        for last in range(first + 1, min(first + 6, len(names))):
            inner = tokens[names[first] : names[last] + 1]
            yield "".join(token[0] for token in inner).upper()
            yield "".join(token[0] for token in inner if token[0].isupper())
