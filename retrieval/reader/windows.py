"""What the reader reads of the hits: windows of whole sentences, of the best passages and what is around them."""

from collections.abc import Iterator, Sequence

from corpus.schema import Passage, Sentence
from retrieval.schema import Hit

MAX_WINDOW_CHARS = 900
"""About 190 tokens; a longer passage is a window of its own."""
MAX_READ_CHARS = 2700
"""Of all windows of a question, but for the rest of the last one: a short article is read whole."""
MAX_LEAD_CHARS = 250
"""Of the sentence before a window that is read with it: it may name whom "he" means."""

Place = tuple[str, int]

Window = tuple[Sentence, ...]


def make_windows(hits: Sequence[Hit]) -> tuple[Window, ...]:
    """Return what is to be read, the most promising first; together about `MAX_READ_CHARS`, at least one for any hit.

    Windows share no passage; one that begins in the middle of an article leads with the sentence before.
    """
    known = _neighbours(hits)
    windows: list[Window] = []
    read: set[Place] = set()
    used = 0
    for hit in hits:
        at = _place(hit.passage)
        if at in read:
            continue
        if used >= MAX_READ_CHARS:
            break
        places = _grow(at, known, read)
        read.update(places)
        windows.append((*_lead(places[0], known), *(s for place in places for s in known[place].sentences)))
        used += sum(len(known[place].text) for place in places)
    return tuple(windows)


def _neighbours(hits: Sequence[Hit]) -> dict[Place, Passage]:
    """All passages that the hits know of, by article and place."""
    every = (passage for hit in hits for passage in (hit.before, hit.passage, hit.after) if passage is not None)
    return {_place(passage): passage for passage in every}


def _place(passage: Passage) -> Place:
    return passage.article_id, passage.ordinal


def _grow(at: Place, known: dict[Place, Passage], read: set[Place]) -> list[Place]:
    """The places of a window's passages, in order: the given one, and those around it, before and after in turns."""
    places, used = [at], len(known[at].text)
    open_sides = [-1, 1]
    while open_sides:
        side = open_sides.pop(0)
        article_id, ordinal = places[0] if side < 0 else places[-1]
        following = (article_id, ordinal + side)
        if following not in known or following in read or used + len(known[following].text) > MAX_WINDOW_CHARS:
            continue
        used += len(known[following].text)
        places = [following, *places] if side < 0 else [*places, following]
        open_sides.append(side)
    return places


def _lead(first: Place, known: dict[Place, Passage]) -> Iterator[Sentence]:
    article_id, ordinal = first
    before = known.get((article_id, ordinal - 1))
    if before is not None and len(before.sentences[-1].text) <= MAX_LEAD_CHARS:
        yield before.sentences[-1]
