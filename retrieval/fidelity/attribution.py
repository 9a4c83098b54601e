"""Whose words they are: a claim stays the claim of whoever made it, a plan a plan, a possibility a possibility."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from retrieval.fidelity.reports import name_words, read_reports, reported_share
from retrieval.fidelity.stems import SMALL_STEMS, stem_set, stem_words

_SAYING_TEXT = """
say tell claim allege allegation allegedly accuse accusation argue argument insist deny denial warn suggest suggestion
believe think suspect describe description report reportedly statement announce announcement add write call according
account estimate expect expectation maintain contend explain explanation quote testimony testify promise pledge vow
complain complaint view opinion conclude conclusion find acknowledge admit admission concede confirm confirmation reply
respond response answer criticise criticism praise welcome blame cite note recall remark comment express predict
prediction fear hope demand urge ask assert assertion reject rejection dismiss question dispute assure stress mention
declare declaration propose proposal recommend recommendation apparently supposedly purportedly refer characterise label
regard condemn denounce agree contradict see consider want caution point attribute explanation theory impression
"""
_HEDGES_TEXT = """
may might could would should possibly perhaps probably likely expect plan intend intention hope seek aim propose
proposal consider prepare if unless potential potentially possible risk threat threaten try attempt due schedule will
want ready
"""
_MODAL = frozenset(["may", "might", "could", "possibl", "perhap", "probabl"])
_SURE_TEXT = """
admit admission confess confession concede acknowledge confirm confirmation prove proof establish show reveal discover
verify verification conclude
"""
REPORTED_FROM = 0.6
"""The share of what a statement takes from a sentence that somebody says there, from which on it is his."""

NEARLY = 0.7
"""So much of what the nearest report shares with a statement another one must, to be as near."""
MIN_VERB = 3
SIDE_BY_SIDE = 7
"""So many words apart two names may be of one."""


class Attribution:
    """Compares whose words sentences give, as far as words show."""

    def __init__(self) -> None:
        self._saying, self._hedges, self._sure = map(stem_set, (_SAYING_TEXT, _HEDGES_TEXT, _SURE_TEXT))

    def is_lost(self, statement: str, cited: Iterable[str], nearby: Iterable[str] = ()) -> bool:
        """Tell whether a statement gives as a fact what every sentence that it cites gives as somebody's words.

        Or as done what each gives as possible or planned, as an admission or a proof what none gives so, or as the
        words of somebody else.

        >>> Attribution().is_lost("Ukraine prepares a bomb.", ["Russia claimed that Ukraine prepares a bomb."])
        True
        >>> Attribution().is_lost("Moscow says Kyiv prepares one.", ["Russia claimed that Ukraine prepares a bomb."])
        False
        """
        texts = list(cited)
        own = frozenset(stem_words(statement))
        theirs = [frozenset(stem_words(text)) for text in texts]
        if own.isdisjoint(self._saying):
            shares = [reported_share(own, text) for text in texts]
            if max(shares) > 0 and all(share == 0 or share >= REPORTED_FROM for share in shares):
                return True
        if own.isdisjoint(self._hedges | self._saying) and all(not words.isdisjoint(self._hedges) for words in theirs):
            return True
        if own.isdisjoint(self._hedges - {"will"}) and all(not words.isdisjoint(_MODAL) for words in theirs):
            return True
        if own.isdisjoint(self._hedges) and any(verb in own for text in texts for verb in _planned_verbs(text)):
            return True
        if not own.isdisjoint(self._sure) and all(words.isdisjoint(self._sure | {"find"}) for words in theirs):
            return True
        return self._is_somebody_elses(statement, texts, nearby)

    def _is_somebody_elses(self, statement: str, cited: Sequence[str], nearby: Iterable[str]) -> bool:
        """Whether a report of the statement is by another one than what it shares most words with."""
        theirs = [report for text in cited for report in read_reports(text)]
        for own in read_reports(statement):
            shared = [len(report.said & own.said) for report in theirs]
            near = [one for one, count in zip(theirs, shared, strict=True) if count >= NEARLY * max(shared)]
            if not own.names or not near or any(not one.names or own.speaker & one.speaker for one in near):
                continue
            # "The NATO chief" is "Stoltenberg" where a sentence has both side by side.
            names = frozenset(name for one in near for name in one.names)
            if not any(_stand_together(own.names, names, text) for text in (*cited, *nearby)):
                return True
        return False


def _planned_verbs(text: str) -> Iterator[str]:
    """The stem of the first verb behind each "would"."""
    words = stem_words(text)
    for at, word in enumerate(words):
        behind = words[at + 1 : at + 3] if word == "would" else []
        verbs = (stem for stem in behind if len(stem) >= MIN_VERB and stem not in SMALL_STEMS)
        yield from islice(verbs, 1)


def _stand_together(names: Iterable[str], others: Iterable[str], text: str) -> bool:
    places = {stem: at for at, stem in enumerate(name_words(text))}
    here, there = ([places[name] for name in group if name in places] for group in (names, others))
    return any(abs(one - other) <= SIDE_BY_SIDE for one in here for other in there)
