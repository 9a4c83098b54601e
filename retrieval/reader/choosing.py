"""From what the model says of windows to what is shown: sentences, and in each the words that answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.schema import Sentence, Span
from retrieval.reader.highlighting import fit_to_stand_alone
from retrieval.reader.reading import Reading, ReadSentence

MAX_SENTENCES = 3
BOUND = 12.0
"""Of log-odds: beyond it the model is sure, and a larger number says no more."""
SUPPORT_WEIGHT = 1.0
"""Of what speaks for a sentence as a whole, beside the words in it that answer."""
SHOWN_FROM = -0.75
"""Log-odds that the answer rests on a sentence, from which on it is shown beside the best one of its window."""
LISTED_FROM = 1.0
"""Likewise of a sentence of another window, which must answer too."""


class AnswerSigns(NamedTuple):
    """What speaks for an answer, each a number of log-odds within `BOUND`.

    Attributes:
        answers: that its window answers.
        margin: of its best words against no answer.
        support: that it rests on its best sentence.
        constant: 1.
    """

    answers: float
    margin: float
    support: float
    constant: float = 1.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence that is shown, and the words of it that answer, in the article; none where it answers as a whole."""

    sentence: Sentence
    highlights: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown, the best sentence first, and what speaks for it."""

    shown: tuple[Shown, ...]
    signs: AnswerSigns


def choose(question: str, readings: Sequence[Reading]) -> Choice | None:
    """Return the answer that the readings of a question's windows make; None where there is nothing but questions."""
    candidates = [(reading, one) for reading in readings for one in reading.sentences if _may_answer(one.sentence)]
    if not candidates:
        return None
    reading, best = max(candidates, key=lambda pair: _weigh(*pair))
    others = [one for one in reading.sentences if one is not best and one.support >= SHOWN_FROM]
    for other in readings:
        if other is not reading and other.answers >= LISTED_FROM:
            others += [one for one in other.sentences if one.support >= LISTED_FROM and one.parts]
    chosen = {_plain(best): best}
    for one in sorted(others, key=lambda one: -one.support):
        if _may_answer(one.sentence) and len(chosen) < MAX_SENTENCES:
            chosen.setdefault(_plain(one), one)
    shown = tuple(
        Shown(one.sentence, fit_to_stand_alone(question, one.sentence, _highlights(one, is_best=one is best)))
        for one in chosen.values()
    )
    return Choice(shown, AnswerSigns(_bounded(reading.answers), _bounded(best.margin), _bounded(best.support)))


def _plain(one: ReadSentence) -> str:
    """The text by which two sentences are the same: agencies' articles repeat each other."""
    return " ".join(one.sentence.text.split())


def _may_answer(sentence: Sentence) -> bool:
    """Whether a sentence could answer: a question does not, however near it is; one that is quoted may."""
    return not sentence.text.endswith("?")


def _weigh(reading: Reading, one: ReadSentence) -> float:
    return _bounded(reading.answers) + one.margin + SUPPORT_WEIGHT * one.support


def _highlights(one: ReadSentence, *, is_best: bool) -> tuple[Span, ...]:
    """The parts of the answer in a sentence, and in the best one the span that answers, where no part is of it."""
    if not is_best or any(part.overlaps(one.span) for part in one.parts):
        return one.parts
    return (*one.parts, one.span)


def _bounded(odds: float) -> float:
    return max(-BOUND, min(BOUND, odds))
