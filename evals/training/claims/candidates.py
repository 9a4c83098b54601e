"""The words of a sentence that could be an answer of a kind: times, numbers, names, reasons, quoted words."""

import re
from collections.abc import Iterator

from corpus.schema import Span
from evals.training.claims import expressions
from evals.training.claims.expressions import find_all
from evals.training.claims.kind import AnswerKind
from retrieval.names.demonyms import forms_of_country
from retrieval.names.vocabulary import fold

_EXPRESSIONS = {
    AnswerKind.TIME: expressions.TIME,
    AnswerKind.YEAR: expressions.YEAR,
    AnswerKind.MONEY: expressions.MONEY,
    AnswerKind.PERCENT: expressions.PERCENT,
    AnswerKind.DURATION: expressions.DURATION,
    AnswerKind.REASON: expressions.REASON,
}
# A number that is part of one of these counts nothing.
_UNITS = (expressions.MONEY, expressions.PERCENT, expressions.MEASURE, expressions.DURATION)
_NO_COUNT = re.compile(r"[Oo]ne (?:of|another|day|time)\b|[Oo]ne-")
_NO_COUNTS = (expressions.DATE_FIGURE, expressions.MONEY, expressions.PERCENT)
_UPPER = "A-ZÀ-ÖØ-ÞĀ-ſ"
_SHORT_TITLE = rf"(?<=\b[{_UPPER}])\.|(?<=\b(?:Mr|Dr|St|Lt|Jr|Sr))\.|(?<=\b(?:Mrs|Gen|Sen|Rep|Gov|Col|Sgt|Rev|Adm))\."
_NAME_WORD = rf"[{_UPPER}](?:[\w-]|['’](?=[{_UPPER}])|\.(?=[{_UPPER}]))*(?:{_SHORT_TITLE})?"
_JOINED_BY = "(?:(?:of|de|du|van|von|der|bin|al|el|la|le|di|da|&) (?:the )?)?"
_NAME = re.compile(rf"\b{_NAME_WORD}(?: {_JOINED_BY}{_NAME_WORD}| \d+\b){{0,9}}")
_SPACES_IN_SPEECH = 2  # Fewer words in quotation marks are a term, not what somebody said.
_NO_NAME_TEXT = """
the a an in on at by of to from for with as after before during since until when while where although though because
if and but or nor so yet this that these those it its he she they we i you his her their our my your who what which
how why there here both each all some many most several few one two three according despite following between among
under over about however also then thus hence moreover furthermore meanwhile later today yesterday now not no monday
tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
november december
"""
_NO_NAME = frozenset(_NO_NAME_TEXT.split())
_NO_NOUN = (
    r"(?!(?:and|or|but|of|in|on|at|by|to|for|from|with|as|is|are|was|were|be|been|has|have|had|that|which|who|where|when"
    r"|while|will|would|can|could|may|before|after|during|since|until|than|it|he|she|they|not|year|years|time|case|end"
    r"|beginning|start|way|same|first|last|next|past|early|late|middle|century|day|days|month|week|war|period|lack|most)\b)"
)
_COMMON_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]n|from|to|inside|outside|into|across|along|behind|beneath|under|around|within"
    r"|throughout) "
    rf"(?P<place>(?:the|an?|his|her|their|its) {_NO_NOUN}[a-z-]+(?: {_NO_NOUN}[a-z-]+){{0,3}})(?!\w)"
)
_NAME_FOLLOWS = re.compile(rf" (?:of )?(?:the )?[{_UPPER}]")
_FIRST_WORD = re.compile(r"[^\W_]+")
_OPENERS_TEXT = """
other others another due even like more such beginning prior within unlike much instead upon starting modern therefore
once through along throughout often only notable public further eventually initially together first second sometimes
finally originally local early earlier late later any apart usually soon typically rather similar large small generally
located traditional shortly perhaps around just depending numerous currently based various outside inside near whereas
likewise different up aside owing smaller larger nearly previously using every out almost hundreds thousands millions
having current recent official building next overall common increasing certain particularly founded subsequent typical
born officially led being subsequently significant popular still thereafter former little again primary established
nowadays gradually called known taking ahead application people members critics scholars historians researchers
scientists experts officials police voters residents students users children women men soldiers individuals citizens
government governments education evidence examples efforts demand research life time human humans animals plants
international national political religious social economic military major minor new old high low good great above below
beyond across back down off over per plus regardless besides nothing nobody everyone everything someone something
"""
_OPENERS = frozenset(_OPENERS_TEXT.split())
_OPENER_ENDINGS = ("ally", "tion", "tions", "ments", "ively", "ously", "ately", "ically", "ually", "ities")
_PLACED = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Ff]rom|[Tt]o|[Aa]round|outside|inside|across|into|off|throughout)(?: the)? \Z"
)


def find_candidates(kind: AnswerKind, sentence: str) -> list[Span]:
    """Return the spans of `sentence` that could answer a question of this kind, in order and disjoint.

    >>> sentence = "In 1999 three men left Oslo."
    >>> [span.cut(sentence) for span in find_candidates(AnswerKind.YEAR, sentence)]
    ['1999']
    """
    if kind is AnswerKind.QUOTE:
        return [
            span for span in find_all(expressions.QUOTE, sentence) if span.cut(sentence).count(" ") >= _SPACES_IN_SPEECH
        ]
    if kind is AnswerKind.MEASURE:
        # "50 km (31 mi)" says one thing twice.
        return [span for span in find_all(expressions.MEASURE, sentence) if sentence[max(0, span.start - 1)] != "("]
    if pattern := _EXPRESSIONS.get(kind):
        return find_all(pattern, sentence)
    if kind is AnswerKind.NUMBER:
        return _find_counts(sentence)
    if kind is AnswerKind.AMOUNT:
        return _find_amounts(sentence)
    names = find_names(sentence)
    if kind is AnswerKind.PLACE:
        return sorted([*names, *_find_common_places(sentence)])
    if kind is AnswerKind.PERSON:
        return [span for span in names if not forms_of_country(fold(span.cut(sentence)))]
    if kind is AnswerKind.GROUP:
        return list(names)
    if kind is AnswerKind.NAME:
        quoted = [Span(span.start + 1, span.end - 1) for span in find_all(expressions.QUOTE, sentence)]
        free = [span for span in names if not any(span.overlaps(quote) for quote in quoted)]
        return sorted([*quoted, *free])
    return []


def _find_counts(sentence: str) -> list[Span]:
    numbers = find_all(expressions.NUMBER, sentence)
    if not numbers:
        return []
    taken = [span for pattern in _NO_COUNTS for span in find_all(pattern, sentence)]
    free = [span for span in numbers if not any(span.overlaps(other) for other in taken)]
    return [span for span in free if not _NO_COUNT.match(sentence, span.start)]


def _find_amounts(sentence: str) -> list[Span]:
    found: list[Span] = []
    for pattern in _UNITS:
        found.extend(span for span in find_all(pattern, sentence) if not any(span.overlaps(one) for one in found))
    found.extend(span for span in _find_counts(sentence) if not any(span.overlaps(one) for one in found))
    return sorted(found)


def find_names(sentence: str) -> Iterator[Span]:
    """Yield the runs of capitalised words, without ordinary words before them."""
    for match in _NAME.finditer(sentence):
        start = match.start()
        while (first := _FIRST_WORD.match(sentence, start, match.end())) and fold(first[0]) in _NO_NAME:
            start = first.end()
            while start < match.end() and not sentence[start].isalnum():
                start += 1
        if start < match.end() and not (start < 3 and _is_no_name_alone(sentence[start : match.end()])):
            yield Span(start, match.end())


def _find_common_places(sentence: str) -> Iterator[Span]:
    """Yield what stands after a preposition of place and has no name: "at [the hospital]"."""
    for match in _COMMON_PLACE.finditer(sentence):
        if not _NAME_FOLLOWS.match(sentence, match.end()):
            yield Span(*match.span("place"))


def is_place(sentence: str, span: Span) -> bool:
    return bool(
        _PLACED.search(sentence, max(0, span.start - 14), span.start) or forms_of_country(fold(span.cut(sentence)))
    )


def _is_no_name_alone(word: str) -> bool:
    """Tell whether only the start of a sentence explains the capital of `word`."""
    folded = fold(word)
    return folded in _OPENERS or (len(folded) > 6 and folded.endswith(_OPENER_ENDINGS))
