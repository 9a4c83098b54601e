"""Follow-ups made of two questions about one text: the name that both have becomes a pronoun in the second."""

import random
import re
from dataclasses import replace

from evals.training.reader.material import Asked, Text, as_turn

_WORD = r"[A-Z]\w*(?:[-'’](?!s\b)\w+)*"
_NAME = re.compile(rf"(?<!^)(?<![.!?] )\b(?:the )?{_WORD}(?: (?:of |the |de )?{_WORD})*(?P<own>['’]s\b)?")
_PERSON, _OWN = ("he", "she", "they", "it"), ("his", "her", "their", "its")
_FEW_WORDS = 3
"""A question of no more is nothing without its name."""
_FOUND_WEIGHT, _IT_WEIGHT = 4, 6
"""Of each time that the text has a pronoun for persons, which all begin at 1; of "it", which stands for anything."""


def make_follow_up(text: Text, number: int, chance: random.Random) -> Asked | None:
    """Return a question as a follow-up of another about the same text; None where no two share a name.

    Args:
        text: with its questions.
        number: of the question.
        chance: draws the other, and the pronoun, more often one that the text has.
    """
    asked = text.asked[number]
    if len(asked.question.split()) <= _FEW_WORDS:
        return None
    turns = [as_turn(text, one) for n, one in enumerate(text.asked) if n != number and not one.history]
    for found in _NAME.finditer(asked.question):
        name = found[0].removesuffix(found["own"] or "").removeprefix("the ")
        sharing = [turn for turn in turns if name in turn.question or name in turn.answer]
        if sharing:
            turn = chance.choice(sharing)
            pronoun = chance.choices(_OWN if found["own"] else _PERSON, _weigh_pronouns(text))[0]
            question = asked.question[: found.start()] + pronoun + asked.question[found.end() :]
            return replace(asked, question=question, history=(turn,), standalone=asked.question)
    return None


def _weigh_pronouns(text: Text) -> list[int]:
    lowered = f" {text.text.lower()} "
    return [*(1 + _FOUND_WEIGHT * lowered.count(f" {pronoun} ") for pronoun in _PERSON[:3]), _IT_WEIGHT]
