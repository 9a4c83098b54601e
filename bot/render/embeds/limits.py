r"""Discord's limits on a message, and texts in parts that hold them.

The limits: https://discord.com/developers/docs/resources/message#embed-object-embed-limits. Discord's API counts code
points (https://github.com/discord/discord-api-docs/issues/1315), its clients UTF-16 code units; here the latter are
counted, which are never fewer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.render.embeds.markdown import guard_line
from corpus.schema import Span
from corpus.sentences import split_sentences

CONTENT: Final = 2000
TITLE: Final = 256
DESCRIPTION: Final = 4096
FIELDS: Final = 25
FIELD_NAME: Final = 256
FIELD_VALUE: Final = 1024
FOOTER: Final = 2048
MESSAGE: Final = 6000
"""Of all embeds of a message together."""
EMBEDS: Final = 10

MIN_PIECE: Final = 48
"""What holds any one character with its accents, in bold."""
ELLIPSIS: Final = " …"
_BOLD = "**"
_LOOK_AHEAD = 64  # What follows tells whether "Gen." ends a sentence.
# What belongs together: a bold mark, an escape, a flag, a character with its accents, skin tone, joined emoji.
_ATOM = re.compile(
    r"\*\*|\\[!-/:-@\[-`{-~]|[\U0001f1e6-\U0001f1ff]{2}"
    r"|.(?:[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]|\u200d.){0,12}",
    re.DOTALL,
)
_MARKER = re.compile(r"\s*\[\d{1,3}\]")


@dataclass(frozen=True, slots=True)
class _Cut:
    """A place to cut a text at, and whether bold is open there."""

    at: int
    in_bold: bool


def count_units(text: str) -> int:
    """Return how long Discord may find a text: in UTF-16 code units.

    >>> count_units("é👍")
    3
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_at_sentences(text: str, limit: int) -> tuple[str, ...]:
    r"""Part a text of escapes and bold words into pieces of at most `limit` units; none when there is nothing to see.

    Cut is at the end of a line or a sentence where one stands past a third of the room, else between words, else
    anywhere but within an escape or a character. Bold that goes on is closed and opened again. A piece begins no
    heading or list. Links and italics are not known: keep them out.

    Args:
        text: of lines; a footnote's marker stays with its sentence.
        limit: at least `MIN_PIECE`.

    Raises:
        ValueError: when the limit is lower.

    >>> split_at_sentences("Ann met Bob in Oslo. [1] **It rained**, and nobody said a word to them.", 48)
    ('Ann met Bob in Oslo. [1]', '**It rained**, and nobody said a word to them.')
    """
    if limit < MIN_PIECE:
        raise ValueError(f"the limit is {limit}; at least {MIN_PIECE} units are needed")
    pieces: list[str] = []
    rest = text.strip()
    while count_units(rest) > limit:
        cut = _choose_cut(rest, limit)
        pieces.append(rest[: cut.at].rstrip() + (_BOLD if cut.in_bold else ""))
        rest = rest[cut.at :].strip()
        rest = f"{_BOLD}{rest}" if cut.in_bold else guard_line(rest)
    return (*pieces, rest) if rest else tuple(pieces)


def cut_short(text: str, limit: int) -> str:
    """Return a text, or as much of its beginning as `limit` units hold, and "…"; cut as `split_at_sentences` does.

    White space at its ends is left out.
    """
    text = text.strip()
    if count_units(text) <= limit:
        return text
    return split_at_sentences(text, limit - len(ELLIPSIS))[0] + ELLIPSIS


def _choose_cut(text: str, limit: int) -> _Cut:
    """The best place to cut a text that is longer than the limit."""
    window = text[: limit + _LOOK_AHEAD]
    # Not the last one: the window may have cut it.
    sentence_ends = {span.end for span in split_sentences(window, Span(0, len(window)))[:-1]}
    sentence = word = None
    last = _Cut(0, in_bold=False)  # Never taken: any atom fits.
    for cut, used in _walk(window):
        if used + (len(_BOLD) if cut.in_bold else 0) > limit:
            break
        last = cut
        after = text[cut.at : cut.at + 1]
        if after.isspace() and not _MARKER.match(text, cut.at):
            word = cut
            if after == "\n" or _ends_sentence(text, cut.at, sentence_ends):
                sentence = cut
    choices = [cut for cut in (sentence, word) if cut and cut.at >= limit // 3]
    return choices[0] if choices else last


def _walk(text: str) -> Iterator[tuple[_Cut, int]]:
    """Every place between the atoms of a text, and how many units stand before it."""
    used, in_bold = 0, False
    for atom in _ATOM.finditer(text):
        used += count_units(atom[0])
        if atom[0] == _BOLD:
            in_bold = not in_bold
        # Bold without a word in it would show its marks.
        opens, closes_next = atom[0] == _BOLD and in_bold, in_bold and text.startswith(_BOLD, atom.end())
        if not (opens or closes_next):
            yield _Cut(atom.end(), in_bold), used


def _ends_sentence(text: str, at: int, sentence_ends: set[int]) -> bool:
    """Whether a sentence ends there, its markers and its bold included."""
    if at in sentence_ends:
        return True
    before = re.sub(r"(?:\s*\[\d{1,3}\]|\*\*)+$", "", text[max(0, at - 64) : at])
    return before.endswith((".", "!", "?")) and text[:at].rstrip().endswith(("]", _BOLD))
