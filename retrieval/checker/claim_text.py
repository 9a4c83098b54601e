"""How claims and the sentences of their sources are written for the claim checker: one form, in training as in use."""

import re

from retrieval.reader.model_text import write_passage

_SPACED_NOT = re.compile(r" n't\b")


def write_claim(claim: str) -> str:
    """Return a claim as the checker reads it: one line, without the stop at its end, which sets use differently.

    >>> write_claim("He did n't  leave .")
    "He didn't leave"
    """
    return " ".join(write_sentence(claim).split()).rstrip(".!? ")


def write_sentence(sentence: str) -> str:
    """Return a sentence of a source as the checker reads it.

    >>> write_sentence("``So'', they said")
    '"So", they said'
    """
    return _SPACED_NOT.sub("n't", write_quotes(sentence))


def write_quotes(text: str) -> str:
    """Return a text whose quotation marks are a typewriter's, those of treebanks too."""
    return write_passage(text).replace("``", '"').replace("''", '"').replace("`", "'")
