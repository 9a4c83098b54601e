"""Words without their endings, the small ones too: "said" and "says" are one, "not" counts."""

import re

from retrieval.irregular_words import BASE_FORMS

_WEEKDAYS_TEXT = "monday tuesday wednesday thursday friday saturday sunday"
_MONTHS_TEXT = "january february march april may june july august september october november december"
WEEKDAYS, MONTHS = frozenset(_WEEKDAYS_TEXT.split()), frozenset(_MONTHS_TEXT.split())
CALENDAR = WEEKDAYS | MONTHS
"""Written like names, and none."""
_SMALL_TEXT = """
a about after also an and are as at be been befor but by can did do doe for from had has have he her him his i in into
is it later me my not of on or our over say she so than that the their them then there these they this those to us was
we were when which while who will with would you your
"""
SMALL_STEMS = frozenset(_SMALL_TEXT.split())
"""Of words that say nothing by themselves."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def stem_words(text: str) -> list[str]:
    """Return Snowball's stems of all words of a text, in order; "n't" is a word of its own.

    >>> stem_words("He didn't say so, they said.")
    ['he', 'did', 'not', 'say', 'so', 'they', 'say']
    """
    import Stemmer

    words: list[str] = []
    for word in _WORD.findall(text.replace("’", "'").lower()):
        base = word.removesuffix("n't")
        if base != word:
            words += ["can" if base == "ca" else "will" if base == "wo" else base, "not"]
        elif word == "cannot":
            words += ["can", "not"]
        else:
            bare = word.removesuffix("'s")
            words.append(BASE_FORMS.get(bare, bare))
    # One a call: a stemmer is not safe to share between threads, and costs a microsecond.
    stems: list[str] = Stemmer.Stemmer("english").stemWords(words)
    return stems


def stem_set(words: str) -> frozenset[str]:
    """Return the stems of a list of words."""
    return frozenset(stem_words(words))
