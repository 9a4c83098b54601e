"""The pool of training questions, tokenised once, from which examples are drawn."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corpus.schema import Span
from evals.training.lookalikes import Title, find_densest
from evals.training.recipes import Kind, Recipe, plan_epoch
from evals.training.rewording import Alter, Reword
from evals.training.sources import ADVERSARIAL, Paragraph, Question
from evals.training.tokens import (
    Markers,
    Row,
    Tokens,
    make_row,
    read_markers,
    survives,
    tokenise,
)
from evals.training.windows import crop_around, leave_out, widest_around
from retrieval.reader.span_model import MAX_QUESTION_TOKENS, MAX_TOKENS
from retrieval.trained.pair_model import MARKERS

if TYPE_CHECKING:
    from tokenizers import Tokenizer


@dataclass(frozen=True, slots=True)
class Example:
    """A drawn example.

    Attributes:
        shown: index of the paragraph that its passage is taken from.
        pieces: of that paragraph's text, in order.
    """

    recipe: Recipe
    shown: int
    pieces: tuple[Span, ...]
    row: Row


class Pool:
    """Paragraphs with their questions, as tokens.

    Attributes:
        paragraphs: with the questions that can be used: those of whose answers one survives tokenisation.
        markers: of the tokenizer.
        dropped: how many questions cannot be, by source.

    Args:
        paragraphs: of one part of the titles.
        tokenizer: of the model that is trained.
        reword: puts questions in other words as they are drawn, all kinds alike.
        alter: makes them ask for something else; without it no example is of that kind.
    """

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        tokenizer: "Tokenizer",
        *,
        reword: Reword | None = None,
        alter: Alter | None = None,
    ) -> None:
        self._tokenizer, self._reword, self._alter = tokenizer, reword, alter
        self.markers: Markers = read_markers(tokenizer)
        self._passages = tokenise(tokenizer, [paragraph.text for paragraph in paragraphs])
        self.dropped: Counter[str] = Counter()
        self.paragraphs = [self._keep_sound(*both) for both in zip(paragraphs, self._passages, strict=True)]
        asked = iter(tokenise(tokenizer, [question.text for p in self.paragraphs for question in p.questions]))
        self._questions: list[list[Tokens]] = [[next(asked) for _ in p.questions] for p in self.paragraphs]
        self._members: dict[str, list[int]] = {}
        for n, paragraph in enumerate(self.paragraphs):
            if paragraph.source != ADVERSARIAL:
                self._members.setdefault(paragraph.title, []).append(n)
        self._titles: dict[str, Title] = {}

    def plan_epoch(self, *, seed: int, epoch: int) -> list[Recipe]:
        """Return the recipes of an epoch in its order."""
        return plan_epoch(self.paragraphs, seed=seed, epoch=epoch)

    def draw(self, recipe: Recipe, chance: random.Random) -> Example | None:
        """Draw an example; None when the paragraph cannot give one of this kind.

        Of several answers one is drawn, and what is shown of the paragraph.
        """
        paragraph = self.paragraphs[recipe.paragraph]
        question = paragraph.questions[recipe.question]
        if recipe.kind is Kind.ALTERED:
            return self._draw_altered(recipe, question, chance)
        asked = self._ask(recipe, question.text, chance)
        match recipe.kind:
            case Kind.ANSWERABLE:
                answer = chance.choice(question.answers)
                window = self._window(recipe, asked, recipe.paragraph, answer, chance)
                return self._make(recipe, asked, recipe.paragraph, (window,), answer=answer) if window else None
            case Kind.ADVERSARIAL:
                target = question.plausible or chance.choice(paragraph.sentences)
                window = self._window(recipe, asked, recipe.paragraph, target, chance)
                return self._make(recipe, asked, recipe.paragraph, (window,)) if window else None
            case Kind.REMOVED:
                return self._draw_removed(recipe, asked, question, chance)
            case Kind.LOOKALIKE:
                return self._draw_lookalike(recipe, asked, question, chance)

    def golds_of(self, example: Example) -> tuple[str, ...]:
        """Return the right answers to an example; none when its passage holds none."""
        if example.recipe.kind is not Kind.ANSWERABLE:
            return ()
        paragraph = self.paragraphs[example.shown]
        return tuple(span.cut(paragraph.text) for span in paragraph.questions[example.recipe.question].answers)

    def cut_span(self, example: Example, first: int, last: int) -> str:
        """Return the text from one token of an example's row to another, both in its passage."""
        passage = self._passages[example.shown]
        slices = [passage.within(piece) for piece in example.pieces]
        starts = np.concatenate([passage.starts[part] for part in slices])
        ends = np.concatenate([passage.ends[part] for part in slices])
        at = example.row.passage_start
        return self.paragraphs[example.shown].text[int(starts[first - at]) : int(ends[last - at])]

    def _ask(self, recipe: Recipe, question: str, chance: random.Random) -> Tokens:
        """A question's tokens, in its own words or in others."""
        worded = self._reword(question, chance) if self._reword else question
        if worded == self.paragraphs[recipe.paragraph].questions[recipe.question].text:
            return self._questions[recipe.paragraph][recipe.question]
        return tokenise(self._tokenizer, [worded])[0]

    def _draw_altered(self, recipe: Recipe, question: Question, chance: random.Random) -> Example | None:
        paragraph = self.paragraphs[recipe.paragraph]
        sentences = [sentence.cut(paragraph.text) for sentence in paragraph.sentences]
        altered = self._alter(question.text, sentences, chance) if self._alter else None
        if altered is None:
            return None
        asked = self._ask(recipe, altered, chance)
        window = self._window(recipe, asked, recipe.paragraph, chance.choice(question.answers), chance)
        return self._make(recipe, asked, recipe.paragraph, (window,)) if window else None

    def _draw_removed(self, recipe: Recipe, asked: Tokens, question: Question, chance: random.Random) -> Example | None:
        paragraph = self.paragraphs[recipe.paragraph]
        answer = question.answers[0]
        window = self._window(recipe, asked, recipe.paragraph, answer, chance)
        pieces = leave_out(paragraph.sentences, answer, window) if window else ()
        if not pieces and window and len(paragraph.sentences) > 1:
            # The window was the answer's sentence alone: show what stands around it.
            wide = self._widest(asked, recipe.paragraph, answer)
            pieces = leave_out(paragraph.sentences, answer, wide)[:1] if wide else ()
        shown = " ".join(piece.cut(paragraph.text) for piece in pieces).lower()
        if not pieces or any(other.cut(paragraph.text).lower() in shown for other in question.answers):
            return None
        return self._make(recipe, asked, recipe.paragraph, pieces)

    def _draw_lookalike(
        self, recipe: Recipe, asked: Tokens, question: Question, chance: random.Random
    ) -> Example | None:
        title = self.paragraphs[recipe.paragraph].title
        members = self._members[title]
        if title not in self._titles:
            self._titles[title] = Title([self.paragraphs[n] for n in members])
        found = self._titles[title].find_lookalike(question, members.index(recipe.paragraph), chance)
        if found is None:
            return None
        other = self.paragraphs[members[found]]
        target = find_densest(other.sentences, other.text, question.text)
        window = self._window(recipe, asked, members[found], target, chance)
        return self._make(recipe, asked, members[found], (window,)) if window else None

    def _window(self, recipe: Recipe, asked: Tokens, shown: int, target: Span, chance: random.Random) -> Span | None:
        """The part of a paragraph around a target that an example shows."""
        if recipe.is_whole:
            return self._widest(asked, shown, target)
        return crop_around(self.paragraphs[shown].sentences, target, chance, fits=self._fits(asked, shown))

    def _widest(self, asked: Tokens, shown: int, target: Span) -> Span | None:
        return widest_around(self.paragraphs[shown].sentences, target, fits=self._fits(asked, shown))

    def _fits(self, asked: Tokens, shown: int) -> Callable[[Span], bool]:
        room = MAX_TOKENS - min(len(asked.ids), MAX_QUESTION_TOKENS) - MARKERS
        passage = self._passages[shown]
        return lambda span: passage.count_within(span) <= room

    def _make(
        self, recipe: Recipe, asked: Tokens, shown: int, pieces: tuple[Span, ...], *, answer: Span | None = None
    ) -> Example:
        row = make_row(self.markers, asked, self._passages[shown], pieces, answer=answer)
        return Example(recipe, shown, pieces, row)

    def _keep_sound(self, paragraph: Paragraph, tokens: Tokens) -> Paragraph:
        if paragraph.source == ADVERSARIAL:
            return paragraph
        kept: list[Question] = []
        for question in paragraph.questions:
            sound = tuple(span for span in question.answers if survives(paragraph.text, tokens, span))
            if sound:
                kept.append(replace(question, answers=sound))
        self.dropped[paragraph.source] += len(paragraph.questions) - len(kept)
        return replace(paragraph, questions=tuple(kept))
