"""Questions in other words: meaning the same, since people seldom ask in the words of the article, or something else.

What means the same stays as answerable as it was, nearly always. What means something else is asked of the passage that
answered: it nearly always does not, as the questions of SQuAD 2.0 that people made unanswerable, mostly so, do not
(Rajpurkar, Jia and Liang 2018, table 2: negations, opposites, swapped names and numbers).
"""

import random
import re
from collections.abc import Callable, Sequence

from evals.training.corrupt import negate, swap_name, swap_quantity
from evals.training.wordnet import Thesaurus

REWORDED_SHARE = 0.35
"""Of the questions of which any word is replaced."""
WORD_SHARE = 0.4
"""Of the words of such a question for which there is a synonym; at least one."""
NEGATED_SHARE = 0.1
"""Of the questions that are altered: few, for a question with a "not" may well be answered."""
OPPOSED_SHARE = 0.5
"""Of the rest, where a word has an opposite; else a name or a number is swapped for another of the paragraph."""

Reword = Callable[[str, random.Random], str]
"""A question to the same in other words."""
Alter = Callable[[str, Sequence[str], random.Random], str | None]
"""A question and the sentences that answer it to a question that they do not answer; None where there is no way."""

_WORD = re.compile(r"(?<![\w'-])[a-z]{4,}(?![\w'-])")


def make_reword(thesaurus: Thesaurus) -> Reword:
    """Return what rewords a share of the questions given to it."""

    def reword(question: str, chance: random.Random) -> str:
        if chance.random() >= REWORDED_SHARE:
            return question
        places = [(found, thesaurus.synonyms(found[0])) for found in _WORD.finditer(question)]
        places = [(found, synonyms) for found, synonyms in places if synonyms]
        if not places:
            return question
        sure = chance.randrange(len(places))
        for n, (found, synonyms) in reversed(list(enumerate(places))):
            if n == sure or chance.random() < WORD_SHARE:
                question = _put(question, found, chance.choice(synonyms))
        return question

    return reword


def make_alter(thesaurus: Thesaurus) -> Alter:
    """Return what alters questions."""

    def oppose(question: str, chance: random.Random) -> str | None:
        places = [(found, thesaurus.opposites(found[0])) for found in _WORD.finditer(question)]
        places = [(found, others) for found, others in places if others]
        if not places:
            return None
        found, others = chance.choice(places)
        return _put(question, found, chance.choice(others))

    def alter(question: str, sentences: Sequence[str], chance: random.Random) -> str | None:
        if chance.random() < NEGATED_SHARE:
            return negate(question, chance)
        if chance.random() < OPPOSED_SHARE and (altered := oppose(question, chance)):
            return altered
        swaps = [swap_name, swap_quantity]
        chance.shuffle(swaps)
        swapped = (swap(question, sentences, chance) for swap in swaps)
        return next((one for one in swapped if one), None) or oppose(question, chance)

    return alter


def _put(question: str, found: re.Match[str], word: str) -> str:
    return question[: found.start()] + word + question[found.end() :]
