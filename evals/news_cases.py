"""Rows of `news-qa` as the cases of a dataset: the same gold in the words of `evals.cases`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from corpus.articles import normalise_text
from corpus.schema import Article
from evals.cases import PART_SEPARATOR, Case, Tag
from evals.dataset import locate_all, tell_contradiction
from evals.metrics.overlap import exact_match, typewritten
from evals.news import NewsRow
from retrieval.schema import Reason

_SAME = (Tag.WHO, Tag.WHEN, Tag.WHERE, Tag.WHAT, Tag.WHY, Tag.HOW, Tag.NUMBER, Tag.QUOTE, Tag.LIST, Tag.DEFINITION)
_ASKED = MappingProxyType(
    {tag.value: tag for tag in (*_SAME, Tag.YES_NO, Tag.ATTRIBUTION, Tag.NEGATION)}
    | {"consequence": Tag.WHAT, "comparison": Tag.WHAT, "yes-no-unstated": Tag.YES_NO}
)
"""What is asked for, by the kind of a row; the other kinds say only why there is no answer."""
_STYLES = MappingProxyType({"paraphrase": Tag.PARAPHRASE, "chat": Tag.LOWER_CASE})
_UNANSWERABLE = MappingProxyType({"false-premise": Tag.FALSE_PREMISE, "furniture": Tag.FURNITURE_BAIT})
_LINKS = MappingProxyType(
    {"pronoun": Tag.PRONOUN, "noun": Tag.PRONOUN, "event": Tag.PRONOUN, "place": Tag.PRONOUN}
    | {"ellipsis": Tag.ELLIPSIS, "topic": Tag.TOPIC_CHANGE}
)
_POINTS_BACK = re.compile(
    r"\b(?:he|him|his|she|her|hers|it|its|they|them|their|theirs|this|that|these|those|there|then|ones?)\b", re.I
)
_NAME_WITHIN = re.compile(r"(?<![.?!:] )(?<!^)(?<!\w)[A-Z][\w-]+")
"""A word with a capital that does not begin a sentence."""


@dataclass(frozen=True, slots=True)
class Made:
    """The cases of an article's rows, the turns of a conversation together, and how many rows could not be used."""

    cases: tuple[Case, ...]
    left_out: int


@dataclass(slots=True)
class _Talk:
    """A conversation as far as it has been made.

    Attributes:
        name: the id of its first row, which may have been left out.
        asked: the questions of its cases, and those before them.
    """

    name: str
    cases: list[Case] = field(default_factory=list)
    asked: tuple[str, ...] = ()


def make_cases(rows: Sequence[NewsRow], article: Article) -> Made:
    """Return the rows of an article as cases that hold in it.

    A row is left out when the article lacks one of its quotes, or an answer is in none of them. Earlier turns that are
    no cases of the same conversation stand `before` a case: those of a lone follow-up, and those that were left out.
    """
    talks: dict[str, _Talk] = {}
    left_out = 0
    for number, row in enumerate(rows, start=1):
        case_id = f"{article.article_id}-{number:03}"
        talk = talks.setdefault(row.conversation or case_id, _Talk(case_id))
        case = _make_case(row, article, case_id, talk)
        if case is None:
            left_out += 1
            continue
        talk.cases.append(case)
        talk.asked = (*(turn.q for turn in row.history), row.question)
    return Made(tuple(case for talk in talks.values() for case in talk.cases), left_out)


def _make_case(row: NewsRow, article: Article, case_id: str, talk: _Talk) -> Case | None:
    """The case of a row as the next of a conversation; None when it is no case, or does not hold in the article."""
    fields = dict(_fields(row, article))
    fields |= {"id": case_id, "before": tuple(turn.q for turn in row.history[len(talk.asked) :])}
    if row.conversation:
        fields |= {"conversation": talk.name, "turn": len(talk.cases) + 1}
    try:
        case = Case.model_validate(fields)
    except ValidationError:
        return None
    return case if tell_contradiction(case, article) is None else None


def _fields(row: NewsRow, article: Article) -> Iterator[tuple[str, Any]]:
    yield "article", article.article_id
    yield "question", row.question
    yield "answerable", row.answerable
    yield "tags", tuple(dict.fromkeys(_tags(row)))
    if row.history:
        yield "standalone", row.standalone or row.question
    if row.answerable:
        yield "quotes", tuple(map(normalise_text, row.quotes))
        yield "needs", "all" if len(row.quotes) > 1 else "any"
        yield "answers", _answers(row, article.text)
        yield "note", row.kind
    else:
        yield "reasons", tuple(_reasons(row, article))
        yield "note", f"{row.kind}: {row.near}" if row.near else row.kind


def _tags(row: NewsRow) -> Iterator[Tag]:
    if row.kind in _ASKED:
        yield _ASKED[row.kind]
    if row.style in _STYLES:
        yield _STYLES[row.style]
    if not row.answerable:
        yield _UNANSWERABLE.get(row.kind, Tag.UNANSWERABLE_ON_TOPIC)
    if row.history:
        yield _LINKS.get(row.link) or _link_of(row)


def _link_of(row: NewsRow) -> Tag:
    """How a follow-up goes on, where its row does not say."""
    if exact_match(typewritten(row.question), typewritten(row.standalone)) == 1:
        return Tag.TOPIC_CHANGE
    return Tag.PRONOUN if _POINTS_BACK.search(row.question) else Tag.ELLIPSIS


def _answers(row: NewsRow, text: str) -> tuple[str, ...]:
    """Every way to say the one part, or all parts in the order of the article, said shortly and said at length."""
    parts = [[normalise_text(words) for words in part] for part in row.parts]
    if len(parts) == 1:
        return tuple(dict.fromkeys(parts[0]))
    quoted = [place for quote in row.quotes for place in locate_all(normalise_text(quote), text)[:1]]

    def find(part: Sequence[str]) -> int:
        found = ((span.start, span.cut(text).find(part[0])) for span in quoted)
        return min((start + at for start, at in found if at >= 0), default=0)

    ordered = sorted(parts, key=find)
    joined = (PART_SEPARATOR.join(choose(part, key=len) for part in ordered) for choose in (min, max))
    return tuple(dict.fromkeys(joined))


def _reasons(row: NewsRow, article: Article) -> Iterator[Reason]:
    """What is true of a question that has no answer; that a name is nowhere shows in what is written with a capital."""
    yield Reason.NOT_STATED
    if row.kind == "furniture":
        yield Reason.OFF_TOPIC
    said = f"{article.title or ''} {article.text}".casefold()
    asked = (row.question, row.standalone)
    if any(name.casefold() not in said for text in asked for name in _NAME_WITHIN.findall(text)):
        yield Reason.NAME_NOT_MENTIONED
