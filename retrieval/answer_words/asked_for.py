"""The words of a sentence that answer a question, by rules; none where the rules cannot tell.

A candidate of the asked kind answers when it stands near the words of the question, on the side of the verb where the
question leaves a gap. `answer_features` says how it stands, `answer_weights` how much each of that counts.
"""

import math
import re
from dataclasses import dataclass
from itertools import pairwise, takewhile

from corpus.schema import Span
from retrieval.answer_words.candidates import find_candidates
from retrieval.answer_words.features import describe
from retrieval.answer_words.kind import AnswerKind, answer_kind
from retrieval.answer_words.patterns import find_definition, find_role, find_said, topic_of
from retrieval.answer_words.question_words import QuestionWords, stems_of
from retrieval.answer_words.weights import LEAST_PROBABILITY, WEIGHTS

__all__ = ["AnswerKind", "AskedFor", "answer_kind", "answer_spans", "matches_kind"]

_MAX_CHARS = 2000  # A longer question or sentence is read so far.
_MAX_CANDIDATES = 40
_UNKNOWABLE = frozenset({AnswerKind.OTHER, AnswerKind.YES_NO})
# What a thing or a person is can be said in more ways than the patterns know.
_IN_PATTERNS = frozenset({AnswerKind.DEFINITION, AnswerKind.ROLE})
_ENUMERABLE = frozenset({AnswerKind.PERSON, AnswerKind.GROUP, AnswerKind.PLACE, AnswerKind.NAME})
_AND = re.compile(r",? and (?:the )?|, (?:the )?")
# "Ann Reed, the minister, and Ian Poe"
_AND_AFTER_APPOSITION = re.compile(r", [^,;.]{3,60}, and (?:the )?")
_ALSO_PROBABLE = 0.3


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A question analysed once, to be held against many sentences.

    Attributes:
        words: what its words say about where the answer stands.
        topic: what a "what is" or "who is" question is about; else empty.
    """

    kind: AnswerKind
    words: QuestionWords
    topic: str

    @classmethod
    def of(cls, question: str) -> "AskedFor":
        """Analyse `question`, of which the first 2,000 characters count."""
        question = question[:_MAX_CHARS]
        kind = answer_kind(question)
        return cls(kind, QuestionWords.of(question), topic_of(question) if kind in _IN_PATTERNS else "")

    def matches(self, sentence: str) -> float:
        """Tell whether `sentence` holds something of the asked kind: 1 it does, 0 it does not, .5 cannot be told.

        >>> when = AskedFor.of("When did they meet?")
        >>> when.matches("They met on Monday."), when.matches("They met twice.")
        (1.0, 0.0)
        """
        sentence = sentence[:_MAX_CHARS]
        if self.kind in _UNKNOWABLE:
            return 0.5
        if self.kind in _IN_PATTERNS:
            return 1.0 if self._find_pattern(sentence) else 0.5
        return float(bool(self._candidates(sentence)))

    def spans(self, sentence: str) -> tuple[Span, ...]:
        """Return the words of `sentence` that answer, in order and disjoint; empty when the rules cannot tell.

        >>> sentence = "On Monday the minister spoke to Ann Reed, the mayor, and Sir Ian Poe."
        >>> [span.cut(sentence) for span in AskedFor.of("Who did the minister speak to?").spans(sentence)]
        ['Ann Reed', 'Sir Ian Poe']
        """
        sentence = sentence[:_MAX_CHARS]
        if self.kind in _IN_PATTERNS:
            return self._find_pattern(sentence)
        candidates = self._candidates(sentence)
        if self.kind not in WEIGHTS:
            return tuple(candidates[:1])
        features = list(describe(self.words, sentence, candidates))
        sure = [_probability(self.kind, each) for each in features]
        if not sure or max(sure) < LEAST_PROBABILITY[self.kind]:
            said = find_said(sentence) if self.kind is AnswerKind.QUOTE else None
            return (said,) if said else ()
        best = sure.index(max(sure))
        if self.kind not in _ENUMERABLE:
            return (candidates[best],)
        also = {i for i, each in enumerate(features) if "asked" in each and sure[i] >= _ALSO_PROBABLE}
        chosen = also | {best} if "asked" in features[best] else {best}
        return tuple(candidates[index] for index in sorted(self._enumerate(sentence, candidates, chosen, best)))

    def _enumerate(self, sentence: str, candidates: list[Span], chosen: set[int], best: int) -> set[int]:
        """Return the chosen candidates and those that an enumeration joins to the best."""
        joined = [self._joins(sentence[one.end : other.start]) for one, other in pairwise(candidates)]
        after = takewhile(lambda index: joined[index - 1], range(best + 1, len(candidates)))
        before = takewhile(lambda index: joined[index], range(best - 1, -1, -1))
        return {*chosen, *after, *before}

    def _joins(self, gap: str) -> bool:
        return bool(_AND.fullmatch(gap) or (self.words.side == "after" and _AND_AFTER_APPOSITION.fullmatch(gap)))

    def _find_pattern(self, sentence: str) -> tuple[Span, ...]:
        if not self.topic:
            return ()
        find = find_role if self.kind is AnswerKind.ROLE else find_definition
        span = find(self.topic, sentence)
        return (span,) if span else ()

    def _candidates(self, sentence: str) -> list[Span]:
        return [span for span in find_candidates(self.kind, sentence) if not self._is_known(span, sentence)][
            :_MAX_CANDIDATES
        ]

    def _is_known(self, span: Span, sentence: str) -> bool:
        """Tell whether the question itself has the words."""
        stems = stems_of(span.cut(sentence))
        return bool(stems) and all(stem in self.words.stems for _, stem in stems)


def answer_spans(question: str, sentence: str) -> tuple[Span, ...]:
    """Return `AskedFor.of(question).spans(sentence)`."""
    return AskedFor.of(question).spans(sentence)


def matches_kind(question: str, sentence: str) -> float:
    """Return `AskedFor.of(question).matches(sentence)`."""
    return AskedFor.of(question).matches(sentence)


def _probability(kind: AnswerKind, features: dict[str, float]) -> float:
    weights = WEIGHTS[kind]
    score = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-score))
