"""Which sentences of a source a claim is read with: those that share its words, and their neighbours.

The same code chooses in training and in use, and needs no embeddings: a claim drawn a moment ago has none.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from retrieval.lexical import stem_terms

MAX_LEADS = 4
"""So many sentences are chosen for the claim's words; more only fill up what may be read."""
WINDOWS = 3
"""The sentences nearest to a claim, each read with its neighbours, beside all of the evidence in one."""
SEEN_WEIGHT = 0.3
"""Of a word that a sentence chosen before has already: the second sentence is for what the first lacks."""


def choose_sentences(claim: str, sentences: Sequence[str], *, fits: Callable[[Sequence[int]], bool]) -> tuple[int, ...]:
    """Return the indices, in order, of the sentences to read a claim with; at least one of any.

    All, where they fit. Else first those that lead: each time the one with most weight of the claim's words, rare ones
    first, those not yet met above all, so that a claim merged of two facts is read beside both. Then, for what a
    pronoun stands for, the sentence before each, then the one after.

    Args:
        claim: of any length.
        sentences: of the source, in order.
        fits: whether the model can read these sentences, given by their indices, in any order.

    >>> text = ["It rained.", "Ann met Bob.", "Nothing else was said.", "Eve left Rome."]
    >>> choose_sentences("Ann met Bob before Eve left Rome", text, fits=lambda chosen: len(chosen) <= 2)
    (1, 3)
    """
    everything = tuple(range(len(sentences)))
    if fits(everything):
        return everything
    leads = rank_sentences(claim, sentences)[:MAX_LEADS]
    chosen: list[int] = leads[:1]
    neighbours = [n + step for step in (-1, 1) for n in leads]
    for n in (*leads[1:], *neighbours):
        if 0 <= n < len(sentences) and n not in chosen and fits([*chosen, n]):
            chosen.append(n)
    return tuple(sorted(chosen))


def rank_sentences(claim: str, sentences: Sequence[str]) -> list[int]:
    """Return the indices of the sentences that share a word with the claim, the most useful first.

    Each is judged by what the ones before it lack. The first sentence, where none shares a word; none without any.
    """
    asked = set(stem_terms(claim))
    shared = [asked & set(stem_terms(sentence)) for sentence in sentences]
    weights = _weigh(shared, len(sentences))
    left = [n for n, words in enumerate(shared) if words] or list(range(len(sentences)))[:1]
    ranked: list[int] = []
    met: set[str] = set()
    while left:
        best = max(left, key=lambda n: (_gain(shared[n], met, weights), -n))
        ranked.append(best)
        left.remove(best)
        met |= shared[best]
    return ranked


def _weigh(shared: Iterable[set[str]], count: int) -> dict[str, float]:
    frequencies = Counter(word for words in shared for word in words)
    return {word: math.log((count + 1) / found) + 0.1 for word, found in frequencies.items()}


def _gain(words: set[str], met: set[str], weights: dict[str, float]) -> float:
    return sum(weights[word] * (SEEN_WEIGHT if word in met else 1.0) for word in words)


def find_windows(claim: str, sentences: Sequence[str]) -> list[tuple[int, tuple[int, ...]]]:
    """Return the `WINDOWS` sentences nearest to a claim, nearest first, each with itself between its neighbours.

    >>> find_windows("Ann left", ["It rained.", "Ann left.", "Bob stayed.", "It was late."])
    [(1, (0, 1, 2))]
    """
    nearest = rank_sentences(claim, sentences)[:WINDOWS]
    return [(n, tuple(range(max(0, n - 1), min(len(sentences), n + 2)))) for n in nearest]
