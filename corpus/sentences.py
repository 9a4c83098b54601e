"""Sentence boundaries of English news copy, by rule: no model, linear in the text."""

import re
from collections.abc import Iterator

from corpus import abbreviations
from corpus.layout.lines import split_lines
from corpus.schema import Span

# One unit must fit what an embedding model reads at once (256 word pieces of about 4.7 characters).
MAX_SENTENCE_CHARS = 1000

# Every stop matches, whatever follows, so that no run of stops is scanned twice.
_STOP = re.compile(r"""([.!?…]++)((?:["'”’»)\]]|\[\d{1,3}\]|\[[a-z]+(?: [a-z0-9]+)?\])*+)""")
_SPACE = re.compile(r"\s*+")
_NEXT = re.compile(r"""(["'“‘«(\[]{0,3}+)([^\s"'“”‘«(\[]{0,40}+)""")
_WORD = re.compile(r"[^\W_]+(?:[.’'&-][^\W_]+)*")
_LAST_WORD = re.compile(r"""[^\s("“«\[–—-]+$""")
_ENUMERATOR = re.compile(r"""["'“‘(]*(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]+""")
# "iPhone", "eBay"; "de Gaulle", "al-Shabab".
_LOWER_NAME = re.compile(r"[a-z]{1,2}[A-Z]|(?:de|del|della|der|di|da|du|la|le|van|von|al|el|bin|ibn|ten|ter)[ -][A-Z]")
# As in: “Is it over?” Mr Smith asked.
_ATTRIBUTION = re.compile(
    r"(?:[A-Z][\w.’'-]*\s+){1,5}(?:said|says|asks?|asked|added|adds|replied|wrote|tweeted|shouted|told|wondered|demanded"
    r"|joked|quipped|cried|exclaimed|recalled)\b"
)
# "E! Entertainment"
_LONE_CAPITAL = re.compile(r"(?:^|\s)[A-Z]$")
_LOOK_BACK_CHARS = 40


def split_sentences(text: str, paragraph: Span) -> tuple[Span, ...]:
    """Return the spans, in `text`, of the sentences of one paragraph, in order and without surrounding white space.

    Together they hold every character of the paragraph that is not white space. An empty paragraph has none. A wrapped
    line does not end a sentence; a list item on a line of its own does. A sentence over `MAX_SENTENCE_CHARS` is cut at
    a semicolon, a comma or white space.

    >>> text = "Gen. Milley left the U.S. He met Adm. Sir Tony Radakin at 10 a.m. Monday."
    >>> [span.cut(text) for span in split_sentences(text, Span(0, len(text)))]
    ['Gen. Milley left the U.S.', 'He met Adm. Sir Tony Radakin at 10 a.m. Monday.']
    """
    return tuple(
        piece
        for run in split_lines(text, paragraph)
        for sentence in _split_run(text, run)
        for piece in _shorten(text, sentence)
    )


def _split_run(text: str, run: Span) -> Iterator[Span]:
    start = run.start
    for match in _STOP.finditer(text, run.start, run.end):
        following = _SPACE.match(text, match.end(), run.end)
        after = following.end() if following else match.end()
        if after < run.end and _is_boundary(text, start, match, after):
            yield Span(start, match.end())
            start = after
    if start < run.end:
        yield Span(start, run.end)


def _is_boundary(text: str, start: int, match: re.Match[str], after: int) -> bool:
    """Tell whether the stop at `match` ends the sentence begun at `start`; the next word begins at `after`."""
    stop, closers = match[1], match[2]
    if after == match.end() and not (closers and text[after] == "“"):
        return False
    upcoming = _NEXT.match(text, after)
    opening, following = (upcoming[1], upcoming[2]) if upcoming else ("", "")
    if not following or following[0] in "–—-,;:.!?…)]”’/&|":
        return False
    if following[0].islower():
        return stop == "." and not (opening or closers) and _starts_lower(text, start, match, after)
    if stop == ".":
        return _full_stop_ends(text, start, match, following)
    if stop[-1] in "!?":
        if _LONE_CAPITAL.search(text[max(start, match.start() - 2) : match.start()]):
            return False
        return not (closers and closers[-1] in "\"'”’" and not opening and _ATTRIBUTION.match(text, after, after + 120))
    # An ellipsis between spaces marks an omission, not an end.
    return not text[match.start() - 1 : match.start()].isspace()


def _starts_lower(text: str, start: int, match: re.Match[str], after: int) -> bool:
    return _LOWER_NAME.match(text, after) is not None and _full_stop_ends(text, start, match, "")


def _full_stop_ends(text: str, start: int, match: re.Match[str], following: str) -> bool:
    """Tell a full stop from the stop of an abbreviation, an initial or an enumerator."""
    stop_at = match.start()
    if stop_at - start < 8 and _ENUMERATOR.fullmatch(text, start, stop_at + 1):
        return False
    back = text[max(start, stop_at - _LOOK_BACK_CHARS) : stop_at]
    last = _LAST_WORD.search(back)
    if last is None:
        return bool(back) and not back[-1].isspace()
    word, before = last[0].lstrip("'‘"), back[: last.start()].split()[-1:]
    bare = _WORD.match(following)
    starter = bare is not None and _head(bare[0]) in abbreviations.STARTERS
    if word in abbreviations.TITLES:
        # “Thank you, Dr.” He left.
        return bool(match[2])
    if word in abbreviations.BEFORE_NUMBERS:
        return not following[:1].isdigit()
    if word in abbreviations.CLOCK:
        return bare is not None and bare[0] not in abbreviations.AFTER_CLOCK and not following[:1].isdigit()
    if len(word) == 1 and word.isupper():
        return starter or (bool(before) and before[0] in abbreviations.LETTERED)
    if word in abbreviations.ERAS and before and before[0].isdigit():
        return True
    if word in abbreviations.AMBIGUOUS or abbreviations.INITIALS.fullmatch(word):
        return starter
    return True


def _head(word: str) -> str:
    """The word without what an apostrophe adds: "It’s" is "It"."""
    return re.split("[’']", word, maxsplit=1)[0]


def _shorten(text: str, sentence: Span) -> Iterator[Span]:
    """Cut a sentence into units of at most `MAX_SENTENCE_CHARS`; nearly always it is one."""
    start = sentence.start
    while sentence.end - start > MAX_SENTENCE_CHARS:
        end = _cut_at(text, start)
        yield Span(start, start + len(text[start:end].rstrip()))
        following = _SPACE.match(text, end, sentence.end)
        start = following.end() if following else end
    if start < sentence.end:
        yield Span(start, sentence.end)


def _cut_at(text: str, start: int) -> int:
    """Where to end an over-long unit: after the last ; or , of its second half, else at white space, else anywhere."""
    limit = start + MAX_SENTENCE_CHARS
    window = text[start : limit + 1]
    for mark in (r";(?=\s)", r",(?=\s)"):
        ends = [match.end() for match in re.finditer(mark, window)]
        if ends and ends[-1] > MAX_SENTENCE_CHARS // 2:
            return start + ends[-1]
    words = re.match(r".*\S(?=\s)", window, re.DOTALL)
    return start + words.end() if words else limit
