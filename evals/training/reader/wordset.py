"""The words of a text that carry its matter, to compare texts by."""

import re

_WORD = re.compile(r"[a-z0-9]{3,}")
_EMPTY_TEXT = """
the and for with was were are has had have did does not but who what when where why how which that this from into his
her their its they them she him you your our out about after before been than then there said say says
"""
_EMPTY = frozenset(_EMPTY_TEXT.split())


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, in lower case, cut to six letters, so that forms of a word are one.

    >>> sorted(words_of("When did the ministers resign?"))
    ['minist', 'resign']
    """
    return frozenset(word[:6] for word in _WORD.findall(text.lower()) if word not in _EMPTY)
