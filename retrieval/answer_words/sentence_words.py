"""Where the words of a question stand in a sentence."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.schema import Span
from retrieval.answer_words.question_words import QuestionWords, stems_of

_BOUNDARY = re.compile(r"[,;:()–—]| (?:and|but|while|which|who) ")
_MAX_ANCHORS = 60  # More words of the question than any sentence but a hostile one holds.
_SOON_CHARS = 30
_COUNTED = frozenset({"other", "more", "peopl"})
_FAR = 20  # words
# "X, the mayor of Y, said": the words between the commas are passed over.
_APPOSITION = re.compile(r"(?:,| \(| –) [^.;]{3,90}?(?:,|\)| –) ")
_BE_BEFORE = re.compile(r"\b(?:is|are|was|were|be|been|being) (?:\w+ly )?\Z")
_BE_CHARS = 30
_BY_AFTER = re.compile(r"\w+ by\b")

Anchors = Sequence[tuple[int, str]]


class Clause(NamedTuple):
    """The stems of a clause, those of them after a candidate, and those of the other clauses."""

    own: frozenset[str]
    after: frozenset[str]
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """A sentence read for one question.

    Attributes:
        stems: the start and the stem of each word that is no stop word.
        anchors: those that the question has.
        edges: where clauses begin, and the end of the sentence.
        side: where from the verb the answer stands in this sentence, "before", "after" or "": the other side than in
            the question where one is in the passive and the other is not.
        verb: where the verb that is asked about stands; None where that is not known.
        share: of the question's words that the sentence has.
    """

    sentence: str
    words: QuestionWords
    stems: Anchors
    anchors: Anchors
    edges: Sequence[int]
    side: str
    verb: int | None
    share: float

    @classmethod
    def of(cls, sentence: str, words: QuestionWords) -> "SentenceWords":
        """Read `sentence` for the question of these words.

        >>> question = QuestionWords.of("Who was called?")
        >>> [SentenceWords.of(text, question).side for text in ("Ann was called by Ian.", "Ian called Ann.")]
        ['before', 'after']
        """
        stems = stems_of(sentence)
        anchors = [(start, stem) for start, stem in stems if stem in words.stems][:_MAX_ANCHORS]
        verbs = [start for start, stem in anchors if stem in words.verb] if words.side else []
        side = words.side
        if verbs and (words.passive or side == "before"):
            passive = any(_is_passive(sentence, start) for start in verbs)
            side = side if passive == words.passive else {"before": "after", "after": "before"}[side]
        edges = [0, *(match.end() for match in _BOUNDARY.finditer(sentence)), len(sentence)]
        share = len({stem for _, stem in anchors}) / max(1, len(words.stems))
        return cls(sentence, words, stems, anchors, edges, side, verbs[0] if verbs else None, share)

    def nearness(self, candidate: Span) -> float:
        """Sum, over the question's words outside the candidate, the inverse distance; a clause boundary costs."""
        total = 0.0
        for start, _ in self.anchors:
            if not candidate.start <= start < candidate.end:
                ends = (candidate.end, start) if start >= candidate.end else (start, candidate.start)
                gap = self.sentence[ends[0] : ends[1]]
                total += 0.6 ** len(_BOUNDARY.findall(gap)) / (10 + len(gap))
        return total

    def inside(self, candidate: Span) -> list[str]:
        """Return the stems within the candidate."""
        return [stem for start, stem in self.stems if candidate.start <= start < candidate.end]

    def soon_after(self, candidate: Span) -> list[str]:
        """Return the stems close after the candidate."""
        return [stem for start, stem in self.stems if candidate.end <= start < candidate.end + _SOON_CHARS]

    def clause(self, candidate: Span) -> Clause:
        """Return the clause of the candidate, whose own words are left out."""
        left, right = self._clause_bounds(candidate)
        before = frozenset(stem for start, stem in self.stems if left <= start < candidate.start)
        after = frozenset(stem for start, stem in self.stems if candidate.end <= start < right)
        others = frozenset(stem for start, stem in self.stems if not left <= start < right)
        return Clause(before | after, after, others)

    def is_followed_by_verb(self, candidate: Span) -> bool:
        """Tell whether the verb is the next word of the clause, "people", "other" and "more" passed over.

        >>> words, text = QuestionWords.of("How many were wounded?"), "It killed 9 people, and 20 others were wounded."
        >>> [SentenceWords.of(text, words).is_followed_by_verb(span) for span in (Span(10, 11), Span(24, 26))]
        [False, True]
        """
        _, right = self._clause_bounds(candidate)
        after = (stem for start, stem in self.stems if candidate.end <= start < right and stem not in _COUNTED)
        return next(after, "") in self.words.verb

    def _clause_bounds(self, candidate: Span) -> tuple[int, int]:
        left = self.edges[bisect_right(self.edges, candidate.start) - 1]
        return left, self.edges[min(bisect_left(self.edges, candidate.end), len(self.edges) - 1)]

    def words_between(self, candidate: Span) -> tuple[int, int]:
        """Count the words to the nearest word of the question on the left and on the right, up to 20."""
        before = [stem in self.words.stems for start, stem in self.stems if start < candidate.start]
        after = [stem in self.words.stems for start, stem in self.stems if start >= candidate.end]
        return _until(before[::-1]), _until(after)

    def words_to_verb(self, candidate: Span) -> int:
        """Count the words to the verb after the candidate, an apposition left out, up to 20."""
        apposition = _APPOSITION.match(self.sentence, candidate.end)
        ends = [candidate.end, apposition.end()] if apposition else [candidate.end]
        return min(_until([stem in self.words.verb for start, stem in self.stems if start >= end]) for end in ends)


def _is_passive(sentence: str, verb: int) -> bool:
    return bool(_BE_BEFORE.search(sentence, max(0, verb - _BE_CHARS), verb) or _BY_AFTER.match(sentence, verb))


def _until(flags: Sequence[bool]) -> int:
    return min(flags.index(True), _FAR) if True in flags else _FAR
