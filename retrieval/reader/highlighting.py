"""The words of a sentence that answer, as they may stand alone: with their negation, and never only a pronoun."""

import re
from collections.abc import Iterator, Sequence

from corpus.schema import Sentence, Span

_VERBS = "is|are|was|were|be|been|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must|need"
_NEGATION = re.compile(
    rf"(?:\b(?:{_VERBS})(?:n['’]t| not)|\bcannot|\b(?:never|not|without|neither|nor|hardly|barely|no longer))"
    r"(?: (?:yet|be|been|being|have|ever|\w+ly))*[\s\"“‘']*$",
    re.IGNORECASE,
)
"""A negation right before some words, and what may stand between."""
_LOOK_BACK_CHARS = 60
_CLOSING, _OPENING = " ,.;:!?–—-", " ,;:–—-"
_EMPTY_TEXT = """
he him his she her hers it its they them their theirs we us our you your i me my this that these those who whom which
what there here one the a an and or but so
"""
_EMPTY = frozenset(_EMPTY_TEXT.split())
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def fit_to_stand_alone(question: str, sentence: Sentence, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans of a sentence, in the article, that may be shown as the answer, in order, each within the sentence.

    A span that follows a negation grows to hold it; one that says nothing but pronouns, or only what the question says,
    is left out.
    """
    asked = frozenset(_words_of(question)) | _EMPTY
    grown = (_with_negation(sentence, _trim(sentence, span)) for span in spans)
    kept = [span for span in grown if not asked.issuperset(_words_of(_cut(sentence, span)))]
    return tuple(_join(sorted(set(kept))))


def _cut(sentence: Sentence, span: Span) -> str:
    start = sentence.span.start
    return sentence.text[span.start - start : span.end - start]


def _trim(sentence: Sentence, span: Span) -> Span:
    """A span without the marks at its ends that belong to the sentence; the stop of "U.S." stays."""
    words = _cut(sentence, span)
    kept = words.rstrip(_CLOSING)
    if "." in kept.rpartition(" ")[2] and words[len(kept) :].startswith("."):
        kept += "."
    start = span.start + len(kept) - len(kept.lstrip(_OPENING))
    return Span(min(start, span.start + len(kept)), span.start + len(kept))


def _words_of(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _with_negation(sentence: Sentence, span: Span) -> Span:
    start = span.start - sentence.span.start
    before = sentence.text[max(0, start - _LOOK_BACK_CHARS) : start]
    found = _NEGATION.search(before)
    return Span(span.start - (len(before) - found.start()), span.end) if found else span


def _join(spans: Sequence[Span]) -> Iterator[Span]:
    """Yield spans in order, those that share a character as one."""
    last: Span | None = None
    for span in spans:
        if last is not None and span.start < last.end:
            last = Span(last.start, max(last.end, span.end))
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last
