"""Tell the article from the page around it: paragraphs, and which are body, headings or page furniture.

What a line says decides first (`corpus.notices`); where it stands decides the rest. Whatever is left in doubt is body.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from corpus.lines import split_lines
from corpus.notices import MAX_NOTICE_CHARS, Notice, read_notice
from corpus.schema import FurnitureMarks, Paragraph, ParagraphKind, Span

MAX_HEADING_CHARS = 90
MAX_TEASER_CHARS = 120
# More short lines than these below a video are a list of the article, not titles of videos.
_MAX_VIDEO_TITLES = 3
_MIN_TIMETABLE_CLOCKS = 3

_LINE = re.compile(r"\S[^\n]*+")
_BLANK_LINES = re.compile(r"\n[^\S\n]*+(?:\n\s*+|\Z)")
_NO_HEADING_END = re.compile(r"[.!…:;,–—-][\"'”’)\]]*$")
_INNER_STOP = re.compile(r"[a-z]{3}[.!?][\"'”’)\]]* +[A-Z“‘\"]")
# A note after the stop: "…asphaltum.[citation needed]".
_NOTE = re.compile(r"(?:\[[^\[\]]{1,20}\])+$| \[(?:\.\.\.|…)\]$")
_ITEM = re.compile(r"(?:[•‣◦▪●■*·–—-]|\(?\d{1,2}[.)]|[a-z]\))\s")
_QUOTE = "“\"‘'"
_CLOSING_QUOTE = "”\"’'"
_OPEN_QUESTION = ("?”", '?"', "?’", "?'", "?)", ",")
# "Venue: Town Hall", "7-5", "£20", "14:05": facts on a line of their own.
_FACT = re.compile(r":\s|\d\s?[-–:/.]\s?\d|[£$€%]\s?\d|\d\s?%|\d\D+\d")
_QUESTION_WORD = re.compile(
    r"(?:(?:And |But |So )?(?:[Ww]hat|[Ww]ho|[Ww]hy|[Hh]ow|[Ww]here|[Ww]hen|[Ww]hich|[Ww]hose)|If|Is|Are|Can|Could"
    r"|Will|Would"
    r"|Do|Does|Did|Should|Has|Have|Was|Were)\b.*\s"
)
_MAX_QUESTION_WORDS = 8
_FINITE_PAST = re.compile(r"\b(?:said|told|was|were|had|did|has been|have been|could|would)\b|n[’']t\b")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_PUBLISHED = re.compile(
    r"(?:(?:first |last )?(?:published|posted|updated|modified)\b|(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?"
    r" )?(?:\d{1,2}(?:st|nd|rd|th)? " + _MONTH + r"|" + _MONTH + r"\.? \d{1,2})\b|\d{4}-\d\d-\d\d).{0,60}$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:By|BY|Words by|Written by|Reporting by|Analysis by|Story by|Opinion by|Edited by|Additional reporting by"
    r"|From|Reporter:|Author:) [A-Z@].{1,120}$"
    r"|(?:[A-Z][\w.’'-]+ ){1,3}[A-Z][\w.’'-]+,? (?:and |in |is |the |@|[A-Z]).{0,60}$"
    r"|.{2,90}\b(?:[Cc]orrespondent|[Ee]ditor|[Rr]eporter|[Cc]olumnist|[Ss]taff [Ww]riter|[Pp]roducer|Associated"
    r" Press|Reuters|@\w+)\b.{0,40}$"
)
# Such as "KYIV, Ukraine (AP)".
_DATELINE = re.compile(r"[A-Z][A-Z.’' -]{2,40}(?:, [A-Z][\w. ]{1,30}| \([A-Z][\w ]{1,20}\)).{0,30}$")
_WORD = re.compile(r"\w+")
_OPENING_WORDS = 8
_PLAIN_WORDS = re.compile(
    r"(?:a|an|the|of|in|on|at|to|for|from|by|with|and|or|but|is|are|was|were|be|do|does|did|has|have|had|can|could|will|would"
    r"|should|may|might|it|its|this|that|these|those|he|she|they|we|you|i|his|her|their|our|what|who|why|how|where|when|which|not|no|as)"
)


class _Shape(Enum):
    """What a paragraph looks like before its neighbours are asked."""

    PROSE = auto()
    TITLE = auto()
    TEASER = auto()
    ABOUT = auto()
    ITEM = auto()


@dataclass(frozen=True, slots=True)
class _Unit:
    """A paragraph, or one line of a block of them, and what it looks like by itself."""

    span: Span
    block: int
    text: str
    looks: _Shape | Notice
    fixed: ParagraphKind | None = None


def mark_paragraphs(text: str, marks: FurnitureMarks) -> tuple[Paragraph, ...]:
    """Return the paragraphs of an article's text, in order, each with its kind.

    Paragraphs are parted by blank lines; in a source without them, by the line ends that do not merely wrap prose.
    Together they hold every character that is not white space. A paragraph whose exact text a person has marked has the
    kind that the mark says.
    """
    units = _recognise_timetable(
        [unit for k, span in enumerate(_blocks(text)) for unit in _read_block(text, span, k, marks)]
    )
    kinds = _Arrangement(units).kinds()
    return tuple(_join_lists(units, kinds))


def _blocks(text: str) -> Iterator[Span]:
    """The runs of lines between blank lines, without surrounding white space."""
    start = 0
    for match in _BLANK_LINES.finditer(text):
        yield from _trimmed(text, start, match.start())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    cut = text[start:end]
    if words := cut.strip():
        start += len(cut) - len(cut.lstrip())
        yield Span(start, start + len(words))


def _read_block(text: str, block: Span, number: int, marks: FurnitureMarks) -> Iterator[_Unit]:
    lines = tuple(line for run in split_lines(text, block) for line in _part_notices(text, run))
    if len(lines) > 1 and (fixed := _marked(block.cut(text), marks)):
        lines = (block,)
    for line in lines:
        words = line.cut(text)
        fixed = _marked(words, marks)
        yield _Unit(line, number, words, _Shape.PROSE if fixed else _look(words), fixed)


def _part_notices(text: str, run: Span) -> Iterator[Span]:
    """Part a run of lines around those that are furniture by their own words and stand after a finished sentence."""
    start, finished = run.start, True
    for line in _LINE.finditer(text, run.start, run.end):
        is_notice = finished and len(line[0]) <= MAX_NOTICE_CHARS and read_notice(line[0]) not in (None, Notice.WEAK)
        if is_notice:
            yield from _trimmed(text, start, line.start())
            yield from _trimmed(text, *line.span())
            start = line.end()
        finished = is_notice or _NO_HEADING_END.search(line[0][-10:].rstrip()) is not None
    yield from _trimmed(text, start, run.end)


def _marked(words: str, marks: FurnitureMarks) -> ParagraphKind | None:
    if words in marks.keep:
        return ParagraphKind.BODY
    return ParagraphKind.FURNITURE if words in marks.furniture else None


def _look(words: str) -> _Shape | Notice:
    notice = read_notice(words)
    if notice is not None and not (notice is Notice.LONE and _PUBLISHED.match(words) and "ago" not in words):
        return notice
    if _ITEM.match(words):
        return _Shape.ITEM
    line = " ".join(words[: 2 * MAX_TEASER_CHARS].split())
    if len(line) > MAX_TEASER_CHARS or not _is_titular(line):
        return _Shape.PROSE
    if _PUBLISHED.match(line) or _DATELINE.match(line) or _is_byline(line):
        return _Shape.ABOUT
    return _Shape.TITLE if _could_head(line) else _Shape.TEASER


def _is_titular(line: str) -> bool:
    """Tell whether a line is written like a title: no full stop, a capital or figure first, not a whole quotation."""
    if _NO_HEADING_END.search(_NOTE.sub("", line)) or _INNER_STOP.search(line) or line.count("(") != line.count(")"):
        return False
    if (
        line[0] in "(["
        or line.count('"') % 2
        or line.endswith(_OPEN_QUESTION)
        or not any(character.isalpha() for character in line)
    ):
        return False
    first = line.lstrip(_QUOTE)[:1]
    whole_quote = line[0] in _QUOTE and line[-1] in _CLOSING_QUOTE
    return not first.islower() and not whole_quote


def _is_byline(line: str) -> bool:
    return len(line) <= MAX_HEADING_CHARS and not line.endswith("?") and _BYLINE.match(line) is not None


def _could_head(line: str) -> bool:
    """Tell a title that may head a section from a fact, a quotation or a sentence that lost its full stop."""
    if len(line) > MAX_HEADING_CHARS or line[0] in _QUOTE or _FACT.search(line):
        return False
    if line.endswith("?"):
        return 1 < line.count(" ") + 1 <= _MAX_QUESTION_WORDS or _QUESTION_WORD.match(line) is not None
    return _QUESTION_WORD.match(line) is not None or not _FINITE_PAST.search(line)


def _recognise_timetable(units: list[_Unit]) -> list[_Unit]:
    """Read clocks that only ever rise or fall as the times of events or results, which belong to the article."""
    times = [tuple(map(int, re.findall(r"\d+", unit.text))) for unit in units if unit.looks is Notice.CLOCK]
    steps = list(pairwise(times))
    ordered = all(a < b for a, b in steps) or all(a > b for a, b in steps)
    if len(times) < _MIN_TIMETABLE_CLOCKS or not ordered:
        return units
    return [replace(unit, looks=_Shape.TEASER) if unit.looks is Notice.CLOCK else unit for unit in units]


class _Arrangement:
    """Decides by the neighbours what the words leave open: is a short line a heading, a teaser or part of a list?"""

    def __init__(self, units: Sequence[_Unit]) -> None:
        self._units = units
        self._kinds: list[ParagraphKind] = []

    def kinds(self) -> list[ParagraphKind]:
        teasing: Notice | None = None
        k = 0
        while k < len(self._units):
            looks = self._units[k].looks
            run = 1
            if looks in (_Shape.TITLE, _Shape.TEASER, Notice.WEAK):
                run = self._run_length(k)
                self._kinds += self._read_run(k, run, teasing)
            elif isinstance(looks, Notice):
                self._kinds.append(ParagraphKind.FURNITURE)
                teasing = looks if looks is not Notice.LONE else teasing
            else:
                self._kinds.append(self._units[k].fixed or ParagraphKind.BODY)
                teasing = None if looks is not _Shape.ABOUT else teasing
            k += run
        return self._kinds

    def _run_length(self, k: int) -> int:
        end = k
        while end < len(self._units) and self._units[end].looks in (_Shape.TITLE, _Shape.TEASER, Notice.WEAK):
            end += 1
        return end - k

    def _read_run(self, k: int, run: int, teasing: Notice | None) -> list[ParagraphKind]:
        """The kinds of a run of short lines that are no furniture by their own words."""
        lines = self._units[k : k + run]
        after = self._units[k + run].looks if k + run < len(self._units) else None
        menus_above = _count_menu(lines) if self._after_notice(k) else 0
        menus_below = _count_menu(lines[menus_above:][::-1]) if isinstance(after, Notice) else 0
        lines = lines[menus_above : run - menus_below]
        menu = [ParagraphKind.FURNITURE]
        return menu * menus_above + self._read_titles(lines, k + run, teasing, after) + menu * menus_below

    def _read_titles(
        self, lines: Sequence[_Unit], end: int, teasing: Notice | None, after: object
    ) -> list[ParagraphKind]:
        below = self._prose_below(end)
        heads = bool(lines) and lines[-1].looks is _Shape.TITLE and below is not None
        teasers = _are_teasers(len(lines), teasing, after)
        kinds = [ParagraphKind.FURNITURE if teasers else ParagraphKind.BODY] * len(lines)
        if heads and (_opens_with(below or "", lines[-1].text) if teasers else len(lines) == 1):
            kinds[-1] = ParagraphKind.HEADING
        return kinds

    def _after_notice(self, k: int) -> bool:
        return k > 0 and self._kinds[k - 1] is ParagraphKind.FURNITURE

    def _prose_below(self, k: int) -> str | None:
        """The paragraph that a heading at `k - 1` would head; furniture, bylines and dates may stand between."""
        for index in range(k, len(self._units)):
            unit = self._units[index]
            if unit.looks is _Shape.PROSE:
                return unit.text if unit.fixed is not ParagraphKind.FURNITURE else None
            if unit.looks in (_Shape.TITLE, _Shape.TEASER, _Shape.ITEM):
                return unit.text if unit.looks is _Shape.ITEM else None
        return None


def _count_menu(lines: Sequence[_Unit]) -> int:
    """How many lines, from the first, are names from a menu."""
    return next((k for k, unit in enumerate(lines) if unit.looks is not Notice.WEAK), len(lines))


def _are_teasers(run: int, teasing: Notice | None, after: object) -> bool:
    """Tell whether a run of short lines is a list of other articles or the titles of a video."""
    if teasing is Notice.CLOCK:
        return run <= _MAX_VIDEO_TITLES
    return teasing is Notice.LEAD or (after is Notice.CLOCK and run == 1)


def _opens_with(paragraph: str, heading: str) -> bool:
    """Tell whether a paragraph's first words take up a word of the heading, as the text under a real heading does.

    >>> _opens_with("A dirty bomb is an explosive device.", "What is a dirty bomb?")
    True
    """
    opening = _WORD.findall(paragraph[:200].lower())[:_OPENING_WORDS]
    return any(word in opening for word in _WORD.findall(heading.lower()) if not _PLAIN_WORDS.fullmatch(word))


def _join_lists(units: Sequence[_Unit], kinds: Sequence[ParagraphKind]) -> Iterator[Paragraph]:
    """Put the items of one block back together: a list is one paragraph, with the line that announces it."""
    held: Paragraph | None = None
    for k, (unit, kind) in enumerate(zip(units, kinds, strict=True)):
        before = units[k - 1] if k else None
        if held and before and held.kind is kind is ParagraphKind.BODY and _continues_list(before, unit):
            held = Paragraph(Span(held.span.start, unit.span.end), kind)
            continue
        if held:
            yield held
        held = Paragraph(unit.span, kind)
    if held:
        yield held


def _continues_list(before: _Unit, unit: _Unit) -> bool:
    if before.block != unit.block or before.fixed or unit.fixed or unit.looks in (_Shape.PROSE, _Shape.ABOUT):
        return False
    return before.looks is not _Shape.PROSE or before.text.endswith(":")
