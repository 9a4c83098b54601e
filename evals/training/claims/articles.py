"""Articles to make claims about: neighbouring paragraphs of a title of the question-answering sets, as a source."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from evals.training.sources import ADVERSARIAL, Paragraph

MAX_NEIGHBOURS = 3
"""Paragraphs on either side of the one that a claim is about."""


@dataclass(frozen=True, slots=True)
class Article:
    """A source of a claim that is made by code.

    Attributes:
        sentences: of all its paragraphs, in order.
        first: index of the first sentence of the paragraph that the claim is about.
        last: index of its last.
    """

    sentences: tuple[str, ...]
    first: int
    last: int

    @property
    def own(self) -> range:
        """The indices of the sentences of the paragraph that the claim is about."""
        return range(self.first, self.last + 1)


class Shelf:
    """Paragraphs, by the title that they are of."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = tuple(paragraphs)
        self._sentences = [tuple(span.cut(one.text) for span in one.sentences) for one in paragraphs]
        self._titles: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for n, one in enumerate(self.paragraphs):
            self._titles[one.source, one.title].append(n)

    def draw(self, paragraph: int, chance: random.Random) -> Article:
        """Return a paragraph among some of its neighbours: an article of one to `2 * MAX_NEIGHBOURS + 1` paragraphs."""
        one = self.paragraphs[paragraph]
        # The adversarial questions' paragraphs are not all of a title's: what is beside one need not be near it.
        members = [paragraph] if one.source == ADVERSARIAL else self._titles[one.source, one.title]
        at = members.index(paragraph)
        before, after = (members[max(0, at - chance.randint(0, MAX_NEIGHBOURS)) : at], members[at + 1 :])
        shown = [*before, paragraph, *after[: chance.randint(0, MAX_NEIGHBOURS)]]
        first = sum(len(self._sentences[n]) for n in before)
        sentences = tuple(sentence for n in shown for sentence in self._sentences[n])
        return Article(sentences, first, first + len(self._sentences[paragraph]) - 1)
