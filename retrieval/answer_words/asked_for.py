"""The words of a sentence that answer a question, by rules; none where the rules cannot tell.

A candidate of the asked kind answers when it stands near the words of the question, on the side of the verb where the
question leaves a gap. `answer_features` says how it stands, `answer_weights` how much each of that counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.schema import Span
from retrieval.answer_words.candidates import find_candidates, is_place
from retrieval.answer_words.enumerations import number_enumerations
from retrieval.answer_words.features import describe
from retrieval.answer_words.kind import AnswerKind, answer_kind
from retrieval.answer_words.model import MODEL, KindModel
from retrieval.answer_words.patterns import find_definition, find_role, find_said, topic_of
from retrieval.answer_words.question_words import QuestionWords, stems_of
from retrieval.answer_words.sentence_words import SentenceWords

__all__ = ["AnswerKind", "AskedFor", "answer_kind", "answer_spans", "matches_kind"]

_MAX_CHARS = 2000  # A longer question or sentence is read so far.
_MAX_CANDIDATES = 40
_UNKNOWABLE = frozenset({AnswerKind.OTHER, AnswerKind.YES_NO})
# What a thing or a person is can be said in more ways than the patterns know.
_IN_PATTERNS = frozenset({AnswerKind.DEFINITION, AnswerKind.ROLE})
_ENUMERABLE = frozenset({AnswerKind.PERSON, AnswerKind.GROUP, AnswerKind.PLACE, AnswerKind.NAME})
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
        found = self.candidates(sentence)
        if self.kind is AnswerKind.PLACE:
            return float(any(is_place(sentence, span) for span in found))
        return float(bool(found))

    def spans(self, sentence: str, model: Mapping[AnswerKind, KindModel] = MODEL) -> tuple[Span, ...]:
        """Return the words of `sentence` that answer, in order and disjoint; empty when the rules cannot tell.

        >>> sentence = "On Monday the minister spoke to Ann Reed, the mayor, and Sir Ian Poe."
        >>> [span.cut(sentence) for span in AskedFor.of("Who did the minister speak to?").spans(sentence)]
        ['Ann Reed', 'Sir Ian Poe']
        """
        sentence = sentence[:_MAX_CHARS]
        if self.kind in _IN_PATTERNS:
            return self._find_pattern(sentence)
        candidates = self.candidates(sentence)
        if self.kind not in model:
            return tuple(candidates[:1])
        features = list(describe(self.words, sentence, candidates))
        of_kind = model[self.kind]
        sure = [of_kind.probability(each) for each in features]
        if not sure or max(sure) < of_kind.least_probability:
            said = find_said(sentence) if self.kind is AnswerKind.QUOTE else None
            return (said,) if said else ()
        best = sure.index(max(sure))
        if self.kind is AnswerKind.NUMBER:
            best = self._prefer_own_verb(sentence, candidates, best)
        chosen = set(self.expand(sentence, candidates, best))
        if self.kind in _ENUMERABLE and "asked" in features[best]:
            chosen |= {
                candidates[i] for i, each in enumerate(features) if "asked" in each and sure[i] >= _ALSO_PROBABLE
            }
        if self.kind is AnswerKind.PERSON:
            chosen = self._without_subject(sentence, chosen)
        return tuple(sorted(chosen))

    def _without_subject(self, sentence: str, chosen: set[Span]) -> set[Span]:
        """Leave out of several names the one that the question is about: Reed of "Ann Reed and Ian Poe"."""
        last_stems = {span: {stem for _, stem in stems_of(span.cut(sentence))[-1:]} for span in chosen}
        return {span for span in chosen if last_stems[span].isdisjoint(self.words.stems)} or chosen

    def expand(self, sentence: str, candidates: Sequence[Span], chosen: int) -> tuple[Span, ...]:
        """Return the candidate at the index `chosen`, and those that an enumeration joins to it.

        >>> asked = AskedFor.of("Which countries agreed?")
        >>> len(asked.expand("France and Spain did.", (Span(0, 6), Span(11, 16)), 0))
        2
        """
        if self.kind not in _ENUMERABLE:
            return (candidates[chosen],)
        lists = number_enumerations(sentence, candidates, self.words.side)
        return tuple(span for span, number in zip(candidates, lists, strict=True) if number == lists[chosen])

    def _prefer_own_verb(self, sentence: str, candidates: Sequence[Span], best: int) -> int:
        """Return the count that alone the verb follows: "23 people were killed and [dozens] injured"."""
        around = SentenceWords.of(sentence, self.words)
        if not around.clause(candidates[best]).own.isdisjoint(self.words.verb):
            return best
        followed = [i for i, span in enumerate(candidates) if around.is_followed_by_verb(span)]
        return followed[0] if len(followed) == 1 else best

    def _find_pattern(self, sentence: str) -> tuple[Span, ...]:
        if not self.topic:
            return ()
        find = find_role if self.kind is AnswerKind.ROLE else find_definition
        span = find(self.topic, sentence)
        return (span,) if span else ()

    def candidates(self, sentence: str) -> list[Span]:
        """Return what of `sentence` could be the answer by its kind, unless the question itself has it."""
        found = find_candidates(self.kind, sentence[:_MAX_CHARS])
        return [span for span in found if not self._is_known(span, sentence)][:_MAX_CANDIDATES]

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
