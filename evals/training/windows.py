"""Windows of whole sentences, as passages of news are short: which part of a paragraph an example shows."""

import random
from collections.abc import Callable, Sequence

from corpus.schema import Span

MAX_SENTENCES = 6


def crop_around(
    sentences: Sequence[Span], target: Span, chance: random.Random, *, fits: Callable[[Span], bool]
) -> Span | None:
    """Return a window of one to `MAX_SENTENCES` whole sentences with all of the target in it.

    More, where the target needs more. None when not even the target's own sentences fit.

    Args:
        sentences: of the paragraph, in order.
        target: the answer, or what looks like it.
        chance: draws the length and the place.
        fits: whether the model can read a window whole; sentences far from the target are left out until it can.
    """
    first, last = _holding(sentences, target)
    length = min(max(chance.randint(1, MAX_SENTENCES), last - first + 1), len(sentences))
    start = chance.randint(max(0, last - length + 1), min(first, len(sentences) - length))
    return _shrink(sentences, (start, start + length - 1), (first, last), fits)


def widest_around(sentences: Sequence[Span], target: Span, *, fits: Callable[[Span], bool]) -> Span | None:
    """Return the whole paragraph or, when it is too long, as much of it around the target as the model reads."""
    return _shrink(sentences, (0, len(sentences) - 1), _holding(sentences, target), fits)


def leave_out(sentences: Sequence[Span], target: Span, window: Span) -> tuple[Span, ...]:
    """Return what is left of a window without the sentences that hold the target: two parts, one, or none.

    >>> leave_out([Span(0, 3), Span(4, 7), Span(8, 11)], Span(5, 6), Span(0, 11))
    (Span(start=0, end=3), Span(start=8, end=11))
    """
    first, last = _holding(sentences, target)
    before = [s for s in sentences[:first] if window.contains(s)]
    after = [s for s in sentences[last + 1 :] if window.contains(s)]
    return tuple(Span(run[0].start, run[-1].end) for run in (before, after) if run)


def _holding(sentences: Sequence[Span], target: Span) -> tuple[int, int]:
    """The first and the last sentence that share a character with the target."""
    held = [n for n, sentence in enumerate(sentences) if sentence.overlaps(target)]
    if not held:
        raise ValueError(f"no sentence holds {target}")
    return held[0], held[-1]


def _shrink(
    sentences: Sequence[Span], window: tuple[int, int], core: tuple[int, int], fits: Callable[[Span], bool]
) -> Span | None:
    start, end = window
    while not fits(Span(sentences[start].start, sentences[end].end)):
        if (start, end) == core:
            return None
        if core[0] - start >= end - core[1]:
            start += 1
        else:
            end -= 1
    return Span(sentences[start].start, sentences[end].end)
