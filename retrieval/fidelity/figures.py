"""The figures and dates of a sentence, in one form however they are written: "two million", "2m" and "2,000,000"."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from retrieval.fidelity.stems import MONTHS, WEEKDAYS

SMALL = 4
"""Up to this a number in words may count what a sentence lists: "both", "the three ministers"."""

_UNITS_TEXT = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen
"""
_UNITS = {word: number for number, word in enumerate(_UNITS_TEXT.split())}
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}  # noqa: SIM905
_POWERS = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT_POWERS = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "tn": "trillion"}
_PARTS = {"half": "50%", "third": "33%", "quarter": "25%", "fifth": "20%", "tenth": "10%"}
"""Parts of a whole; of thirds the whole per cent, so that "a third" and "33 per cent" are one."""
_SIGNS = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen"}
_CURRENCIES_TEXT = "dollar pound euro yen yuan rouble ruble rupee franc krona krone kroner peso lira crown"
_CURRENCIES = frozenset(_CURRENCIES_TEXT.split())
_QUANTIFIERS_TEXT = "all every majority twice double triple thrice unanimously entire whole"
_QUANTIFIERS = frozenset(_QUANTIFIERS_TEXT.split())
_ALIKE = {"every": "all", "entire": "all", "whole": "all", "unanimously": "all", "majority": "most", "double": "twice"}
_TIME_UNITS_TEXT = "second minute hour day night week month year decade century"
_TIME_UNITS = frozenset(_TIME_UNITS_TEXT.split())

_TOKEN = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[^\W\d_]+|[%$£€¥]")
_CLOCK = re.compile(r"(?i)\b(\d{1,2})(?:[.:](\d\d))?\s?([ap])\.?m\b\.?|\b(\d{1,2}):(\d\d)\b|\b(noon|midday|midnight)\b")
_PART = re.compile(r"(?i)(?<!and )\b(?:a |one[ -])?(half|third|quarter|fifth|tenth)\b(?= of\b|[ .,;:]|$)")
_YEAR = re.compile(r"(?<![\d.,$£€])(?:1[5-9]|20)\d\d(?![\d%]|[,.]\d)")
_SHORT_MONTHS = {month[:3]: month for month in MONTHS} | {"sept": "september"}
_NAMED = re.compile(r"\b[A-Z][a-z]{2,8}\b")
_MONTH_OF = re.compile(r"\b([A-Z][a-z]{2,8})\.?,? ((?:1[5-9]|20)\d\d)\b")
_NEAR_DAYS = frozenset(["yesterday", "today", "tomorrow", "tonight"])

_PARTS_OF_DAY = {"morning": ("00:00", "12:00"), "afternoon": ("12:00", "18:00"), "evening": ("16:00", "24:00")}


class Number(NamedTuple):
    """A number of a text: its value in digits, the word after it, and whether it was written in words."""

    value: str
    after: str
    in_words: bool


def read_figures(text: str) -> frozenset[str]:
    """Return the numbers of a text: shares with a "%", sums of money also by their currency, and how much of all.

    "One" is mostly no number, and is left out.

    >>> sorted(read_figures("Two million people, 2m of them, paid £3.50: 50 per cent or a third of 1,200."))
    ['1200', '2000000', '3.5', '33%', '50%', 'pound']
    """
    found = {one.value for one in read_numbers(text) if one.value != "1"}
    words = re.findall(r"[^\W\d_]+|[$£€¥]", text.lower())
    found |= {_SIGNS[word] for word in words if word in _SIGNS}
    found |= {word.removesuffix("s") for word in words if word.removesuffix("s") in _CURRENCIES}
    found |= {_ALIKE.get(word, word) for word in words if word in _QUANTIFIERS}
    found |= {"most"} if "most of" in text.lower() else set()
    return frozenset(found | {_PARTS[part.lower()] for part in _PART.findall(text)})


def find_strange_figures(statement: str, cited: Iterable[str]) -> frozenset[str]:
    """Return the figures of a statement that no cited sentence has; of small counts only those put for another.

    >>> sorted(find_strange_figures("The two men lost 3 ships in 5 weeks.", ["Ann's men lost 3 ships in 5 days."]))
    ['5 week']
    """
    texts = list(cited)
    own = read_figures(statement)
    theirs = frozenset(figure for text in texts for figure in read_figures(text))
    strange = own - theirs
    counts = {one.value for one in read_numbers(statement) if _may_count(one)}
    small = {one.value for text in texts for one in read_numbers(text) if Decimal(one.value.rstrip("%")) <= 2 * SMALL}
    if small - {"1"} <= own:
        strange -= counts
    return strange | _find_strange_units(statement, texts)


def _may_count(number: Number) -> bool:
    """Whether a number may only count what a sentence lists, and is no part of something or span of time."""
    return (
        number.in_words
        and Decimal(number.value.rstrip("%")) <= SMALL
        and number.after not in {"in", "of"}
        and number.after.removesuffix("s") not in _TIME_UNITS
    )


def _find_strange_units(statement: str, cited: Iterable[str]) -> frozenset[str]:
    """The spans of time of a statement whose number is right and whose unit is another."""
    theirs: dict[str, set[str]] = {}
    for text in cited:
        for value, unit in _read_spans(text):
            theirs.setdefault(value, set()).add(unit)
    return frozenset(
        f"{value} {unit}" for value, unit in _read_spans(statement) if value in theirs and unit not in theirs[value]
    )


def _read_spans(text: str) -> Iterator[tuple[str, str]]:
    for one in read_numbers(text):
        unit = one.after.removesuffix("s").replace("centurie", "century")
        if unit in _TIME_UNITS:
            yield one.value, unit


def read_dates(text: str) -> frozenset[str]:
    """Return the weekdays, months, years, months of a year and times of the clock of a text.

    >>> sorted(read_dates("On Monday 24 Oct 2022, at 3.30pm and at noon."))
    ['12:00', '15:30', '2022', 'monday', 'october', 'october 2022']
    """
    found = set(_YEAR.findall(text))
    for match in _NAMED.findall(text):
        word = match.lower()
        if word.removesuffix("s") in WEEKDAYS:
            found.add(word.removesuffix("s"))
        elif word in MONTHS:
            found.add(word)
        elif word in _SHORT_MONTHS:
            found.add(_SHORT_MONTHS[word])
    for name, year in _MONTH_OF.findall(text):
        word = _SHORT_MONTHS.get(name.lower(), name.lower())
        if word in MONTHS:
            found.add(f"{word} {year}")
    found |= {word for word in re.findall(r"[a-z]+", text.lower()) if word in _NEAR_DAYS}
    found.update(_clock(match) for match in _CLOCK.finditer(text))
    return frozenset(found)


def find_strange_dates(statement: str, cited: Iterable[str]) -> frozenset[str]:
    """Return the dates of a statement that the cited sentences do not have, and what it turns round in time.

    >>> cited = ["Bob left at 4am.", "Ann left after Bob."]
    >>> sorted(find_strange_dates("Ann left in the afternoon, before Bob.", cited))
    ['afternoon', 'before']
    """
    text = " ".join(cited)
    strange = read_dates(statement) - read_dates(text)
    own, theirs = (frozenset(re.findall(r"[a-z]+", part.lower())) for part in (statement, text))
    clocks = {date for date in read_dates(text) if ":" in date}
    for part in own & _PARTS_OF_DAY.keys() - theirs:
        first, last = _PARTS_OF_DAY[part]
        if not any(first <= clock < last for clock in clocks):
            strange |= {part}
    for one, other in (("before", "after"), ("after", "before")):
        if one in own and one not in theirs and other in theirs and other not in own:
            strange |= {one}
    return strange


def read_numbers(text: str) -> Iterator[Number]:
    """Yield every number of a text, but for the years and times of the clock."""
    tokens = [token.lower() for token in _TOKEN.findall(_YEAR.sub(" ", _CLOCK.sub(" ", text)))]
    at = 0
    while at < len(tokens):
        value, behind = _read_number(tokens, at)
        if value is None:
            at += 1
            continue
        after = tokens[behind] if behind < len(tokens) else ""
        is_share = after in {"%", "percent"} or tokens[behind : behind + 2] == ["per", "cent"]
        plain = f"{value.normalize():f}"
        yield Number(f"{plain}%" if is_share else plain, after, in_words=not tokens[at][0].isdigit())
        at = behind


def _clock(match: re.Match[str]) -> str:
    if match[6]:
        return "00:00" if match[6].lower() == "midnight" else "12:00"
    if match[4]:
        return f"{int(match[4]):02}:{match[5]}"
    hour = int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0)
    return f"{hour:02}:{match[2] or '00'}"


def _read_number(tokens: list[str], at: int) -> tuple[Decimal | None, int]:
    """The number that begins at a token, and the place behind it."""
    total, part, is_any, start = Decimal(0), Decimal(0), False, at
    while at < len(tokens):
        token, before = tokens[at], tokens[at - 1] if at else ""
        if token[0].isdigit() and not is_any:
            part = Decimal(token.replace(",", ""))
        elif token in _UNITS and (not is_any or before in _TENS or before in {"and", *_POWERS}):
            part += _UNITS[token]
        elif token in _TENS and (not is_any or before in {"and", *_POWERS}):
            part += _TENS[token]
        elif (power := _power(token)) and (is_any or (token in _POWERS and before == "a")):
            part = (part or Decimal(1)) * power
            if power >= 1000:
                total, part = total + part, Decimal(0)
        elif not (is_any and _joins(tokens, at)):
            break
        is_any = True
        at += 1
    return (total + part, at) if is_any else (None, start)


def _joins(tokens: list[str], at: int) -> bool:
    """Whether a token is the "and" of "two hundred and twelve"."""
    around = tokens[at - 1 : at + 2] if at else []
    return len(around) == 3 and around[1] == "and" and around[0] in _POWERS and around[2] in _UNITS | _TENS


def _power(token: str) -> int | None:
    return _POWERS.get(_SHORT_POWERS.get(token, token).removesuffix("s"))
