"""Reported speech: who says what in a sentence, read by its verb of saying."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.fidelity.stems import CALENDAR, stem_words
from retrieval.names.demonyms import forms_of_country

_VERBS_TEXT = """
say tell claim allege accuse argue insist deny warn believe suspect describe announce add write suggest maintain contend
estimate predict vow pledge promise complain state explain acknowledge admit concede confirm reply respond recall remark
comment assert declare stress note report call think conclude testify
"""
_IRREGULAR = frozenset(
    ["said", "told", "wrote", "written", "thought", "denied", "denies", "replied", "replies", "testified"]
)
_NOUN_BEFORE = frozenset(
    ["to", "the", "a", "an", "this", "that", "of", "no", "his", "her", "its", "their", "not", "n't"]
)
# Without the verb as it stands: "a false claim" is none.
_FORMS = _IRREGULAR | frozenset(
    verb.removesuffix("e") + ending if ending[0] in "ei" else verb + ending
    for verb in _VERBS_TEXT.split()
    for ending in ("s", "ed", "ing", "es")
)
_BASES = frozenset(_VERBS_TEXT.split())
_OPENING = frozenset(["", ".", ":", ";", "“", '"', ","])
_VERB_STEMS_TEXT = """
accus acknowledg add admit alleg announc argu assert believ call claim comment complain conced conclud confirm contend
declar deni describ estim explain insist maintain note pledg predict promis recal remark repli report respond say
state stress suggest suspect tell testifi think vow warn write
"""
VERB_STEMS = frozenset(_VERB_STEMS_TEXT.split())
"""Of the verbs of saying."""
_TAIL_WORDS = 9
"""How many words may follow a verb of saying that stands behind what is said."""
_SPEAKER_WORDS = 18
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[“”\"‘,;:.–—]")
_ACCORDING = re.compile(r"(?i)\baccording to ([^,.;“”]+)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_QUOTED = re.compile(r"[“\"]([^”\"]{12,})")
_SMALL_TEXT = """
a also an and are as at be but by dr for had has have he her him his i in is it later mr mrs ms not of on or she sir
that the their them then these they this those to was we were which who with you
"""
_SMALL = frozenset(_SMALL_TEXT.split())
"""Stems of words that name nobody."""
_NO_NAMES = CALENDAR | {"each", "both", "all", "mr", "mrs", "ms", "dr", "sir"}


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody says.

    Attributes:
        speaker: stems of the words that name who says it; empty for a pronoun or where it is not told.
        names: those of them that are names.
        said: stems of what is said.
    """

    speaker: frozenset[str]
    names: frozenset[str]
    said: frozenset[str]


def read_reports(text: str) -> Iterator[Report]:
    """Yield the reports of a sentence, one for each verb of saying.

    >>> [report] = read_reports("“It is over,” said the union's leader, Ann Lee.")
    >>> sorted(report.speaker), "over" in report.said
    (['ann', 'leader', 'lee', 'union'], True)
    """
    for match in _ACCORDING.finditer(text):
        said = text[match.end() :] if match.start() < 2 else text[: match.start()]
        yield _report(match[1], said)
    tokens = list(_TOKEN.finditer(text))
    words = [token[0].lower() for token in tokens]
    for at, word in enumerate(words):
        previous = words[at - 1] if at else ""
        # "Say that it is over." is an order, and nobody's statement.
        is_order = word in _BASES and previous in _OPENING
        is_finding = word == "found" and words[at + 1 : at + 2] == ["that"]
        if (
            not (word in _FORMS or is_order or is_finding)
            or previous in _NOUN_BEFORE
            or previous.endswith(("'s", "’s"))
        ):
            continue
        before, after = text[: tokens[at].start()], text[tokens[at].end() :]
        yield _read_report(before, after)


def _read_report(before: str, after: str) -> Report:
    """The report of a verb between two parts of a sentence."""
    clause = re.split(r"[;.!?](?:\s|$)", after)[0]
    opened = re.split(r"[;]|[.!?][”\"]? ", before)[-1]
    is_short = len(clause.split()) <= _TAIL_WORDS and not clause.startswith(" that ")
    tail = is_short and re.search(r"[,?!.][”\"’]|,\s*[^,“”]{0,90}$", opened)
    if tail:
        cut = max(opened.rfind("”"), opened.rfind('"'), opened.rfind(","))
        inverted = not opened[cut + 1 :].strip()
        return _report(clause if inverted else opened[cut + 1 :], opened[: cut + 1])
    return _report(" ".join(opened.split()[-_SPEAKER_WORDS:]), clause)


def _report(speaker: str, said: str) -> Report:
    words = _WORD.findall(speaker)
    named = [word for word in words if word[0].isupper() and word.lower() not in _NO_NAMES]
    return Report(
        frozenset(name_words(" ".join(words))) - _SMALL,
        frozenset(name_words(" ".join(named))) - _SMALL,
        frozenset(stem_words(said)),
    )


def reported_share(words: frozenset[str], text: str) -> float:
    """Return which share of some stems that a sentence has stand in what somebody says there; 0.0 when it has none."""
    shared = (words & frozenset(stem_words(text))) - _SMALL
    if not shared:
        return 0.0
    said = {stem for report in read_reports(text) for stem in report.said}
    said |= {stem for quoted in _QUOTED.findall(text) for stem in stem_words(quoted)}
    return len(shared & said) / len(shared)


def name_words(text: str) -> list[str]:
    """Return the stems of the words of a text in order, a country and its people as one."""
    found: list[str] = []
    for word in _WORD.findall(text):
        folded = word.lower().removesuffix("'s").removesuffix("’s")
        forms = forms_of_country(folded) if word[0].isupper() else frozenset()
        found += [min(forms)] if forms else stem_words(folded)
    return found
