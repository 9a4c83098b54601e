"""Words without their endings, the small ones too: "said" and "says" are one, "not" counts."""

import re

from retrieval.irregular_words import BASE_FORMS

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


_SMALL_TEXT = """
the a an of in on at for by to with and or but has have had be is was were are also later then his her its their who
which that it he she they we i you as from this these those been not do did does after before when while about into
over than so there can will would said say says him them our your my me us
"""
SMALL_STEMS = stem_set(_SMALL_TEXT)
"""Of words that say nothing by themselves."""
