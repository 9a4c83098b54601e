"""Tell the article from the page around it: paragraphs, and which are body, headings or page furniture.

What a line says (`corpus.layout.notices`) and looks like (`corpus.layout.shapes`) decides first, where it stands
decides the rest. Whatever is left in doubt is body.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from corpus.layout.lines import split_lines
from corpus.layout.notices import MAX_NOTICE_CHARS, Notice, read_notice
from corpus.layout.shapes import Shape, is_bare_name, look_at
from corpus.schema import FurnitureMarks, Paragraph, ParagraphKind, Span

# More short lines than these below a video are a list of the article, not titles of videos.
_MAX_VIDEO_TITLES = 3
_MIN_TIMETABLE_CLOCKS = 3

_FINISHED = re.compile(r"[.!?…:;,–—-][\"'”’)\]]*$")
_LINE = re.compile(r"\S[^\n]*+")
_BLANK_LINES = re.compile(r"\n[^\S\n]*+(?:\n\s*+|\Z)")
_WORD = re.compile(r"\w+")
_OPENING_WORDS = 8
_PLAIN_WORDS = re.compile(
    r"(?:a|an|the|of|in|on|at|to|for|from|by|with|and|or|but|is|are|was|were|be|do|does|did|has|have|had|can|could|will|would"
    r"|should|may|might|it|its|this|that|these|those|he|she|they|we|you|i|his|her|their|our|what|who|why|how|where|when|which|not|no|as)"
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A paragraph, or one line of a block of them, and what it looks like by itself."""

    span: Span
    block: int
    text: str
    looks: Shape | Notice
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
    kinds = _Arrangement(_recognise_names(units)).kinds()
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
    if len(lines) > 1 and _marked(block.cut(text), marks):
        lines = (block,)
    finished = True
    for line in lines:
        words = line.cut(text)
        fixed = _marked(words, marks)
        looks = Shape.PROSE if fixed else look_at(words)
        # No title stands in the middle of a sentence.
        looks = looks if finished or looks is not Shape.TITLE else Shape.PROSE
        finished = looks is not Shape.PROSE or _FINISHED.search(words[-10:]) is not None
        yield _Unit(line, number, words, looks, fixed)


def _part_notices(text: str, run: Span) -> Iterator[Span]:
    """Part a run of lines around those that are furniture by their own words and stand after a finished sentence."""
    start, finished = run.start, True
    for line in _LINE.finditer(text, run.start, run.end):
        is_notice = finished and len(line[0]) <= MAX_NOTICE_CHARS and read_notice(line[0]) not in (None, Notice.WEAK)
        if is_notice:
            yield from _trimmed(text, start, line.start())
            yield from _trimmed(text, *line.span())
            start = line.end()
        finished = is_notice or _FINISHED.search(line[0][-10:].rstrip()) is not None
    yield from _trimmed(text, start, run.end)


def _marked(words: str, marks: FurnitureMarks) -> ParagraphKind | None:
    if words in marks.keep:
        return ParagraphKind.BODY
    return ParagraphKind.FURNITURE if words in marks.furniture else None


def _recognise_timetable(units: list[_Unit]) -> list[_Unit]:
    """Read clocks that only ever rise or fall as the times of events or results, which belong to the article."""
    times = [tuple(map(int, re.findall(r"\d+", unit.text))) for unit in units if unit.looks is Notice.CLOCK]
    steps = list(pairwise(times))
    ordered = all(a < b for a, b in steps) or all(a > b for a, b in steps)
    if len(times) < _MIN_TIMETABLE_CLOCKS or not ordered:
        return units
    return [replace(unit, looks=Shape.TEASER) if unit.looks is Notice.CLOCK else unit for unit in units]


def _recognise_names(units: list[_Unit]) -> list[_Unit]:
    """Read a bare name above the article's first paragraph, or above a byline or date, as its author's."""
    prose = next((k for k, unit in enumerate(units) if unit.looks is Shape.PROSE), len(units))
    followers = [unit.looks for unit in units[1:]]
    return [
        replace(unit, looks=Shape.ABOUT)
        if unit.looks is Shape.TITLE and (k < prose or after is Shape.ABOUT) and is_bare_name(unit.text)
        else unit
        for k, (unit, after) in enumerate(zip_longest(units, followers))
    ]


class _Arrangement:
    """Decides by the neighbours what the words leave open: is a short line a heading, a teaser or part of a list?"""

    def __init__(self, units: Sequence[_Unit]) -> None:
        self._units = units
        self._kinds: list[ParagraphKind] = []
        self._titles_read = False

    def kinds(self) -> list[ParagraphKind]:
        teasing: Notice | None = None
        k = 0
        while k < len(self._units):
            looks = self._units[k].looks
            run = 1
            if looks in (Shape.TITLE, Shape.TEASER, Notice.WEAK):
                run = self._run_length(k)
                self._kinds += self._read_run(k, run, teasing)
            elif isinstance(looks, Notice):
                self._kinds.append(ParagraphKind.FURNITURE)
                teasing = looks if looks is not Notice.LONE else teasing
            else:
                self._kinds.append(self._units[k].fixed or ParagraphKind.BODY)
                teasing = None if looks is not Shape.ABOUT else teasing
            k += run
        return self._kinds

    def _run_length(self, k: int) -> int:
        end = k
        while end < len(self._units) and self._units[end].looks in (Shape.TITLE, Shape.TEASER, Notice.WEAK):
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
        if not lines:
            return []
        if teasing is Notice.LEAD_TO_ONE:
            return [ParagraphKind.FURNITURE, *self._read_titles(lines[1:], end, None, after)]
        below = self._prose_below(end)
        heads = lines[-1].looks is Shape.TITLE and below is not None
        teasers = _are_teasers(len(lines), teasing, after)
        kinds = [ParagraphKind.FURNITURE if teasers else ParagraphKind.BODY] * len(lines)
        if heads and (_opens_with(below or "", lines[-1].text) if teasers else len(lines) == 1):
            kinds[-1] = ParagraphKind.HEADING
        return kinds

    def _after_notice(self, k: int) -> bool:
        """Tell whether furniture, or the edge of the page, is right above."""
        return k == 0 or self._kinds[k - 1] is ParagraphKind.FURNITURE

    def _prose_below(self, k: int) -> str | None:
        """The paragraph that a heading at `k - 1` would head; furniture, bylines and dates may stand between.

        Between the headline of the page and the article anything may.
        """
        is_headline, self._titles_read = not self._titles_read, True
        for index in range(k, len(self._units)):
            unit = self._units[index]
            if unit.looks is Shape.PROSE:
                return unit.text if unit.fixed is not ParagraphKind.FURNITURE else None
            if unit.looks in (Shape.TITLE, Shape.TEASER, Shape.ITEM) and not is_headline:
                return unit.text if unit.looks is Shape.ITEM else None
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
    if before.block != unit.block or before.fixed or unit.fixed or unit.looks in (Shape.PROSE, Shape.ABOUT):
        return False
    return before.looks is not Shape.PROSE or before.text.endswith(":")
