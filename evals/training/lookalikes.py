"""Paragraphs of the same title that look as if they answered a question: hard negatives."""

import math
import random
import re
from collections import Counter
from collections.abc import Sequence

from corpus.schema import Span
from evals.training.sources import Paragraph, Question

TOP = 3
"""The lookalike is drawn from so many of the best."""
_WORD = re.compile(r"\w+")


class Title:
    """The paragraphs of a title, and their words weighted by how few of them have each."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._words = [frozenset(_words(paragraph.text)) for paragraph in paragraphs]
        self._texts = [paragraph.text.lower() for paragraph in paragraphs]
        self._counts = Counter(word for words in self._words for word in words)

    def find_lookalike(self, question: Question, own: int, chance: random.Random) -> int | None:
        """Return the index of another paragraph that shares words with a question but none of its answers.

        Args:
            question: about the paragraph `own`.
            own: index of the question's paragraph.
            chance: draws one of the `TOP` best.

        Returns:
            None when no paragraph shares a word with the question and is without its answers.
        """
        answers = [answer.cut(self._texts[own]) for answer in question.answers]
        asked = _words(question.text)
        scored = [
            (sum(self._weight(word) for word in asked & words), n)
            for n, words in enumerate(self._words)
            if self._texts[n] != self._texts[own] and not any(answer in self._texts[n] for answer in answers)
        ]
        best = sorted((score, n) for score, n in scored if score > 0)[-TOP:]
        return chance.choice(best)[1] if best else None

    def _weight(self, word: str) -> float:
        return math.log((len(self._words) + 1) / self._counts[word])


def find_densest(sentences: Sequence[Span], text: str, question: str) -> Span:
    """Return the sentence with most words of a question, the first of equals.

    >>> find_densest([Span(0, 8), Span(9, 18)], "It rains. Ann left.", "when did Ann leave")
    Span(start=9, end=18)
    """
    asked = _words(question)
    return max(sentences, key=lambda sentence: len(asked & _words(sentence.cut(text))))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))
