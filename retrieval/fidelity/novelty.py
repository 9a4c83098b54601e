"""What a sentence adds: a clause that neither the words nor the sense of what it cites account for."""

import re
from collections.abc import Callable, Iterator, Sequence

from retrieval.embedding.encoders import Vectors
from retrieval.fidelity.backing import Backing
from retrieval.fidelity.reports import VERB_STEMS
from retrieval.fidelity.stems import SMALL_STEMS, stem_words

Encode = Callable[[Sequence[str]], Vectors]
"""Texts to unit vectors."""

KNOWN_SHARE = 2 / 3
"""A clause that shares so many of its content words with its sources adds nothing."""
MIN_WORDS = 2
_CUT = re.compile(
    r"[,;:–—()“”]|\b(?:and|but|because|after|before|while|who|which|whose|where|since|so that|although|though|despite"
    r"|as|for fear|in order|when|until|unless|if|whereas|with|that)\b"
)


def weigh_novelty(statement: str, backing: Backing, encode: Encode) -> float:
    """Return how near, in [-1, 1], the strangest clause of a statement is to its nearest source; 1.0 without one.

    Clauses that say who says something are passed over: they are compared elsewhere.
    """
    sources = [*backing.cited, *backing.nearby]
    known = frozenset(stem for text in sources for stem in stem_words(text))
    strange = [clause for clause in split_clauses(statement) if _is_strange(clause, known)]
    if not strange:
        return 1.0
    pieces = list(dict.fromkeys(piece for text in sources for piece in (text, *split_clauses(text))))
    vectors = encode([*strange, *pieces])
    return float((vectors[: len(strange)] @ vectors[len(strange) :].T).max(axis=1).min())


def split_clauses(sentence: str) -> Iterator[str]:
    """Yield the clauses of a sentence, roughly.

    >>> list(split_clauses("Ann left, since it rained and Bob, who sang, stayed."))
    ['Ann left', 'it rained', 'Bob', 'sang', 'stayed.']
    """
    yield from (clause for piece in _CUT.split(sentence) if (clause := piece.strip()))


def _is_strange(clause: str, known: frozenset[str]) -> bool:
    words = [stem for stem in stem_words(clause) if stem not in SMALL_STEMS]
    if len(words) < MIN_WORDS or words[-1] in VERB_STEMS or words[0] == "accord":
        return False
    return sum(word in known for word in words) < KNOWN_SHARE * len(words)
