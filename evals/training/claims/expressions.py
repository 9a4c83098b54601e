"""Regular expressions of news English: times, numbers, sums, measures, reasons, quoted words."""

import re

from corpus.schema import Span

_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
_DAY_OF_MONTH = r"\d{1,2}(?:st|nd|rd|th)?"
# No part of a longer figure, no sum of money, and no count of people or feet.
_COUNTED = r" (?:people|men|women|feet|ft|km|kg|miles|m|met|yards|square)\b"
_YEAR = rf"(?<![\d.,$£€])(?<!\d[–-])(?:1\d|20)\d\d(?![\d%]|[,.]\d|{_COUNTED})"
_PERIOD = "(?:second|minute|hour|day|night|week|month|year|decade|centur|season|generation)(?:s|y|ies)?"
_UNIT_WORD = (
    "(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ee]leven|[Tt]welve|[Tt]hirteen"
    "|[Ff]ourteen|[Ff]ifteen|[Ss]ixteen|[Ss]eventeen|[Ee]ighteen|[Nn]ineteen|[Tt]wenty|[Tt]hirty|[Ff]orty|[Ff]ifty"
    "|[Ss]ixty|[Ss]eventy|[Ee]ighty|[Nn]inety)"
)
_POWER = "(?:hundred|thousand|million|billion|trillion|dozen)s?"
_ABOUT = (
    "(?:(?:[Mm]ore than|[Ll]ess than|[Ff]ewer than|[Aa]t least|[Aa]t most|[Uu]p to|[Aa]s many as|(?:just )?[Oo]ver"
    "|(?:just )?[Uu]nder|[Aa]bout|[Aa]round|[Nn]early|[Aa]lmost|[Rr]oughly|[Aa]pproximately|[Aa]n estimated) )?"
)
_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_FIGURE = (
    rf"(?:(?<![\w.,/-]){_DIGITS}(?:[–-]{_DIGITS})?(?:[ -]{_POWER})?(?!\d|(?:st|nd|rd|th|s)\b)"
    rf"|\b(?:{_UNIT_WORD}|[Aa])(?:[- ]{_UNIT_WORD})?(?: {_POWER})+\b|\b{_UNIT_WORD}(?:[- ]{_UNIT_WORD})?\b"
    r"|\b(?:[Dd]ozens|[Hh]undreds|[Tt]housands|[Mm]illions|[Bb]illions)\b)"
)
_ERA = r"(?: (?:BCE?|AD|CE)\b)"
_PART_OF = "(?:(?:early|late|mid|middle)[- ](?:of the )?)?"
_TIMES = (
    rf"(?:{_WEEKDAY},? )?{_DAY_OF_MONTH}(?: of)? {_MONTH}(?:,? \d{{4}})?",
    rf"(?:{_WEEKDAY},? )?{_MONTH} {_DAY_OF_MONTH}\b(?:[–-]\d+)?(?:,? \d{{4}})?",
    rf"{_PART_OF}{_MONTH},? (?:of )?\d{{4}}",
    rf"(?:[Oo]n )?{_WEEKDAY}(?: (?:morning|afternoon|evening|night))?",
    rf"(?:the )?{_PART_OF}{_YEAR}s{_ERA}?",
    rf"{_PART_OF}{_YEAR}(?:(?:[–-]| to | and ){_YEAR}|[–-]\d\d\b)?{_ERA}?",
    rf"\d{{1,4}}(?:[–-]\d{{1,4}})?{_ERA}|AD \d{{1,4}}",
    rf"(?:the )?{_PART_OF}(?:\d{{1,2}}(?:st|nd|rd|th)|[a-z]+th|first|second|third)"
    rf"(?: (?:and|to) \d{{1,2}}(?:st|nd|rd|th))?[- ]centur(?:y|ies){_ERA}?",
    rf"(?:[Ii]n )?(?:the )?(?:last|next|past|previous|following) (?:{_FIGURE} )?{_PERIOD}\b",
    rf"(?:{_FIGURE}|an?|several|few|some) {_PERIOD} (?:ago|later|earlier)\b",
    r"\b(?:yesterday|today|tonight|tomorrow)\b",
    r"\b\d{1,2}(?:[:.]\d\d)? ?(?:[ap]m\b|[ap]\.m\.)|\b(?:noon|midnight)\b",
    rf"(?<=[Ii]n ){_PART_OF}{_MONTH}(?! \d)|(?<=[Bb]y ){_PART_OF}{_MONTH}(?! \d)",
)
_CURRENCY = "(?:dollars|pounds|euros|cents|pence|roubles|rubles|yen|francs|yuan|rupees)"
_LENGTH_WORD = (
    "(?:(?:square |cubic )?(?:(?:kilo|centi|milli)?met(?:re|er)s?|miles?|f(?:ee|oo)t|inch(?:es)?|yards?)"
    "|acres?|hectares?|tons?|tonnes?|pounds?"
    "|(?:kilo)?grams?|degrees?|years? old|years? of age|knots|gallons|lit(?:re|er)s"
    "|[kcm]m²?|m²?|km/h|mph|ft|kg|mi|sq mi|km2|°[CF])"
)
# Where a reason ends: with the sentence, or where the next clause begins.
_CLAUSE_END = r"(?=[.;:!?]?[\"'”’)]*\s*\Z|[;–—]|, (?:and|but|while|which|who|although|though)\b|\s-\s)"
_CAUSE = (
    r"(?:[Bb]ecause|[Dd]ue to|[Oo]wing to|[Aa]s a result of|[Ii]n order to|so that|so as to|[Tt]hanks to|on account of"
    "|[Ii]n response to|for fear|to (?:avoid|prevent|protect|ensure|help|allow|make|keep|stop|gain|reduce|escape"
    "|facilitate|manage|provide|increase|create))"
)

TIME = rf"\b(?:{'|'.join(_TIMES)})"
YEAR = rf"\b(?:{_YEAR}(?:[–-]\d\d(?:\d\d)?\b)?{_ERA}?(?!s)|\d{{1,4}}{_ERA}|AD \d{{1,4}})"
DATE_FIGURE = rf"{YEAR}|{_MONTH} \d{{1,2}}\b|\b\d{{1,2}} {_MONTH}"
NUMBER = rf"\b{_ABOUT}{_FIGURE}"
MONEY = (
    rf"(?:\b{_ABOUT}(?:US|A|C|NZ|HK)?|(?<=[^\w]))[$£€¥] ?{_DIGITS}(?: ?(?:{_POWER}|bn|m|k)\b)?"
    rf"|\b{_ABOUT}{_FIGURE} {_CURRENCY}\b"
)
PERCENT = (
    rf"\b{_ABOUT}(?:{_FIGURE}(?:%| ?percent\b| ?per cent\b)"
    r"|\b(?:half|(?:one|two|three)[- ](?:thirds?|quarters?|fifths?)|a (?:third|quarter|half|fifth))\b)"
)
DURATION = rf"\b{_ABOUT}(?:{_FIGURE}|\ban?|[Ss]everal)[ -](?:more |full |consecutive |and a half )?{_PERIOD}\b"
MEASURE = rf"\b{_ABOUT}{_FIGURE}[ -]?{_LENGTH_WORD}(?!\w)|(?<=aged ){_FIGURE}|(?<=age of ){_FIGURE}"
REASON = rf"\b{_CAUSE}\b.{{3,300}}?{_CLAUSE_END}"
QUOTE = r"“[^“”]{3,600}”|\"[^\"]{3,600}\"|‘[^‘’]{3,600}’(?!\w)"

_DIGIT = re.compile(r"\d")
_NUMBER_HINT = (
    "one two three four five six seven eight nine ten twel teen twent thirt fort fift hundred thousand illion doz"
)
_MONEY_HINT = "$ £ € ¥ dollar pound euro cent penc rouble ruble yen franc yuan rupee"
_PERIOD_HINT = "second minute hour day night week month year decade centur season generation"
_TIME_HINT = """
uary march april may june july august ember october day last next past previous following ago later earlier morrow night
noon centur
"""
# A match has one of these, or a digit where there is a "#": a substring is cheaper to find than a match.
_HINTS = {
    TIME: ("#", *_TIME_HINT.split()),
    YEAR: ("#",),
    DATE_FIGURE: ("#",),
    NUMBER: ("#", *_NUMBER_HINT.split()),
    MONEY: tuple(_MONEY_HINT.split()),
    PERCENT: ("%", "percent", "per cent", "half", "third", "quarter", "fifth"),
    DURATION: tuple(_PERIOD_HINT.split()),
    MEASURE: ("#", *_NUMBER_HINT.split()),
}


def find_all(pattern: str, sentence: str) -> list[Span]:
    """Return the spans of all matches of one of this module's patterns, which is compiled when first used.

    >>> [span.cut("It cost $3 million in May 1999.") for span in find_all(MONEY, "It cost $3 million in May 1999.")]
    ['$3 million']
    """
    hints = _HINTS.get(pattern)
    if hints is None or _has_hint(hints, sentence):
        return [Span(*match.span()) for match in re.finditer(pattern, sentence)]
    return []


def _has_hint(hints: tuple[str, ...], sentence: str) -> bool:
    if hints[0] == "#" and _DIGIT.search(sentence):
        return True
    plain = sentence.casefold()
    return any(hint in plain for hint in hints if hint != "#")
