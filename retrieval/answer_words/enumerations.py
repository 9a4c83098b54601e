"""Which candidates an enumeration joins: "Ann, Ian and Joy"."""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from corpus.schema import Span

_AND = re.compile(r",? and (?:the )?|, (?:the )?")
# "Ann Reed, the minister, and Ian Poe"
_AND_AFTER_APPOSITION = re.compile(r", [^,;.]{3,60}, and (?:the )?")


def number_enumerations(sentence: str, candidates: Sequence[Span], side: str) -> list[int]:
    """Return the number of the enumeration that each candidate, in order, belongs to; one alone has its own.

    Args:
        sentence: that holds the candidates.
        candidates: in order and disjoint.
        side: "after" when they are objects of a verb: then each may carry an apposition.

    >>> number_enumerations("Ann and Ian met Joy.", [Span(0, 3), Span(8, 11), Span(16, 19)], "")
    [0, 0, 1]
    """
    if not candidates:
        return []
    gaps = (sentence[one.end : other.start] for one, other in pairwise(candidates))
    return list(accumulate((int(not _joins(gap, side)) for gap in gaps), initial=0))


def _joins(gap: str, side: str) -> bool:
    return bool(_AND.fullmatch(gap) or (side == "after" and _AND_AFTER_APPOSITION.fullmatch(gap)))
