"""Stemmed BM25 over the texts of a collection: which of them share the words of a question, rare words first."""

import re
import unicodedata
import zipfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from retrieval.errors import IndexProblem
from retrieval.irregular_words import BASE_FORMS

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.int32]

K1, B = 1.5, 0.75
TYPO_WEIGHT = 0.8
MIN_TYPO_CHARS, MIN_TWO_TYPOS_CHARS = 5, 8

_FILE = "lexical.npz"
_FORMAT = 1
_QUOTES = str.maketrans("‘’ʼ`´", "'''''")
_INITIALISM = re.compile(r"\b(?:[A-Za-z]\.){2,}(?:[A-Za-z]\b)?")
# "US" is the country; once lower-cased it is a pronoun and a stop word.
_UNITED_STATES = re.compile(r"\bUSA?\b")
_POSSESSIVE = re.compile(r"(?<=\w)(?:'s\b|(?<=s)'(?!\w))")
_ACCENT = re.compile("[\u0300-\u036f]")
_TERM = re.compile(r"\d+(?:[.,]\d+)+|\w+")
_STOP_WORDS = frozenset(
    """
    a about after again all also am an and any are aren as at be because been before being both but by can could did
    didn do does doesn doing don done during each either else for from further had has have having he her here hers
    herself him himself his how i if in into is isn it its itself just ll let many may me might more most much must my
    myself no nor not of off on once only or other our ours out over own re same shall she should so some such than that
    the their theirs them themselves then there these they this those through to too under until up upon us ve very was
    wasn we were weren what when where whether which while who whom whose why will with would you your yours
    yourself
    """.split()  # noqa: SIM905
)


class LexicalIndexBroken(IndexProblem):
    """A saved index cannot be read back; it is derived from the articles and can be rebuilt."""

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(f'the word index in {str(folder)!r} {problem}; run "footnote index --rebuild"')
        self.folder = folder


def stem_terms(text: str) -> list[str]:
    """Return the stems of the content words and numbers of `text`, in order, with repetitions.

    Snowball's English stemmer (Porter 2001), after folding case, accents, quotes, possessives and irregular verbs;
    without stop words.

    >>> stem_terms("Which of the U.S.’s allies spoke about Moscow's claims?")
    ['usa', 'alli', 'speak', 'moscow', 'claim']
    """
    import Stemmer

    text = _INITIALISM.sub(lambda match: match[0].replace(".", ""), text.translate(_QUOTES))
    text = _POSSESSIVE.sub("", _UNITED_STATES.sub("usa", text))
    folded = text.casefold()
    if not folded.isascii():
        folded = _ACCENT.sub("", unicodedata.normalize("NFKD", folded))
    words = [word.replace(",", "") if word[0].isdecimal() else word for word in _TERM.findall(folded)]
    words = [BASE_FORMS.get(word, word) for word in words if word not in _STOP_WORDS]
    # One a call: a stemmer is not safe to share between threads, and costs a microsecond.
    stems: list[str] = Stemmer.Stemmer("english").stemWords(words)
    return stems


class LexicalIndex:
    """BM25 (Lucene's variant) of a fixed sequence of texts.

    bm25s computes every term's score in every text once, when the index is built; a question only adds columns up, so
    bm25s is not needed to answer.
    """

    def __init__(self, vocabulary: Sequence[str], columns: tuple[Floats, Ints, Ints], text_count: int) -> None:
        """Take the sparse matrix, terms by texts, as `(values, text numbers, where each term's column starts)`."""
        self._columns = columns
        self._text_count = text_count
        self._vocabulary = tuple(vocabulary)
        self._numbers = {term: number for number, term in enumerate(vocabulary)}
        frequencies = np.diff(columns[2]).astype(np.float64)
        self._weights = np.log1p((text_count - frequencies + 0.5) / (frequencies + 0.5))
        self._frequencies = frequencies

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        """Index `texts`; there may be none."""
        import bm25s

        numbers: dict[str, int] = {}
        terms = [[numbers.setdefault(term, len(numbers)) for term in stem_terms(text)] for text in texts]
        if not numbers:
            nothing = np.zeros(0, np.int32)
            return cls((), (nothing.astype(np.float32), nothing, np.zeros(1, np.int32)), len(texts))
        bm25 = bm25s.BM25(k1=K1, b=B, method="lucene")
        bm25.index((terms, dict(numbers)), create_empty_token=False, show_progress=False)
        values, rows, starts = (bm25.scores[name] for name in ("data", "indices", "indptr"))
        return cls(tuple(numbers), (values, rows.astype(np.int32), starts.astype(np.int32)), len(texts))

    def __len__(self) -> int:
        return self._text_count

    def scores(self, query: str) -> Floats:
        """Return one score a text, in [0, 1]: BM25 as a share of the best that any text could score for `query`.

        The best is the sum of the weights of all its terms, those that no text has included: a text that holds the one
        known word of five is a poor match. Zeros when no term is known.
        """
        scores = np.zeros(self._text_count, np.float32)
        values, rows, starts = self._columns
        best = 0.0
        for _, number, discount in self._look_up(query):
            best += self._weight(number)
            if number is not None:
                column = slice(starts[number], starts[number + 1])
                scores[rows[column]] += discount * values[column]
        return scores / np.float32(best) if best else scores

    def term_weights(self, query: str) -> dict[str, float]:
        """Return the inverse document frequency, at least 0, of each stem of `query`.

        A misspelt term stands under the stem of the texts that it was taken for. A term that no text has weighs most.
        """
        return {
            self._vocabulary[number] if number is not None else term: self._weight(number)
            for term, number, _ in self._look_up(query)
        }

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, in one file that appears whole or not at all."""
        values, rows, starts = self._columns
        vocabulary = np.frombuffer("\n".join(self._vocabulary).encode(), np.uint8)
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f"{_FILE}.unfinished"
        with unfinished.open("wb") as file:
            np.savez(
                file,
                shape=np.array([_FORMAT, self._text_count, len(self._vocabulary)]),
                vocabulary=vocabulary,
                values=values,
                rows=rows,
                starts=starts,
            )
        unfinished.replace(folder / _FILE)

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Read what `save` wrote.

        Raises:
            LexicalIndexBroken: when the file is missing, damaged, or of another format.
        """
        try:
            # Opened here: numpy leaves a file open that it cannot read.
            with (folder / _FILE).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                version, text_count, term_count = (int(number) for number in arrays["shape"])
                text = arrays["vocabulary"].tobytes().decode()
                columns = (arrays["values"], arrays["rows"], arrays["starts"])
        except FileNotFoundError as err:
            raise LexicalIndexBroken(folder, "is missing") from err
        # numpy and zipfile answer a damaged file with any of these.
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, NotImplementedError) as err:
            raise LexicalIndexBroken(folder, "is damaged") from err
        if version != _FORMAT:
            raise LexicalIndexBroken(folder, f"has the format {version}, not {_FORMAT}")
        vocabulary = text.split("\n") if text else []
        if not _fits(columns, text_count, term_count) or len(vocabulary) != term_count:
            raise LexicalIndexBroken(folder, "contradicts itself")
        return cls(vocabulary, columns, text_count)

    def _weight(self, number: int | None) -> float:
        """Return the inverse document frequency of a term; of one that no text has, the highest there can be."""
        return float(np.log1p(2 * self._text_count + 1) if number is None else self._weights[number])

    def _look_up(self, query: str) -> list[tuple[str, int | None, float]]:
        """Return each distinct stem of `query`, its number in the vocabulary, and the discount of a misspelling."""
        found: list[tuple[str, int | None, float]] = []
        for term in dict.fromkeys(stem_terms(query)):
            number = self._numbers.get(term)
            if number is not None:
                found.append((term, number, 1.0))
            else:
                found.append((term, self._nearest(term), TYPO_WEIGHT))
        return found

    def _nearest(self, term: str) -> int | None:
        """Return the number of the term that `term` misspells: the nearest, then the most frequent.

        The first letter must agree: people seldom mistype it, and it tells Holland from Poland.
        """
        if len(term) < MIN_TYPO_CHARS or not term.isalpha():
            return None
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        allowed = 2 if len(term) >= MIN_TWO_TYPOS_CHARS else 1
        words = self._by_initial.get(term[0], [])
        near = process.extract(term, words, scorer=OSA.distance, score_cutoff=allowed, limit=20)
        numbers = [(distance, self._numbers[word]) for word, distance, _ in near]
        return min(numbers, key=lambda pair: (pair[0], -self._frequencies[pair[1]]))[1] if numbers else None

    @cached_property
    def _by_initial(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for term in self._vocabulary:
            groups.setdefault(term[0], []).append(term)
        return groups


def _fits(columns: tuple[Floats, Ints, Ints], text_count: int, term_count: int) -> bool:
    """Tell whether three arrays are a matrix of this shape, so that no question can read beyond it."""
    values, rows, starts = columns
    if [array.dtype.str for array in columns] != ["<f4", "<i4", "<i4"] or text_count < 0:
        return False
    if values.shape != rows.shape or values.ndim != 1 or starts.shape != (term_count + 1,):
        return False
    if starts[0] != 0 or starts[-1] != len(rows) or bool((np.diff(starts) < 0).any()):
        return False
    return not len(rows) or bool(rows.min() >= 0 and rows.max() < text_count)
