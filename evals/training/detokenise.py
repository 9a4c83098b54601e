"""Natural Questions' text, which is tokenised with spaces, as people write it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.schema import Span

_TOKEN = re.compile(r"\S+")
_REWRITTEN = {"``": '"', "''": '"', "--": "-"}
_CLOSES = ") ] } , . ; : ! ? % ° ′ ″ ... '' 's 'S 'll 're 've 'm 'd n't )."
_OPENS = "( [ { `` $ £ € ¥ # ¿"
_CLOSING, _OPENING = frozenset(_CLOSES.split()), frozenset(_OPENS.split())
_JOINING = frozenset(("-", "/"))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A token of the source, and where its writing stands in the result."""

    source: Span
    written: Span


@dataclass(frozen=True, slots=True)
class Detokenised:
    """A text as people write it, and how its offsets follow from those of the tokenised one."""

    text: str
    _pieces: tuple[_Piece, ...]

    def locate(self, source: Span) -> Span:
        """Return where the words of a span of the tokenised text stand in this one.

        A span that ends or begins within a token keeps its offset there, unless the token is written otherwise: then
        it is taken whole.

        Raises:
            ValueError: when the span holds no word.
        """
        first = bisect_right([piece.source.end for piece in self._pieces], source.start)
        last = bisect_left([piece.source.start for piece in self._pieces], source.end) - 1
        if first > last:
            raise ValueError(f"there is no word in {source}")
        begin, end = self._pieces[first], self._pieces[last]
        start = begin.written.start
        if _is_kept(begin):
            start += max(source.start - begin.source.start, 0)
        stop = end.written.end
        if _is_kept(end):
            stop -= max(end.source.end - source.end, 0)
        return Span(start, stop)


def detokenise(text: str) -> Detokenised:
    r"""Return a tokenised text as people write it.

    >>> detokenise("He did n't ( he said ) see `` the two - year plan '' , Ann 's .").text
    'He didn\'t (he said) see "the two-year plan", Ann\'s.'
    """
    tokens = [Span(match.start(), match.end()) for match in _TOKEN.finditer(text)]
    written: list[str] = []
    pieces: list[_Piece] = []
    at = 0
    for token, spaced in zip(tokens, _spaces([span.cut(text) for span in tokens]), strict=True):
        word = _REWRITTEN.get(token.cut(text), token.cut(text))
        if spaced:
            written.append(" ")
            at += 1
        written.append(word)
        pieces.append(_Piece(token, Span(at, at + len(word))))
        at += len(word)
    return Detokenised("".join(written), tuple(pieces))


def _spaces(words: Sequence[str]) -> Iterator[bool]:
    """Whether a space stands before each word."""
    previous_opens = True
    is_quoting = False
    for n, word in enumerate(words):
        before = words[n - 1] if n else ""
        after = words[n + 1] if n + 1 < len(words) else ""
        if word == "'":
            closes = is_quoting or before.endswith(("s", "S"))
            is_quoting = not closes
            yield not (closes or previous_opens)
            previous_opens = not closes
            continue
        joins = word in _JOINING or (word == "--" and before[-1:].isdigit() and after[:1].isdigit())
        yield not (word in _CLOSING or joins or previous_opens)
        previous_opens = word in _OPENING or joins


def _is_kept(piece: _Piece) -> bool:
    return len(piece.source) == len(piece.written)
