"""A small parser of Discord's markup, after the rules of its clients: what a text would be shown as.

It knows more markup than an embed's fields obey, so that nothing is safe by the place alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """A piece of what is shown; `kind` is "text" for what is shown as it is written."""

    kind: str
    text: str
    target: str = ""


_LINE = (
    ("heading", re.compile(r" *#{1,3}(?=\s|$)")),
    ("small", re.compile(r" *-# *")),
    ("list", re.compile(r" *(?:[-*+]|\d+[.)])(?=\s|$)")),
    ("quote", re.compile(r" *(?:>>> ?|> ?)")),
)
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_WHOLE = (
    ("code", re.compile(r"```[\s\S]+?```|(`+)[\s\S]*?[^`]\1(?!`)")),
    ("mention", re.compile(r"<(?:@[!&]?|#)\d+>|@everyone|@here|</[^:>]+:\d+>|<id:\w+>")),
    ("emoji", re.compile(r"<a?:\w+:\d+>|:[\w+~-]+:")),
    ("time", re.compile(r"<t:-?\d+(?::[tTdDfFR])?>")),
    ("address", re.compile(r"<?(?:https?|steam|ftp)://[^\s<]+|<[^: >]+:[^ >]+>|<[^@ >]+@[^ >]+>|<\+\d+>", re.I)),
    ("invite", re.compile(r"(?:discord(?:app)?\.(?:gg|com|gift|new)|dis\.gd)/", re.I)),
)
_AROUND = (
    ("bold", re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")),
    ("underline", re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)")),
    ("italic", re.compile(r"\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)")),
    ("italic", re.compile(r"\b_((?:__|\\[\s\S]|[^\\_])+?)_\b")),
    ("strike", re.compile(r"~~((?:\\[\s\S]|[^\\])+?)~~")),
    ("spoiler", re.compile(r"\|\|((?:\\[\s\S]|[^\\])+?)\|\|")),
)
_LINK = re.compile(r"\[((?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?\)")


def parse_markup(text: str) -> list[Piece]:
    """Return a text's pieces in order, neighbouring text as one; a line's mark is a piece of its own."""
    pieces: list[Piece] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            pieces.append(Piece("text", "\n"))
        pieces += _parse_line(line)
    return _join(pieces)


def marks_of(text: str) -> set[str]:
    """The kinds of markup in a text."""
    return {piece.kind for piece in parse_markup(text)} - {"text"}


def plain_of(text: str) -> str:
    """What is shown of a text."""
    return "".join(piece.text for piece in parse_markup(text))


def _parse_line(line: str) -> Iterator[Piece]:
    for kind, pattern in _LINE:
        if match := pattern.match(line):
            yield Piece(kind, "")
            # What a quote holds is read anew: it may be a list.
            yield from _parse_line(line[match.end() :]) if kind == "quote" else _parse_inline(line[match.end() :])
            return
    yield from _parse_inline(line)


def _parse_inline(text: str) -> Iterator[Piece]:
    at = 0
    while at < len(text):
        piece, at = _next_piece(text, at)
        yield piece


def _next_piece(text: str, at: int) -> tuple[Piece, int]:
    if match := _ESCAPE.match(text, at):
        return Piece("text", match[1]), match.end()
    if match := _LINK.match(text, at):
        return Piece("link", match[1], match[2]), match.end()
    for kind, pattern in _WHOLE:
        if match := pattern.match(text, at):
            return Piece(kind, match[0]), match.end()
    for kind, pattern in _AROUND:
        if match := pattern.match(text, at):
            inside = list(_parse_inline(match[1]))
            odd = next((piece.kind for piece in inside if piece.kind != "text"), None)
            return Piece(odd or kind, "".join(piece.text for piece in inside)), match.end()
    return Piece("text", text[at]), at + 1


def _join(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].kind == piece.kind == "text":
            joined[-1] = Piece("text", joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined
