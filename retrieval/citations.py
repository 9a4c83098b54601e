"""Citations: find a quote in its passage, parse markers, and turn an unverified draft into a verified reply.

`verify` is the only maker of an `Answer`. What it lets through holds
`article.text[citation.span.start:citation.span.end] == citation.quote`, within a passage that was retrieved, or stands
beside one.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from corpus.errors import ArticleNotFound
from corpus.schema import Article, Passage, Span
from retrieval.schema import (
    Abstention,
    Answer,
    Citation,
    Decline,
    Draft,
    Dropped,
    Evidence,
    Flaw,
    Highlight,
    Hits,
    Reason,
    Reply,
)
from retrieval.wording import say_dropped

MAX_QUOTE_CHARS = 2000

_MARKERS = re.compile(r"(?:\s?\[[0-9]{1,3}\])+(?=\s|$)")
_NUMBER = re.compile(r"[0-9]{1,3}")
# Square brackets, and what looks like them, around numbers: an article's own reference marks.
_FORGED = re.compile(r"[\[［【〔〚⟦]\s*([0-9０-９]+(?:\s*[,;–-]\s*[0-9０-９]+)*)\s*[\]］】〕〛⟧]")
_ALIKE = ("'‘’‛`´", '"“”„‟«»', "-‐‑‒–—−")
_ALIKE_CLASS = {character: f"[{re.escape(group)}]" for group in _ALIKE for character in group}


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a draft and the markers behind it; no markers when it carries none."""

    text: str
    markers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """The question that a draft answers, as typed and on its own."""

    typed: str
    standalone: str


def as_statement(quote: str) -> str:
    r"""Return a quote as it stands in an answer: on one line, without anything that could be taken for a marker.

    >>> as_statement("It was agreed[3]\nin May.")
    'It was agreed(3) in May.'
    """
    return " ".join(_FORGED.sub(r"(\1)", quote).split())


def parse_markers(text: str) -> tuple[Statement, ...]:
    """Part an answer's text into statements; a marker is `[n]`, n of one to three digits, at the end of its statement.

    >>> parse_markers("It was rejected. [1] [2] Nobody knows.")
    (Statement(text='It was rejected.', markers=(1, 2)), Statement(text='Nobody knows.', markers=()))
    """
    statements: list[Statement] = []
    start = 0
    for match in _MARKERS.finditer(text):
        markers = tuple(dict.fromkeys(int(number) for number in _NUMBER.findall(match[0])))
        statements.append(Statement(text[start : match.start()].strip(), markers))
        start = match.end()
    statements.append(Statement(text[start:].strip(), ()))
    return tuple(statement for statement in statements if statement.text)


def locate_quote(quote: str, text: str) -> Span | None:
    """Find a quote in a text: the same words in the same order, whole, or None.

    White space, the forms of quotation marks and of dashes, and quotation marks around the whole quote may differ;
    nothing else may. The caller cuts the quote anew from `text`, so that what is shown is the text's own.

    >>> locate_quote('"It is over," he said', "“It is over,” he said.")
    Span(start=0, end=21)
    >>> locate_quote("It is over", "It is not over") is None
    True
    """
    for candidate in dict.fromkeys((quote.strip(), quote.strip().strip("'‘’\"“”«»").strip())):
        if not any(map(str.isalnum, candidate)) or len(candidate) > MAX_QUOTE_CHARS:
            continue
        if match := re.search(_quote_pattern(candidate), text):
            return Span(match.start(), match.end())
    return None


def verify(draft: Draft, question: Question, hits: Hits, article_of: Callable[[str], Article]) -> Reply:
    """Turn a draft into an answer whose every sentence is backed by a quote, or into an abstention.

    A sentence without a marker that holds is left out; so is one that claims to be verbatim and is not. Markers are
    numbered anew, from 1, in the order of the text.

    Args:
        draft: by any reader.
        question: that was asked.
        hits: what was retrieved: only its passages, and those around them, can be cited.
        article_of: an id's article; called for the articles of `hits` only.

    Returns:
        An abstention for `Reason.UNVERIFIED` when no sentence is left, and for the draft's own reason when it declined;
        the verified answer that a declining reader held back is then in `rejected`.
    """
    read = (passage for hit in hits.items for passage in (hit.before, hit.passage, hit.after) if passage is not None)
    passages = {passage.id: passage for passage in read}
    citations: dict[int, Citation] = {}
    for evidence in draft.evidence:
        citation = _check(evidence, passages.get(evidence.passage_id), article_of)
        if citation is not None:
            citations.setdefault(evidence.marker, citation)
    kept: list[Statement] = []
    dropped = list(draft.dropped)
    for statement in parse_markers(draft.text):
        held = _hold(statement, citations, verbatim=draft.verbatim)
        if held is None:
            dropped.append(Dropped(statement.text, Flaw.NO_QUOTE))
        else:
            kept.append(held)
    draft = replace(draft, dropped=tuple(dropped))
    if not kept:
        return _abstain(draft.declined or Decline(Reason.UNVERIFIED), draft, question, hits, None)
    answer = _answer(draft, question, hits, kept, citations)
    return _abstain(draft.declined, draft, question, hits, answer) if draft.declined else answer


def _check(evidence: Evidence, passage: Passage | None, article_of: Callable[[str], Article]) -> Citation | None:
    """The citation that the evidence holds up to, or None."""
    if passage is None or evidence.marker < 1:
        return None
    try:
        article = article_of(passage.article_id)
    except ArticleNotFound:
        return None  # It was removed since it was found.
    if passage.span.cut(article.text) != passage.text:
        return None  # The article changed since it was indexed.
    span = evidence.span
    if span is None and (found := locate_quote(evidence.quote, passage.text)) is not None:
        span = Span(passage.span.start + found.start, passage.span.start + found.end)
        evidence = replace(evidence, quote=span.cut(article.text))
    if span is None or len(span) == 0 or not passage.span.contains(span) or span.cut(article.text) != evidence.quote:
        return None
    return Citation(evidence.marker, article.article_id, passage.id, span, evidence.quote)


def _hold(statement: Statement, citations: dict[int, Citation], *, verbatim: bool) -> Statement | None:
    """The statement with the markers that hold, or None when none does."""
    markers = tuple(marker for marker in statement.markers if marker in citations)
    if verbatim:
        markers = tuple(marker for marker in markers if as_statement(citations[marker].quote) == statement.text)
    return Statement(as_statement(statement.text), markers) if markers else None


def _answer(
    draft: Draft, question: Question, hits: Hits, kept: list[Statement], citations: dict[int, Citation]
) -> Answer:
    order = dict.fromkeys(marker for statement in kept for marker in statement.markers)
    renumbered = {marker: number for number, marker in enumerate(order, start=1)}
    return Answer(
        question=question.typed,
        standalone_question=question.standalone,
        text=" ".join(_with_markers(statement, renumbered) for statement in kept),
        highlights=tuple(_kept_highlights(draft.highlights, renumbered, citations)),
        citations=tuple(replace(citations[old], marker=new) for old, new in renumbered.items()),
        confidence=draft.confidence,
        reader=draft.reader,
        hits=hits,
        notices=(*draft.notices, *say_dropped(draft.dropped)),
        dropped=draft.dropped,
        usage=draft.usage,
    )


def _with_markers(statement: Statement, renumbered: dict[int, int]) -> str:
    return " ".join([statement.text, *(f"[{renumbered[marker]}]" for marker in statement.markers)])


def _kept_highlights(
    highlights: Iterable[Highlight], renumbered: dict[int, int], citations: dict[int, Citation]
) -> Iterable[Highlight]:
    for highlight in highlights:
        cited = citations.get(highlight.marker)
        if cited and highlight.marker in renumbered and len(highlight.span) and cited.span.contains(highlight.span):
            yield Highlight(renumbered[highlight.marker], highlight.span)


def _abstain(decline: Decline, draft: Draft, question: Question, hits: Hits, rejected: Answer | None) -> Abstention:
    return Abstention(
        question=question.typed,
        standalone_question=question.standalone,
        reason=decline.reason,
        missing=decline.missing,
        confidence=draft.confidence,
        reader=draft.reader,
        hits=hits,
        notices=draft.notices,
        rejected=rejected,
        dropped=draft.dropped,
        usage=draft.usage,
    )


def _quote_pattern(quote: str) -> str:
    words = ("".join(_ALIKE_CLASS.get(character, re.escape(character)) for character in word) for word in quote.split())
    head = r"(?<!\w)" if quote[0].isalnum() else ""
    tail = r"(?!\w)" if quote[-1].isalnum() else ""
    return head + r"\s+".join(words) + tail
