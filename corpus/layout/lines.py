r"""Tell a line end that parts a text from one that only wraps it.

Sources write a line end for three reasons: to wrap prose at some width, to put an item on a line of its own, and, where
there are no blank lines, to end a paragraph. Only the first may be read as a space.
"""

import re
from collections.abc import Iterator

from corpus.schema import Span

# Nobody wraps prose wider than this: a longer line is a paragraph, and so are its neighbours.
MAX_WRAP_CHARS = 160
# Nor narrower: lines below it are items, results or verses when every one starts like a sentence.
MIN_WRAP_CHARS = 45
# Lines set in a proportional font vary in length; a line end is deliberate when this share of the width is left over.
_FULL_LINE_SHARE = 0.75

_LINE = re.compile(r"\S[^\n]*+")
_BULLET = re.compile(r"[•‣◦▪●■*·]\s+\S")
_WEAK_BULLET = re.compile(r"(?:([-–—])|\(?\d{1,2}([.)])|[a-z](\)))\s+\S")
_CONTINUES = re.compile(
    r"(?:[,(\[–—-]|\b(?:a|an|and|as|at|between|but|by|for|from|he|her|his|in|into|is|its|not|of|on|or|over|she|than|that"
    r"|the|their|to|under|was|were|when|which|who|with|[A-Z]|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sen|Rep|St)\.?)$"
)
_ENDS = re.compile(r"[.!?:;…][\"'”’)\]]*$")


def split_lines(text: str, block: Span) -> tuple[Span, ...]:
    r"""Return the runs of lines in a block that belong together, in order, each without surrounding white space.

    Wrapped prose comes back as one run; list items, headings and paragraphs on lines of their own come back one by one.

    >>> [span.cut("Goals\n- Ali 12\n- Bo 70") for span in split_lines("Goals\n- Ali 12\n- Bo 70", Span(0, 22))]
    ['Goals', '- Ali 12', '- Bo 70']
    """
    if text.find("\n", block.start, block.end) < 0:
        return tuple(_lines(text, block))
    lines = list(_lines(text, block))
    if not lines:
        return ()
    layout = _Layout(text, lines)
    runs = [lines[0]]
    for k in range(1, len(lines)):
        if layout.parts(k):
            runs.append(lines[k])
        else:
            runs[-1] = Span(runs[-1].start, lines[k].end)
    return tuple(runs)


def _lines(text: str, block: Span) -> Iterator[Span]:
    for match in _LINE.finditer(text, block.start, block.end):
        yield Span(match.start(), match.start() + len(match[0].rstrip()))


class _Layout:
    """What the lines of one block have in common: their width, and whether any starts in mid-sentence."""

    def __init__(self, text: str, lines: list[Span]) -> None:
        self._text = text
        self._lines = lines
        self._width = max(len(line) for line in lines)
        self._itemised = self._width < MIN_WRAP_CHARS and not any(text[line.start].islower() for line in lines)
        self._in_item = _bullet(text, lines[0]) is not None

    def parts(self, k: int) -> bool:
        """Tell whether line `k` (from 1) starts something new. Ask for the lines in order."""
        mark = _bullet(self._text, self._lines[k])
        if mark is not None:
            self._in_item = self._is_item(mark, k)
            return self._in_item
        parted = self._starts_anew(k)
        self._in_item = self._in_item and not parted
        return parted

    def _is_item(self, mark: str, k: int) -> bool:
        """Tell a list mark from a dash or number that wrapping has left at the start of a line."""
        if mark == "•" or _ENDS.search(self._text, self._lines[k - 1].start, self._lines[k - 1].end):
            return True
        neighbours = [self._lines[k - 1], *self._lines[k + 1 : k + 2]]
        return any(_bullet(self._text, line) == mark for line in neighbours)

    def _starts_anew(self, k: int) -> bool:
        before, line = self._lines[k - 1], self._lines[k]
        if self._text[line.start].islower() or _CONTINUES.search(
            self._text, max(before.start, before.end - 20), before.end
        ):
            return False
        if self._itemised or self._width > MAX_WRAP_CHARS:
            return True
        if not self._in_item and self._indent(line) >= 2 > self._indent(before):
            return True
        room = self._width * _FULL_LINE_SHARE - len(before) - 1
        return self._first_word_chars(line) <= room

    def _indent(self, line: Span) -> int:
        return line.start - 1 - self._text.rfind("\n", max(0, line.start - 10), line.start)

    def _first_word_chars(self, line: Span) -> int:
        return len(self._text[line.start : min(line.end, line.start + MAX_WRAP_CHARS)].split(maxsplit=1)[0])


def _bullet(text: str, line: Span) -> str | None:
    """The kind of list mark that a line starts with, or None."""
    if _BULLET.match(text, line.start, line.end):
        return "•"
    if match := _WEAK_BULLET.match(text, line.start, line.end):
        return match[match.lastindex or 0]
    return None
