"""What kind of thing a question asks for, by its question word and the noun beside it."""

import re
from enum import StrEnum


class AnswerKind(StrEnum):
    """What an answer has to be.

    `NUMBER` counts, `AMOUNT` is how much there is of something, in whatever unit.
    `ROLE` is what somebody is ("who is Ann Reed"), `NAME` something with a name that is neither person, group nor place
    ("which film"), `OTHER` what the rules cannot tell.
    """

    PERSON = "person"
    GROUP = "group"
    PLACE = "place"
    TIME = "time"
    YEAR = "year"
    NUMBER = "number"
    AMOUNT = "amount"
    MONEY = "money"
    PERCENT = "percent"
    DURATION = "duration"
    MEASURE = "measure"
    REASON = "reason"
    DEFINITION = "definition"
    ROLE = "role"
    QUOTE = "quote"
    NAME = "name"
    YES_NO = "yes_no"
    OTHER = "other"


_PERSON = """
person man woman president minister king queen emperor leader actor actress author writer singer artist composer general
politician scientist philosopher architect director player coach pope senator governor mayor individual ruler inventor
explorer musician historian engineer poet founder chief head secretary commander officer official spokesman spokeswoman
chancellor premier candidate journalist judge lawyer professor prince princess producer rapper sultan
"""
_GROUP = """
company organization organisation group team band party agency university college school club firm corporation
institution league government army tribe dynasty publisher newspaper magazine network channel station label ministry
alliance union airline bank church
"""
_PLACE = """
place country city state town village continent island region area county province district nation river mountain
capital location street building airport countries cities territory sea lake neighborhood neighbourhood
"""
_TIME = "date day month time decade century era period season"
_NAMED = """
film movie song album book novel award prize treaty war battle language religion bridge ship magazine poem opera play
game show series law act festival event school
"""
_SIZE = "temperature height length distance speed size weight elevation depth"
_HOW_MUCH = "far tall high deep wide big large fast heavy old hot cold close"
_SAYING = """
say said claim claimed announce announced tell warn warned add call deny denied state stated suggest argue promise
pledge insist predict admit reply comment demand
"""


def _any_of(words: str) -> str:
    return rf"(?:{'|'.join(words.split())})s?"


# "What did the president do" asks for no president, "what kind of state" for no state.
_BETWEEN = r"(?:(?!(?:did|do|does|has|have|had|kind|type|sort|form|happen\w*|occur\w*)\b)[\w'’-]+ ){0,2}?"
_WHICH = rf"(?:\b(?:what|which)|^(?:please )?name(?: the| an?)?) {_BETWEEN}"
_IS_THE = r"\bwhat(?:'s|’s| is| was| are| were) the (?:[\w-]+ ){0,3}"
_SHARE = "(?:percent|percentage|per cent|proportion|fraction)"
_PERIOD = "(?:seconds|minutes|hours|days|weeks|months|years|decades|centuries)"
# A name or a thing: one to three words, none of which opens a clause or a phrase.
_TOPIC = (
    r"(?:(?!(?:of|for|in|on|at|by|to|with|from|the|about|like|called|named|known|his|her|their|its)\b)[\w.’'-]++ ?)"
)
_NO_VERB = r"(?!\w+(?:ing|ed)\b)"
# The first that fits tells.
_RULES = (
    (AnswerKind.TIME, rf"{_WHICH}{_any_of(_TIME)}\b|\b(?:since|until) when\b|\bhow long ago\b"),
    (AnswerKind.YEAR, r"\b(?:what|which) (?:\w+ )?years?\b(?! old)"),
    (
        AnswerKind.MONEY,
        r"\bhow much (?:money\b|.*\b(?:cost|pay|paid|spend|spent|earn|earned|worth|raise|raised)\b)"
        r"|\bwhat (?:\w+ )?(?:price|cost|revenue|budget|salary)\b|\bhow many (?:dollars|pounds|euros)\b",
    ),
    (
        AnswerKind.PERCENT,
        rf"\b(?:what|which|how (?:much|many|large|big|high)(?: of)?) (?:[\w'’-]+ ){{0,3}}?{_SHARE}\b"
        rf"|^(?:the |about )?{_SHARE}\b",
    ),
    (AnswerKind.DURATION, rf"\bhow long\b|\bhow many {_PERIOD}\b"),
    (
        AnswerKind.MEASURE,
        rf"\bhow {_any_of(_HOW_MUCH)}\b|{_IS_THE}{_any_of(_SIZE)}\b|\bat what (?:\w+ )?{_any_of(_SIZE)}\b"
        r"|\bwhat (?:is|was) the (?:total|land|surface) area\b|\b(?:at|by) what age\b|\bthe (?:average|median) age\b",
    ),
    (AnswerKind.AMOUNT, r"\bhow much\b"),
    (AnswerKind.NUMBER, rf"\bhow many\b|{_IS_THE}(?:number|population|amount)\b|\b(?:what|which) number\b"),
    (
        AnswerKind.REASON,
        rf"\bwhy\b|\bfor what (?:reason|purpose)\b|{_IS_THE}(?:reason|purpose)s?\b"
        r"|\bwhat (?:reason|caused)\b|\bhow come\b",
    ),
    (AnswerKind.PLACE, rf"\bwhere\b|{_WHICH}{_any_of(_PLACE)}\b"),
    (AnswerKind.TIME, r"\bwhen\b"),
    (
        AnswerKind.ROLE,
        rf"^(?:tell me )?who(?:'s|’s| is| was| are| were) (?!an? |.*['’]s ){_NO_VERB}{_TOPIC}{{1,4}}[?.! ]*$",
    ),
    (AnswerKind.PERSON, rf"\b(?:who|whom|whose)\b|{_WHICH}{_any_of(_PERSON)}\b"),
    (AnswerKind.GROUP, rf"{_WHICH}{_any_of(_GROUP)}\b"),
    (AnswerKind.QUOTE, rf"\bwhat (?:did|does|do|has|have|had|else did) (?:[\w’'.-]+ ){{1,6}}?{_any_of(_SAYING)}\b"),
    (AnswerKind.NAME, rf"\bnames?\b|\b(?:called|titled|entitled|known as)\b|{_WHICH}{_any_of(_NAMED)}\b"),
    (
        AnswerKind.DEFINITION,
        rf"\bwhat(?:'s|’s|s| is| are| was| were) (?:an? (?:[\w’'-]++ ?){{1,4}}|(?:the )?{_NO_VERB}{_TOPIC}{{1,3}})"
        r"[?.! ]*$"
        r"|\bwhat (?:does|do) .* (?:mean|stand for)\b|^define\b",
    ),
    (
        AnswerKind.YES_NO,
        r"^(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|may|might|must)\b",
    ),
)
_KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in _RULES)
_MAX_CHARS = 1000  # A longer question is read so far.


def answer_kind(question: str) -> AnswerKind:
    """Return the kind of answer that `question` asks for, whatever its case and punctuation.

    >>> questions = ("To whom did he speak?", "IN WHICH YEAR", "how many died", "What is a bomb?")
    >>> [str(answer_kind(question)) for question in questions]
    ['person', 'year', 'number', 'definition']
    """
    plain = " ".join(question[:_MAX_CHARS].casefold().split())
    return next((kind for kind, pattern in _KINDS if pattern.search(plain)), AnswerKind.OTHER)
