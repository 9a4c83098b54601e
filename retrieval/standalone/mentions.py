"""Who and what a conversation has named: the people, groups and places that a follow-up may point back to."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.schema import Span
from retrieval.answer_words.candidates import find_names
from retrieval.citations import parse_markers
from retrieval.names.demonyms import forms_of_country
from retrieval.names.vocabulary import fold
from retrieval.schema import Answer, Turn
from retrieval.standalone.grammar import AUXILIARY, QUESTION_WORD

DECAY = 0.5
"""Of a mention's weight with each turn that has passed since."""
SUBJECT, ASKED, HIGHLIGHTED, OPENED, QUOTED = 1.2, 0.6, 0.9, 0.6, 0.2
"""Weights of a mention: as a question's subject; elsewhere in it; among the words that answered; as what an answer
opens with; elsewhere in it."""


MAX_TOGETHER = 4
"""Names that answered together and are "they"."""


class Kind(StrEnum):
    """What bears a name, as far as its form and place tell."""

    MAN = "man"
    WOMAN = "woman"
    PERSON = "person"
    GROUP = "group"
    PLACE = "place"
    SEVERAL = "several"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Referent:
    """Somebody or something that was named, once or more.

    Attributes:
        name: the fullest form that was used.
        kind: as far as it is known.
        weight: at least 0; the greater, the more it is what the conversation is about now.
        last: the turn that named it last, from 0.
    """

    name: str
    kind: Kind
    weight: float
    last: int


_PEOPLE = frozenset({Kind.MAN, Kind.WOMAN, Kind.PERSON})
_HE, _SHE = frozenset({"he", "him", "his", "himself"}), frozenset({"she", "her", "hers", "herself"})
_MAN_TITLES, _WOMAN_TITLES = (
    frozenset({"mr", "sir", "lord", "king", "prince"}),
    frozenset({"mrs", "ms", "miss", "lady"}),
)
_TITLES_TEXT = """
dr prof professor president minister secretary general gen admiral colonel captain judge mayor senator governor pope
bishop chancellor ambassador queen princess dame
"""
_TITLES = _MAN_TITLES | _WOMAN_TITLES | frozenset(_TITLES_TEXT.split())
_ROLES_TEXT = """
minister president chairman chairwoman director spokesman spokeswoman general admiral mayor governor judge king queen
pope author coach manager owner leader doctor professor union company government ministry council committee commission
party army navy police court bank firm club team band board agency foundation charity university museum hospital
"""
ROLES = tuple(_ROLES_TEXT.split())
"""What people and groups of the news are called where they are not named."""
_ROLE = re.compile(rf"\b(?P<role>the (?:[a-z]+ )?(?:{'|'.join(ROLES)}))\b(?!['’]s|[ -][a-z]+(?:'s| of\b))")
_GROUP_TEXT = """
ministry department council committee commission union party government army navy police court bank company group
university institute school agency association federation alliance parliament congress senate house office nato un eu
club team band corporation inc ltd trust foundation society church league times post guardian hospital museum council
authority forces ministry
"""
_GROUPS = frozenset(_GROUP_TEXT.split())
_GROUP_ROLES = frozenset(ROLES[ROLES.index("union") :])
_OPENING = re.compile(rf"(?i)(?:{AUXILIARY}|{QUESTION_WORD}|any\w*|some\w*|on|in|by|to|with|for|from)\b")
_ASKS_OF = re.compile(rf"(?i)\b{AUXILIARY} (?:the )?$")
_WORD = re.compile(r"[^\W_]+")
_DIRECTIONS = frozenset({"western", "eastern", "northern", "southern", "west", "east"})
_ADJECTIVE_ENDINGS = ("ian", "ians", "ish", "ese", "can", "cans", "ean", "eans", "german", "french", "dutch", "greek")
_SPEAKS = re.compile(r",? (?:who|said|says|told|added|wrote|tweeted|thinks|believes|was born|married)\b")
_BY_ROLE = re.compile(r"(?:[a-z]{3,}(?:er|or|ist|ian|ant|man|woman)|chief|secretary|spokes\w+|president|coach) $")
_PLACED = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|from|[Oo]n|outside|across|around|throughout|towards?)(?: the)? $")


def find_referents(turns: Sequence[Turn]) -> list[Referent]:
    """Return what the turns named, the most likely to be meant first; none of a conversation that named nobody.

    Names of which one has all words of the other are one referent: "Lee" and "Ann Lee".
    """
    found: list[Referent] = []
    kinds = read_kinds({hit.passage.text for turn in turns for hit in turn.reply.hits.items})
    for number, turn in enumerate(turns):
        fade = DECAY ** (len(turns) - 1 - number)
        for name, here, weight in _read_turn(turn):
            kind = here if here is not Kind.UNKNOWN else _most_told(kinds.get(_last_word(name), Counter()))
            at = next((n for n, one in enumerate(found) if _is_same(one.name, name)), None)
            if at is None:
                found.append(Referent(name, kind, weight * fade, number))
                continue
            known = found[at]
            longer = max(known.name, name, key=len)
            # Of several mentions in a turn the weightiest counts, so that a long answer does not outweigh a question.
            told = max(known.weight, weight * fade) if known.last == number else known.weight + weight * fade
            found[at] = Referent(longer, _agree(known.kind, kind), told, number)
    return sorted((one for one in found if not _is_adjective(one.name)), key=lambda one: -one.weight)


def find_asked_names(question: str) -> Iterator[Span]:
    """Yield the names of a question, without the question word or verb that opens it.

    >>> [span.cut("Did Ann Lee go?") for span in find_asked_names("Did Ann Lee go?")]
    ['Ann Lee']
    """
    opening = _OPENING.match(question)
    at = opening.end() if opening else 0
    lowered = question[:at].lower() + question[at:]
    yield from (span for span in find_names(lowered) if not span.cut(lowered).isdigit())
    yield from (Span(*match.span("role")) for match in _ROLE.finditer(question))


def read_kinds(texts: Iterable[str]) -> Mapping[str, Counter[Kind]]:
    """Return what texts tell of the bearers of the names in them, by each name's last word, folded."""
    told: dict[str, Counter[Kind]] = defaultdict(Counter)
    for text in texts:
        for span in find_names(text):
            name = _own(span.cut(text))
            told[_last_word(name)][kind_of(name, text, span)] += 1
    return told


def kind_of(name: str, text: str, span: Span) -> Kind:
    """Return what bears a name that stands at a place of a text."""
    words = [fold(word) for word in _WORD.findall(name)]
    before, after = text[: span.start], text[span.end :]
    if words[0] in _MAN_TITLES:
        return Kind.MAN
    if words[0] in _WOMAN_TITLES:
        return Kind.WOMAN
    if words[0] in _TITLES and len(words) > 1:
        return Kind.PERSON
    if words[0] == "the" and name[0].islower():
        return Kind.GROUP if _GROUPS & set(words) or words[-1] in _GROUP_ROLES else Kind.PERSON
    if forms_of_country(fold(name)) or _PLACED.search(before):
        return Kind.PLACE
    if _GROUPS & set(words) or (name.isupper() and len(name) > 1):
        return Kind.GROUP
    if _SPEAKS.match(after) or _BY_ROLE.search(before):
        return Kind.PERSON
    return Kind.UNKNOWN


def _read_turn(turn: Turn) -> Iterator[tuple[str, Kind, float]]:
    """The names of a turn with their kinds and weights, those of the question first."""
    asked = turn.standalone_question
    typed = {fold(word) for word in _WORD.findall(turn.question)}
    resolved = Kind.MAN if typed & _HE else Kind.WOMAN if typed & _SHE else None
    asks_who = fold(asked).startswith(("who is", "who was", "who's"))
    asked_of: list[tuple[str, Kind]] = []
    for span in find_asked_names(asked):
        name = _own(span.cut(asked))
        kind = kind_of(name, asked, span)
        put_in = not {fold(word) for word in _WORD.findall(name)} & typed
        if resolved and put_in and kind in {Kind.UNKNOWN, Kind.PERSON, Kind.MAN, Kind.WOMAN}:
            kind = resolved
        elif asks_who and kind is Kind.UNKNOWN:
            kind = Kind.PERSON
        asked_of.append((name, kind))
        yield name, kind, SUBJECT if _ASKS_OF.search(asked[: span.start]) else ASKED
    people = [name for name, kind in asked_of if is_person(kind)]
    if len(people) > 1:
        yield f"{people[0]} and {people[1]}", Kind.SEVERAL, HIGHLIGHTED
    if isinstance(turn.reply, Answer):
        yield from _read_answer(turn.reply)


def _read_answer(answer: Answer) -> Iterator[tuple[str, Kind, float]]:
    alike: dict[Kind, list[str]] = defaultdict(list)
    for name, kind, weight in _read_quotes(answer):
        told = weight == HIGHLIGHTED and kind is not Kind.UNKNOWN and not _is_adjective(name)
        if told and name not in alike[kind]:
            alike[kind].append(name)
    for names in alike.values():
        if 1 < len(names) <= MAX_TOGETHER:
            yield f"{', '.join(names[:-1])} and {names[-1]}", Kind.SEVERAL, HIGHLIGHTED
    yield from _read_quotes(answer)


def _read_quotes(answer: Answer) -> Iterator[tuple[str, Kind, float]]:
    marked = {one.span: one.marker for one in answer.highlights}
    for citation in answer.citations:
        quote = citation.quote
        asked_who = fold(answer.standalone_question).startswith(("who", "whom", "to whom", "with whom"))
        names = (span for span in find_names(quote) if not span.cut(quote).isdigit())
        for n, span in enumerate(names):
            place = Span(citation.span.start + span.start, citation.span.start + span.end)
            answers = any(one.overlaps(place) for one in marked)
            kind = kind_of(_own(span.cut(quote)), quote, span)
            if answers and asked_who and kind is Kind.UNKNOWN:
                kind = Kind.PERSON
            first = citation is answer.citations[0]
            weight = HIGHLIGHTED if answers else OPENED if first and n == 0 else QUOTED
            yield _own(span.cut(quote)), kind, weight


def answer_words(answer: Answer) -> str:
    """Return the words that answered, in the order of the reply; the whole answer where none are marked."""
    quotes = {citation.marker: citation for citation in answer.citations}
    marked = [
        Span(one.span.start - quotes[one.marker].span.start, one.span.end - quotes[one.marker].span.start).cut(
            quotes[one.marker].quote
        )
        for one in answer.highlights
    ]
    return " and ".join(dict.fromkeys(marked)) or " ".join(one.text for one in parse_markers(answer.text))


def is_person(kind: Kind) -> bool:
    """Whether somebody of a kind is a person, as far as is known."""
    return kind in _PEOPLE


def _most_told(kinds: Counter[Kind]) -> Kind:
    """The kind that most places tell, but those that tell nothing."""
    telling = [(count, kind) for kind, count in kinds.items() if kind is not Kind.UNKNOWN]
    return max(telling)[1] if telling else Kind.UNKNOWN


def _last_word(name: str) -> str:
    return fold(_WORD.findall(name)[-1])


def _is_adjective(name: str) -> bool:
    """Whether a name stands for no one: "Russian", "Ukrainians", "Western"."""
    word = fold(name)
    return word in _DIRECTIONS or (word.endswith(_ADJECTIVE_ENDINGS) and bool(forms_of_country(word)))


def _own(name: str) -> str:
    return re.sub(r"['’]s?$", "", name)


def _is_same(one: str, other: str) -> bool:
    if (" and " in one) != (" and " in other):
        return False
    mine, theirs = ({fold(word) for word in _WORD.findall(name)} - _TITLES for name in (one, other))
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def _agree(one: Kind, other: Kind) -> Kind:
    """The more telling of two kinds; the later one where they disagree."""
    telling = (Kind.UNKNOWN, Kind.PERSON)
    if other in telling and telling.index(other) < (telling.index(one) if one in telling else len(telling)):
        return one
    return other
