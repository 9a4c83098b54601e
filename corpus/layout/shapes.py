"""What a paragraph looks like by itself: prose, a title, a byline, an item of a list, or a notice of the page."""

import re
from enum import Enum, auto

from corpus.layout.notices import Notice, read_notice

MAX_HEADING_CHARS = 90
MAX_TEASER_CHARS = 120

_NO_HEADING_END = re.compile(r"[.!…:;,–—-][\"'”’)\]]*$")
_INNER_STOP = re.compile(r"[a-z]{3}[.!?][\"'”’)\]]* +[A-Z“‘\"]")
# A note after the stop: "…asphaltum.[citation needed]".
_NOTE = re.compile(r"(?:\[[^\[\]]{1,20}\])+$| \[(?:\.\.\.|…)\]$")
_REAL_WORD = re.compile(r"[^\W\d_]{3}")
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
_NAME = r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]*){1,3}"
_BARE_NAME = re.compile(_NAME)
_BYLINE = re.compile(
    r"(?:By|BY|Words by|Written by|Reporting by|Analysis by|Story by|Opinion by|Edited by|Additional reporting by|From"
    r"|Reporter:|Author:) [A-Z@].{1,120}$"
    r"|" + _NAME + r"(?: and " + _NAME + r"(?: in .{2,40})?| in [A-Z].{2,40}| @\w+)$"
    r"|.{2,90}\b(?:[Cc]orrespondent|[Ee]ditor|[Rr]eporter|[Cc]olumnist|[Ww]riter|[Pp]roducer)"
    r"(?:$|,? @\w+$|(?:,| in| at| for) .{2,40}$)"
    r"|" + _NAME + r", (?:Associated Press|Reuters|AP|AFP)$"
)
# Such as "KYIV, Ukraine (AP)".
_DATELINE = re.compile(r"[A-Z][A-Z.’' -]{2,40}(?:, [A-Z][\w. ]{1,30}| \([A-Z][\w ]{1,20}\)).{0,30}$")


class Shape(Enum):
    """What a paragraph looks like before its neighbours are asked.

    A `TITLE` may head a section; a `TEASER` is written like a title but says too much to be a heading. `ABOUT` says who
    wrote the article, where and when.
    """

    PROSE = auto()
    TITLE = auto()
    TEASER = auto()
    ABOUT = auto()
    ITEM = auto()


def look_at(words: str) -> Shape | Notice:
    """Return what a paragraph, or a line of one, looks like.

    >>> look_at("What is a dirty bomb?"), look_at("It is over."), look_at("By Ann Lee in Kyiv")
    (<Shape.TITLE: 2>, <Shape.PROSE: 1>, <Shape.ABOUT: 4>)
    """
    notice = read_notice(words)
    if notice is not None and not (notice is Notice.LONE and _PUBLISHED.match(words) and "ago" not in words):
        return notice
    if _ITEM.match(words):
        return Shape.ITEM
    line = " ".join(words[: 2 * MAX_TEASER_CHARS].split())
    if len(line) > MAX_TEASER_CHARS or not _is_titular(line):
        return Shape.PROSE
    if _PUBLISHED.match(line) or _DATELINE.match(line) or _is_byline(line):
        return Shape.ABOUT
    return Shape.TITLE if _could_head(line) else Shape.TEASER


def _is_titular(line: str) -> bool:
    """Tell whether a line is written like a title: no full stop, a capital or figure first, not a whole quotation."""
    if _NO_HEADING_END.search(_NOTE.sub("", line)) or _INNER_STOP.search(line) or line.count("(") != line.count(")"):
        return False
    if line[0] in "([" or line.count('"') % 2 or line.endswith(_OPEN_QUESTION) or not _REAL_WORD.search(line):
        return False
    first = line.lstrip(_QUOTE)[:1]
    whole_quote = line[0] in _QUOTE and line[-1] in _CLOSING_QUOTE
    return not first.islower() and not whole_quote


def is_bare_name(line: str) -> bool:
    """Tell whether a line is two to four words in capitals, as a name is; many a title is too.

    >>> is_bare_name("Samir Patel"), is_bare_name("What next")
    (True, False)
    """
    return _BARE_NAME.fullmatch(line) is not None


def _is_byline(line: str) -> bool:
    return len(line) <= MAX_HEADING_CHARS and not line.endswith("?") and _BYLINE.match(line) is not None


def _could_head(line: str) -> bool:
    """Tell a title that may head a section from a fact, a quotation or a sentence that lost its full stop."""
    if len(line) > MAX_HEADING_CHARS or line[0] in _QUOTE or _FACT.search(line):
        return False
    if line.endswith("?"):
        return 1 < line.count(" ") + 1 <= _MAX_QUESTION_WORDS or _QUESTION_WORD.match(line) is not None
    return _QUESTION_WORD.match(line) is not None or not _FINITE_PAST.search(line)
