"""Fragments: questions that leave out what the last one said, and ways to fill them from it."""

import re
from dataclasses import dataclass

from corpus.schema import Span
from retrieval.answer_words.candidates import find_names
from retrieval.standalone.grammar import AUXILIARY, CONTRACTED, PAST_VERB, PREPOSITION, QUESTION_WORD, strip_lead
from retrieval.standalone.mentions import ROLES, find_asked_names, kind_of

_ABOUT = re.compile(r"(?i)^(?:(?:what|how) about|what of)\s+(?P<rest>.+)$")
_OPENS_FRAGMENT = re.compile(rf"(?i)^(?:any|{PREPOSITION} )")
_BARE = re.compile(
    rf"(?i)^(?:{PREPOSITION} )?{QUESTION_WORD}"
    r"(?: (?:not|exactly|ones?|long|far|often|many|much|soon|quickly|old|big|precisely|so|kind|sort|type|else|then|come"
    rf"|(?!{PAST_VERB}\b)[\w-]+))?[?.! ]*$"
)
_HAS_VERB = re.compile(rf"(?i)\b{AUXILIARY}\b|['’](?:s|re|ve|ll|d|m)\b (?!\w+$)")
_THIRD_PERSON = re.compile(rf"(?i)^{QUESTION_WORD} (?:[\w-]+ )?(?:{PAST_VERB}|\w{{2,}}es|\w+[^s\W]s)\b")
_OTHER = re.compile(
    r"(?i)^(?:any(?:one|body|thing|where)? (?:else|more[?.! ]*$|other)|some(?:one|thing) else|any others?"
    r"|(?:who|what|where|when|why|how) else)\b"
)
_WHOLE = re.compile(rf"(?i)^(?P<asked>(?:{PREPOSITION} )?{QUESTION_WORD}\b.*?) ?\b(?P<aux>{AUXILIARY})\b (?P<rest>.+)$")
_YES_NO = re.compile(rf"(?i)^(?P<aux>{AUXILIARY}) (?P<rest>.+)$")
_OBJECT_GAP = re.compile(r"(?i)^(?:who|whom|what|which)\b")
_PREPOSITION = re.compile(rf"(?i)^(?P<word>{PREPOSITION})\b")
_OWNED_ROLE = re.compile(rf"['’]s (?:[a-z]+ )?(?:{'|'.join(ROLES)})\b")
_NOUN = re.compile(r"^(?:the|an?|this|that|his|her|its|their) [\w-]+")
_HAS_SUBJECT = re.compile(r"^(?:(?i:the|an?|this|that|these|those|his|her|its|their|he|she|it|they|there|any)\b|[A-Z])")
MAX_FRAGMENT_WORDS = 7
MAX_ANSWER_WORDS = 8
"""A longer answer is not put into a question."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last turn, as far as a fragment may be filled from it.

    Attributes:
        question: standing on its own.
        answer: the words that answered; empty when there was no answer.
    """

    question: str
    answer: str

    @property
    def short_answer(self) -> str:
        """The answer, where it is short enough to be put into a question; else empty."""
        answer = self.answer.rstrip(".,; ")
        return answer if len(answer.split()) <= MAX_ANSWER_WORDS else ""


def is_fragment(question: str) -> bool:
    """Tell whether a question has no verb of its own, so that it cannot stand alone.

    >>> [is_fragment(text) for text in ("When?", "And the UK?", "On what condition?", "Who owns the bakery?")]
    [True, True, True, False]
    """
    bare = strip_lead(question)
    if _ABOUT.match(bare):
        return True
    words = bare.split()
    if len(words) > MAX_FRAGMENT_WORDS or _HAS_VERB.search(bare) or _THIRD_PERSON.match(bare):
        return False
    led = bare != question
    return bool(led or len(words) <= 2 or _BARE.match(bare) or _OPENS_FRAGMENT.match(bare))


def asks_for_more(question: str) -> bool:
    """Tell whether a question asks for others than the last answer."""
    return bool(_OTHER.match(strip_lead(question)))


def fill_fragment(fragment: str, earlier: Earlier) -> str:
    """Return a fragment said in full; where the last question gives nothing to say it with, beside that question.

    >>> fill_fragment("And Rome?", Earlier("Who lives in Oslo?", "Ann"))
    'Who lives in Rome?'
    """
    bare = strip_lead(fragment).rstrip("?.! ")
    about = _ABOUT.match(bare)
    named = about["rest"] if about else bare
    if named.lower().startswith(("any", "some")) or not any(span.start == 0 for span in find_names(named)):
        named = named[:1].lower() + named[1:]
    whole = _put_in(named, earlier.question) if about or not _BARE.match(bare) else _ask_anew(bare, earlier)
    return whole or f"{earlier.question.rstrip('?.! ')}, {named}?"


def ask_for_more(question: str, earlier: Earlier) -> str:
    """Return a question for others with what is known already: "Who else?" after Ann as "Who else …, besides Ann?"."""
    bare = strip_lead(question).rstrip("?.! ")
    if len(bare.split()) <= 2 and (found := _WHOLE.match(earlier.question.rstrip("?.! "))):
        bare = f"{bare} {found['aux']} {found['rest']}"
    elif len(bare.split()) <= 2:
        bare = re.sub(rf"(?i)^{QUESTION_WORD}", lambda _: bare, earlier.question.rstrip("?.! "), count=1)
    return f"{bare} besides {earlier.short_answer}?" if earlier.short_answer else f"{bare}?"


def _ask_anew(asked: str, earlier: Earlier) -> str | None:
    """The last question with another question word: "When?" after "Who did Ann meet?" as "When did Ann meet Bob?"."""
    last, known = earlier.question.rstrip("?.! "), earlier.short_answer
    negated = asked.lower().endswith(" not")
    asked = asked[: -len(" not")] if negated else asked
    if found := _WHOLE.match(last) or _YES_NO.match(last):
        rest, aux = found["rest"], found["aux"].lower()
        if known and _OBJECT_GAP.match(last):
            # The answer fills the place that the question word held: of the object, or of the subject.
            rest = f"{rest} {known}" if aux.startswith("d") else rest if _HAS_SUBJECT.match(rest) else f"{known} {rest}"
        return f"{asked} {CONTRACTED.get(aux, aux) if negated else aux} {rest}?"
    if known:
        said = re.sub(rf"(?i)^{QUESTION_WORD}(?: [\w-]+)??(?= )", lambda _: known, last, count=1)
        return f"{asked}: {said}?"
    return None


def _put_in(named: str, last: str) -> str | None:
    """The last question about something else: "And Rome?" after "Who lives in Oslo?" as "Who lives in Rome?"."""
    names = [_widen(last, span) for span in find_asked_names(last)]
    mine = next(iter(find_names(named)), None)
    if named.startswith(("any", "some")):
        return f"Does {names[0].cut(last)} have {named}?" if names and named.startswith("any ") else None
    if found := _PREPOSITION.match(named):
        place = re.search(rf"(?i)\b{found['word']} (?:the )?[\w'’-]+(?: [A-Z][\w'’-]+)*", last)
        return f"{last[: place.start()]}{named}{last[place.end() :]}" if place else f"{last.rstrip('?.! ')} {named}?"
    if mine is not None and names:
        wanted = kind_of(mine.cut(named), named, mine)
        alike = [span for span in names if kind_of(span.cut(last), last, span) is wanted]
        return _replace(last, (alike or names)[-1], named)
    whole = _WHOLE.match(last) or _YES_NO.match(last)
    if whole and (subject := _NOUN.match(whole["rest"])):
        start = whole.start("rest")
        return _replace(last, Span(start, start + subject.end()), named)
    return _replace(last, names[0], named) if whole and names else None


def _widen(text: str, name: Span) -> Span:
    """The whole of "Russia's defence minister", whose first part is a name."""
    owned = _OWNED_ROLE.match(text, name.end)
    return Span(name.start, owned.end()) if owned else name


def _replace(text: str, span: Span, words: str) -> str:
    owned = "'s" if re.match(r"['’]s\b", text[span.end :]) is None and text[: span.end].endswith(("'s", "’s")) else ""
    return f"{text[: span.start]}{words}{owned}{text[span.end :]}"
