"""The words of a sentence that could be an answer of a kind: times, numbers, names, reasons, quoted words."""

import re
from collections.abc import Iterator

from corpus.schema import Span
from retrieval.answer_words import expressions
from retrieval.answer_words.expressions import find_all
from retrieval.answer_words.kind import AnswerKind
from retrieval.names.demonyms import forms_of_country
from retrieval.names.vocabulary import fold

_EXPRESSIONS = {
    AnswerKind.TIME: expressions.TIME,
    AnswerKind.YEAR: expressions.YEAR,
    AnswerKind.MONEY: expressions.MONEY,
    AnswerKind.PERCENT: expressions.PERCENT,
    AnswerKind.DURATION: expressions.DURATION,
    AnswerKind.MEASURE: expressions.MEASURE,
    AnswerKind.REASON: expressions.REASON,
}
# A number that is part of one of these counts nothing.
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
_FIRST_WORD = re.compile(r"[^\W_]+")
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
    if pattern := _EXPRESSIONS.get(kind):
        return find_all(pattern, sentence)
    if kind is AnswerKind.NUMBER:
        return _find_counts(sentence)
    names = find_names(sentence)
    if kind is AnswerKind.PLACE:
        return [span for span in names if _is_place(sentence, span)]
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
    return [span for span in numbers if not any(span.overlaps(other) for other in taken)]


def find_names(sentence: str) -> Iterator[Span]:
    """Yield the runs of capitalised words, without ordinary words before them."""
    for match in _NAME.finditer(sentence):
        start = match.start()
        while (first := _FIRST_WORD.match(sentence, start, match.end())) and fold(first[0]) in _NO_NAME:
            start = first.end()
            while start < match.end() and not sentence[start].isalnum():
                start += 1
        if start < match.end():
            yield Span(start, match.end())


def _is_place(sentence: str, span: Span) -> bool:
    return bool(
        _PLACED.search(sentence, max(0, span.start - 14), span.start) or forms_of_country(fold(span.cut(sentence)))
    )
