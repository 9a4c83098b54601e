"""Exact match and token F1 of an answer against gold answers, as SQuAD 2.0 defines them.

Source: the evaluation script v2.0 of Rajpurkar, Jia and Liang 2018 (https://rajpurkar.github.io/SQuAD-explorer/).
"""

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence

_ARTICLE = re.compile(r"\b(?:a|an|the)\b", re.UNICODE)
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)
_TYPEWRITTEN = str.maketrans("‘’‚‛“”„‟–—−‑", "'" * 4 + '"' * 4 + "-" * 4)


def normalise(text: str) -> str:
    """Return a text as SQuAD compares it: lower case, no ASCII punctuation, no articles, single spaces.

    >>> normalise("The U.S.  - an ally!")
    'us ally'
    """
    return " ".join(_ARTICLE.sub(" ", text.lower().translate(_NO_PUNCTUATION)).split())


def typewritten(text: str) -> str:
    """Return a text with the quotation marks and dashes of a typewriter.

    SQuAD's normalisation strips ASCII punctuation only; news copy is set with curly quotes, which would stick to words.

    >>> normalise(typewritten("‘false flag’"))
    'false flag'
    """
    return text.translate(_TYPEWRITTEN)


def exact_match(prediction: str, gold: str) -> float:
    """Return 1.0 when the two are the same after normalisation, else 0.0 (`compute_exact`).

    >>> exact_match("the US.", "US"), exact_match("", "the")
    (1.0, 1.0)
    """
    return float(normalise(prediction) == normalise(gold))


def token_f1(prediction: str, gold: str) -> float:
    """Return the bag-of-words F1 in [0, 1] after SQuAD normalisation (`compute_f1`).

    Words count with multiplicity; if either side is empty, 1.0 when both are, else 0.0.

    >>> token_f1("to Gen. Milley", "General Milley")
    0.4
    """
    mine, theirs = normalise(prediction).split(), normalise(gold).split()
    if not mine or not theirs:
        return float(mine == theirs)
    shared = (Counter(mine) & Counter(theirs)).total()
    # In the script's own order of operations, so that the figures agree to the last digit.
    if not shared:
        return 0.0
    precision, recall = shared / len(mine), shared / len(theirs)
    return 2 * precision * recall / (precision + recall)


def best_of(measure: Callable[[str, str], float], prediction: str, golds: Sequence[str]) -> float:
    """Return the highest score over several gold answers (`get_raw_scores`).

    Golds that normalise to nothing do not count; when none is left, the gold is the empty answer.

    >>> best_of(exact_match, "two", ["2", "two"]), best_of(token_f1, "", []), best_of(token_f1, "two", ["the"])
    (1.0, 1.0, 0.0)
    """
    return max(measure(prediction, gold) for gold in [gold for gold in golds if normalise(gold)] or [""])
