"""From texts and questions to examples: which window is shown, after which history, in which words."""

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from corpus.schema import Span
from evals.training.reader.fillers import fill
from evals.training.reader.histories import make_follow_up
from evals.training.reader.material import Asked, Text, as_turn
from evals.training.reader.rows import ReaderRow, RowWriter
from evals.training.reader.wordset import words_of
from evals.training.tokens import Tokens
from retrieval.reader.model_text import MAX_TOKENS
from retrieval.schema import PastTurn


class Show(StrEnum):
    """Which window of the text an example shows."""

    ANSWER = "answer"
    ELSEWHERE = "elsewhere"
    TEMPTING = "tempting"


BUDGETS = (48, 80, 112, 144, 192, 256)
"""Of the window, in tokens; one is drawn for each example."""
ALL_QUOTES_SHARE = 0.8
"""Of the questions that rest on several sentences of which all are to be shown; of the others one of them is."""
STRAY_SHARE = 0.2
"""Of the questions that stand alone, before which stand turns that they have nothing to do with."""
MADE_SHARE = 0.2
"""Of the questions that stand alone, which are turned into follow-ups of another about the text, where that goes."""
FULL_SHARE = 0.15
"""Of the follow-ups that are asked in full, after the same history."""
FILLER_SHARE = 0.06
"""Of the questions that begin with a greeting or end in a smiley and the like."""
NEAR_RATE = 0.7
"""Of an exponential draw: half of the windows elsewhere are around the sentence that shares most words."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """An example to be drawn: indices of a text and of a question about it, and what is shown."""

    text: int
    asked: int
    show: Show


@dataclass(frozen=True, slots=True)
class Example:
    """A drawn example, and what it is made of."""

    recipe: Recipe
    asked: Asked
    window: tuple[Span, ...]
    row: ReaderRow


class ReaderPool:
    """What examples are drawn from.

    Args:
        texts: with their questions.
        writer: of rows.
        is_plain: draw no histories and fillers that the questions have not: to measure by.
    """

    def __init__(self, texts: Sequence[Text], writer: RowWriter, *, is_plain: bool = False) -> None:
        self.texts = tuple(texts)
        self.writer = writer
        self._is_plain = is_plain
        self._tokens: list[Tokens] = writer.encode([text.text for text in texts])

    def draw(self, recipe: Recipe, chance: random.Random) -> Example | None:
        """Draw an example; None when the text cannot give one of this kind."""
        text, asked = self.texts[recipe.text], self.texts[recipe.text].asked[recipe.asked]
        if not self._is_plain:
            asked = self._vary(text, asked, recipe, chance)
        before = self.writer.ask(asked.question, asked.history)
        window = self._choose(recipe, asked, MAX_TOKENS - len(before) - 1, chance)
        if window is None:
            return None
        shown = asked if recipe.show is Show.ANSWER else replace(asked, parts=(), quotes=())
        return Example(recipe, asked, window, self.writer.write(shown, before, self._tokens[recipe.text], window))

    def cut(self, example: Example, first: int, last: int) -> str:
        """Return the text from one token of an example's row to another, both in its window."""
        tokens, text = self._tokens[example.recipe.text], self.texts[example.recipe.text].text
        places = np.concatenate([np.arange(p.start, p.stop) for p in (tokens.within(s) for s in example.window)])
        at = example.row.passage_start
        return text[int(tokens.starts[places[first - at]]) : int(tokens.ends[places[last - at]])]

    def _vary(self, text: Text, asked: Asked, recipe: Recipe, chance: random.Random) -> Asked:
        if asked.history:
            if asked.standalone and chance.random() < FULL_SHARE:
                asked = replace(asked, question=asked.standalone)
        elif len(text.asked) > 1:
            drawn = chance.random()
            if drawn < STRAY_SHARE:
                asked = replace(asked, history=_stray(text, recipe.asked, chance))
            elif drawn < STRAY_SHARE + MADE_SHARE:
                asked = make_follow_up(text, recipe.asked, chance) or asked
        if chance.random() < FILLER_SHARE:
            asked = replace(asked, question=fill(asked.question, chance))
        return asked

    def _choose(self, recipe: Recipe, asked: Asked, room: int, chance: random.Random) -> tuple[Span, ...] | None:
        """The sentences of a window of about a drawn length, around what is to be shown."""
        sentences = self.texts[recipe.text].sentences
        tokens = self._tokens[recipe.text]
        lengths = [tokens.count_within(sentence) for sentence in sentences]
        match recipe.show:
            case Show.ANSWER:
                core = _hold_quotes(sentences, asked, chance)
            case Show.TEMPTING:
                core = _hold(sentences, asked.near) if asked.near else [chance.randrange(len(sentences))]
            case Show.ELSEWHERE:
                return self._elsewhere(recipe, asked, lengths, room, chance)
        budget = min(chance.choice(BUDGETS), room)
        chosen = grow(lengths, core, budget, chance)
        if sum(lengths[n] for n in chosen) > room:
            return None
        return tuple(sentences[n] for n in chosen)

    def _elsewhere(
        self, recipe: Recipe, asked: Asked, lengths: Sequence[int], room: int, chance: random.Random
    ) -> tuple[Span, ...] | None:
        """A window without what answers, around a sentence that shares words with the question, or anywhere."""
        text = self.texts[recipe.text]
        banned = {n for n, s in enumerate(text.sentences) if any(s.overlaps(quote) for quote in asked.quotes)}
        said = [part[0].cut(text.text).lower() for part in asked.parts]
        banned |= {n for n, s in enumerate(text.sentences) if any(one in s.cut(text.text).lower() for one in said)}
        free = [n for n in range(len(lengths)) if n not in banned and 0 < lengths[n] <= room]
        if not free:
            return None
        wanted = words_of(f"{asked.question} {asked.standalone}")
        shared = {n: len(wanted & words_of(text.sentences[n].cut(text.text))) for n in free}
        ranked = sorted(free, key=lambda n: (-shared[n], chance.random()))
        core = ranked[min(int(chance.expovariate(NEAR_RATE)), len(ranked) - 1)]
        chosen = grow(lengths, [core], min(chance.choice(BUDGETS), room), chance, banned=banned)
        return tuple(text.sentences[n] for n in chosen)


def grow(
    lengths: Sequence[int],
    core: Sequence[int],
    budget: int,
    chance: random.Random,
    *,
    banned: Collection[int] = (),
) -> list[int]:
    """Return which sentences to show: all from the first to the last of the core if they fit, and others around them.

    Sentences far apart are shown without what is between when that is too long.
    """
    first, last = min(core), max(core)
    chosen = [n for n in range(first, last + 1) if n not in banned]
    if sum(lengths[n] for n in chosen) > budget:
        chosen = sorted(set(core))
    used = sum(lengths[n] for n in chosen)
    low, high = first - 1, last + 1
    while True:
        sides = [n for n in (low, high) if 0 <= n < len(lengths) and n not in banned and used + lengths[n] <= budget]
        if not sides:
            return sorted(chosen)
        taken = chance.choice(sides)
        chosen.append(taken)
        used += lengths[taken]
        low, high = (low - 1, high) if taken == low else (low, high + 1)


def _hold(sentences: Sequence[Span], span: Span) -> list[int]:
    return [n for n, sentence in enumerate(sentences) if sentence.overlaps(span)]


def _hold_quotes(sentences: Sequence[Span], asked: Asked, chance: random.Random) -> list[int]:
    """The sentences of all quotes or, now and then, of one."""
    quotes = asked.quotes
    if len(quotes) > 1 and chance.random() >= ALL_QUOTES_SHARE:
        quotes = (chance.choice(quotes),)
    return [n for quote in quotes for n in _hold(sentences, quote)]


def _stray(text: Text, asked: int, chance: random.Random) -> tuple[PastTurn, ...]:
    """One or two turns about other things of the text."""
    others = [one for n, one in enumerate(text.asked) if n != asked and not one.history]
    chosen = chance.sample(others, min(len(others), chance.choice((1, 1, 2))))
    return tuple(as_turn(text, one) for one in chosen)


def answering(pool: ReaderPool) -> Iterator[Recipe]:
    """Yield, for each question, the window that it is about: of the answer, or of what tempts."""
    for n, text in enumerate(pool.texts):
        for k, asked in enumerate(text.asked):
            yield Recipe(n, k, Show.ANSWER if asked.is_answerable else Show.TEMPTING)
