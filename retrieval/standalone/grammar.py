"""The words that English questions are built with, as parts of patterns."""

import re

_PLAIN = ["is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "would", "should", "could"]
_OTHER = ["am", "can", "will", "shall", "may", "might", "must"]
_NEGATED = "|".join(f"{word}n['’]t" for word in _PLAIN)
AUXILIARY = rf"(?:{_NEGATED}|can['’]t|won['’]t|{'|'.join((*_PLAIN, *_OTHER))})"
QUESTION_WORD = "(?:who|whom|whose|what|which|when|where|why|how)"
PREPOSITION = "(?:to|with|by|for|from|in|on|at|of|about|since|until|under|against|after|before)"
CONTRACTED = {**{word: f"{word}n't" for word in _PLAIN}, "can": "can't", "will": "won't"}
"""Auxiliaries with "not"."""
PAST_VERB = r"(?:\w{2,}ed|said|told|made|took|won|led|met|gave|paid|got|wrote|went|came|lost|ran|saw|left|knew|held)"

_LEAD = re.compile(r"(?i)^(?:(?:ok(?:ay)?|well|so|and|but|or|also|then|now|oh|hm+|right|yes|no|thanks)\b[,.!:]?\s*)+")


def strip_lead(question: str) -> str:
    """Return a question without "And", "ok," and the like before it; whole where nothing else is left.

    >>> strip_lead("And when, then?"), strip_lead("No.")
    ('when, then?', 'No.')
    """
    return question[found.end() :] or question if (found := _LEAD.match(question)) else question


def open_sentence(text: str) -> str:
    """Return a text whose first letter is a capital.

    >>> open_sentence("when did it end?")
    'When did it end?'
    """
    return text[:1].upper() + text[1:]
