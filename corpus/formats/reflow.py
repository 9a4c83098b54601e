"""Make paragraphs of the lines of printed pages: running heads go, wrapped lines and hyphenated words are joined."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

# Lines at the top and at the bottom of a page among which running heads, feet and page numbers are looked for.
EDGE_LINES = 2
# Gaps and indents that begin a paragraph, in leadings and in font sizes.
PARAGRAPH_GAP = 1.3
INDENT = 0.8
SHORT_LINE_SHARE = 0.8
SIZE_CHANGE = 0.15

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00a0": " ", "\u200b": None}
)
_PAGE_NUMBER = re.compile(r"(?:page\s+)?[-–—|]?\s*(\d{1,4})\s*[-–—|]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_PRINTED_FROM = re.compile(r"https?://\S+\s+\d{1,3}/\d{1,3}")
_NUMBERED_EDGE = re.compile(r"^#\s|\s#$")
_BULLET = re.compile(r"[•◦▪‣·*–-]\s|\(?\d{1,2}[.)]\s")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’)\]]*\Z")
_CONTINUES = re.compile(r"[a-z]")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)(?:-|\u2010|\u00ad)\Z")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
# First parts of English compounds: a hyphen after one of them belongs to the word.
_COMPOUND_STARTS = re.compile(
    r"all|anti|cease|co|cross|decision|east|eight|far|fast|five|four|full|half|hard|high|ill|left|long|low|mid|middle|"
    r"multi|near|nine|non|north|one|open|part|post|pre|pro|right|second|self|semi|seven|short|six|so|south|ten|third|"
    r"three|two|ultra|vice|well|west"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, where it stands and the size of its letters, in points; `y` grows upwards."""

    text: str
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0


def join_lines(pages: Sequence[Sequence[Line]]) -> str:
    r"""Return the text of pages, its paragraphs parted by blank lines.

    A paragraph begins after a wide gap, at an indent, at a change of size, at a bullet, or after a short last line. One
    that runs over a column or page goes on there, unless a sentence ends with the page.

    >>> join_lines([[Line("The alle-", y=30), Line("gation is false.", y=20)]])
    'The allegation is false.'
    """
    clean_pages = [[replace(line, text=line.text.translate(_LIGATURES)) for line in page] for page in pages]
    lines = [line for page in _drop_running_lines(clean_pages) for line in page]
    if not lines:
        return ""
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))
    leading = _leading(lines)
    width = sorted(len(line.text) for line in lines)[len(lines) * 9 // 10]
    paragraphs = [lines[0].text]
    for above, line in pairwise(lines):
        if _begins_paragraph(above, line, leading=leading, width=width):
            paragraphs.append(line.text)
        else:
            paragraphs[-1] = _join(paragraphs[-1], line.text, words)
    shown = (paragraph.replace("\u00ad", "").strip() for paragraph in paragraphs)
    return "\n\n".join(paragraph for paragraph in shown if paragraph)


def _begins_paragraph(above: Line, line: Line, *, leading: float, width: int) -> bool:
    if abs(above.size - line.size) > SIZE_CHANGE * max(above.size, line.size) or _BULLET.match(line.text):
        return True
    ends = _SENTENCE_END.search(above.text) is not None
    drop = above.y - line.y
    if leading and (drop < 0 or drop > 4 * leading):  # The next column or page.
        return ends or not _CONTINUES.match(line.text)
    if leading and drop > PARAGRAPH_GAP * leading:
        return True
    if line.x - above.x > INDENT * line.size > 0 and not _BULLET.match(above.text):
        return True
    return ends and len(above.text) < SHORT_LINE_SHARE * width and not _CONTINUES.match(line.text)


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance from a line to the next, or 0 when the lines do not say where they stand."""
    drops = [above.y - line.y for above, line in pairwise(lines) if above.size == line.size]
    drops = [drop for drop in drops if drop > 0]
    return median(drops) if drops else 0.0


def _join(paragraph: str, line: str, words: Counter[str]) -> str:
    broken = _BROKEN_WORD.search(paragraph)
    rest = _WORD.match(line)
    if broken is None or rest is None:
        # A dash or slash at the end joins on; so does the hyphen of "31-kilometre".
        return paragraph + ("" if re.search(r"[\w]-\Z", paragraph) else " ") + line
    if _keeps_hyphen(broken, rest[0], words):
        return paragraph + line
    return paragraph[: broken.end(1)] + line


def _keeps_hyphen(broken: re.Match[str], rest: str, words: Counter[str]) -> bool:
    """Tell whether the hyphen at the end of a line belongs to its word: the document's other words are the judge."""
    first, second = broken[1].lower(), rest.lower()
    if broken[0].endswith("\u00ad"):
        return False
    if not rest[0].islower() or words[f"{first}-{second}"]:
        return True
    if words[first + second]:
        return False
    stands_alone = len(first) > 2 and words[first] > 1 and words[second] > 1
    return _COMPOUND_STARTS.fullmatch(first) is not None or stands_alone


def _drop_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Drop page numbers, and the lines that stand at the edge of most pages."""
    edges = [_edge_indices(page) for page in pages]
    shapes = Counter(
        shape for page, edge in zip(pages, edges, strict=True) for shape in {_shape(page[index]) for index in edge}
    )
    offsets = Counter(
        number - index
        for index, (page, edge) in enumerate(zip(pages, edges, strict=True))
        for number in {_page_number(page[place]) for place in edge}
        if number is not None
    )

    def is_running(line: Line, index: int) -> bool:
        number = _page_number(line)
        if number is not None:
            return number == index + 1 or offsets[number - index] > 1
        shape = _shape(line)
        on_most_pages = shapes[shape] >= 2 and shapes[shape] * 2 > len(pages)
        numbered = shapes[shape] >= 3 and _NUMBERED_EDGE.search(shape[0]) is not None
        return on_most_pages or numbered or _PRINTED_FROM.fullmatch(line.text) is not None

    return [
        [line for place, line in enumerate(page) if place not in edge or not is_running(line, index)]
        for index, (page, edge) in enumerate(zip(pages, edges, strict=True))
    ]


def _edge_indices(page: Sequence[Line]) -> set[int]:
    """The places, in content order, of lines at an edge of the page, for a foot may be written first or last."""
    by_height = sorted(range(len(page)), key=lambda index: page[index].y)
    by_order = list(range(len(page)))
    return {index for order in (by_height, by_order) for index in (*order[:EDGE_LINES], *order[-EDGE_LINES:])}


def _shape(line: Line) -> tuple[str, int]:
    """A line as it looks on every page: the same words, but for numbers, at the same height."""
    return re.sub(r"\d+", "#", line.text), round(line.y)


def _page_number(line: Line) -> int | None:
    match = _PAGE_NUMBER.fullmatch(line.text)
    return int(match[1]) if match else None
