"""Yes for no: a "not" that was lost or put in, and a word's opposite in its place.

The short lists below are of stems, as texts are compared by them.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from retrieval.fidelity.stems import stem_set, stem_words

_PLAIN_NOT_TEXT = "neither never no nobodi none nor not noth nowher"
_PLAIN_NOT = frozenset(_PLAIN_NOT_TEXT.split())
_NOT = _PLAIN_NOT | {"against", "bare", "hard", "unless", "without"}
_TURNING = frozenset(["declin", "deni", "fail", "refus", "refut"])
"""Verbs that deny what they govern."""
_STRICT = _NOT | _TURNING
_DENYING_TEXT = """
deny denial reject rejection refuse refusal refute fail failure dismiss dismissal lack absence unable unlikely decline
avoid prevent stop halt ban block false untrue unclear unknown impossible exclude only until dispute cancel withdraw
withdrawal doubt instead abandon scrap drop refrain free untouched unharmed unhurt unfounded baseless open contradict
less few scarcely rather uninjured oppose opposition despite contrary miss empty exempt yet away bar close below under
short object disregard ignore inability down
"""
_OPPOSITES_TEXT = """
accept>reject accept>deny admit>deny confirm>deny agree>refuse agree>reject agree>disagree allow>ban allow>forbid
allow>prevent allow>prohibit approve>reject win>lose win>defeat victory>defeat rise>fall rise>drop rise>decline
rise>down increase>decrease increase>fall increase>drop increase>cut increase>down grow>shrink grow>fall climb>fall
fall>up raise>lower raise>cut above>below more>less more>fewer most>least early>late open>close open>shut begin>end
start>end start>finish start>stop succeed>fail safe>unsafe safe>dangerous strong>weak strengthen>weaken stronger>weaken
stronger>weaker support>oppose back>oppose praise>criticise welcome>condemn welcome>criticise enter>leave arrive>leave
join>leave buy>sell lend>borrow gain>lose north>south east>west high>low long>short guilty>innocent
legal>illegal public>private true>false true>untrue likely>unlikely possible>impossible include>exclude keep>scrap
keep>drop continue>stop continue>halt resume>halt improve>worsen better>worse best>worst remember>forget save>lose
survive>die alive>dead majority>minority maximum>minimum inside>outside permit>ban expand>shrink tighten>loosen
tighten>relax ease>tighten internal>external ally>enemy hot>cold wet>dry credible>baseless founded>baseless
founded>unfounded justified>unjustified sufficient>insufficient satisfied>dissatisfied always>never
eastern>western northern>southern profit>loss same>different
dispute>accept dispute>agree reject>follow reject>back reject>support reject>grant dismiss>grant lower>higher
postpone>forward refuse>agree refuse>accept refuse>grant oppose>favour voluntarily>force
voluntary>forced
"""
_DENIALS = frozenset(["deni", "disput", "reject", "refus", "dismiss", "rule", "refut", "doubt"])
_REACH = 5
"""How many words behind a "not" it denies, and how many before a word may deny it."""
_SHORT_REACH = 3
_OF_NOUNS = frozenset(["against", "less", "neither", "no", "nor", "without"])
"""What denies only the next words."""
_BORDERS = frozenset([",", ".", "and", "but", "which", "who", "that", "while"])
_IDIOMS = frozenset(["doubt", "fewer", "just", "later", "least", "less", "longer", "matter", "more", "onli", "sooner"])
"""What makes a "not" no denial: "not only", "no fewer than"."""
_ROOT = 4
_LENGTH = 3
"""Of a word that is worth a look."""
_NO_PREFIX = ("unit", "union", "under", "until", "univers", "uniqu", "unanim", "uncl", "uniform")
_SMALL_TEXT = """
that this have been being they them their with from were would the and for had has was are but who its his her she him
into over all any out one two yet ani onli also than then when what how whi where which some such there these those our
you your our now off too own via per
"""
_SMALL = frozenset(_SMALL_TEXT.split())


class Polarity:
    """Compares what sentences affirm and deny, as far as words show."""

    def __init__(self) -> None:
        self._words = stem_set(_DENYING_TEXT) | _NOT
        self._opposites: dict[str, frozenset[str]] = {}
        for pair in _OPPOSITES_TEXT.split():
            one, other = stem_words(pair.replace(">", " "))
            for here, there in ((one, other), (other, one)):
                self._opposites[here] = self._opposites.get(here, frozenset()) | {there}

    def differs(self, statement: str, cited: Iterable[str]) -> bool:
        """Tell whether a statement denies what the cited sentences affirm, or the other way round.

        >>> Polarity().differs("He ruled out a strike.", ["He did not rule out a strike."])
        True
        >>> Polarity().differs("The plan was not accepted.", ["They rejected the plan."])
        False
        """
        own = _read(statement)
        theirs = [stem for text in cited for stem in (*_read(text), ".")]
        if self._affirms_denied(theirs, own) or self._affirms_denied(own, theirs):
            return True
        if _denies_twice(own) and not _denies_twice(theirs):
            return True
        if not _NOT.isdisjoint(own) and not any(map(self._denies, theirs)):
            return True
        return self._says_opposite(own, theirs)

    def _affirms_denied(self, denying: Sequence[str], affirming: Sequence[str]) -> bool:
        """Whether what a text denies stands in the other one with nothing near it that denies it."""
        for denied in _denied_words(denying):
            places = [at for at, stem in enumerate(affirming) if any(_is_alike(stem, word) for word in denied)]
            if places and not any(self._is_denied(affirming, at, denying) for at in places):
                return True
        return False

    def _is_denied(self, text: Sequence[str], at: int, other: Sequence[str]) -> bool:
        """Whether a place is denied: by a "not", or by another word that the other text does not have as well."""
        before, after = text[max(0, at - _REACH - 1) : at], text[at : at + _REACH]
        if not _STRICT.isdisjoint(before) or not _PLAIN_NOT.isdisjoint(after):
            return True
        return any(self._denies(stem) and stem not in other for stem in (*before, *after) if stem not in _STRICT)

    def _denies(self, stem: str) -> bool:
        return stem in self._words or (stem.startswith("un") and len(stem) > 4 and not stem.startswith(_NO_PREFIX))

    def _says_opposite(self, own: Sequence[str], theirs: Sequence[str]) -> bool:
        for at, stem in enumerate(own):
            opposites = self._opposites.get(stem, frozenset()) - set(own)
            if stem in theirs or not opposites or self._has_not_before(own, at):
                continue
            places = [place for place, their in enumerate(theirs) if their in opposites]
            if places and not any(self._has_not_before(theirs, place) for place in places):
                return True
        return False

    def _has_not_before(self, text: Sequence[str], at: int) -> bool:
        before = itertools.takewhile(lambda stem: stem not in {",", "."}, text[max(0, at - _REACH) : at][::-1])
        return not _NOT.isdisjoint(before)


def _read(text: str) -> list[str]:
    """The stems of a text, its clauses parted by commas, its names left blank."""
    plain = re.sub(r"(?<=[\w,’'] )[A-Z][\w’'-]*", "_", text)
    clauses = re.split(r"[,;:()–—]", plain)
    return [stem for clause in clauses for stem in (*stem_words(clause), ",")][:-1]


def _denies_twice(text: Sequence[str]) -> bool:
    """Whether a text has a "did not deny"."""
    return any(word == "not" and not _DENIALS.isdisjoint(text[at + 1 : at + 3]) for at, word in enumerate(text))


def _denied_words(text: Sequence[str]) -> Iterator[frozenset[str]]:
    """The words of some length that each "not", or verb that denies, is about; none behind "not only"."""
    for at, word in enumerate(text):
        if word not in _STRICT and word != "less":
            continue
        behind = text[at + 1 : at + 1 + (_SHORT_REACH if word in _OF_NOUNS else _REACH)]
        if behind and behind[0] in _IDIOMS:
            continue
        if behind and behind[0] == "that":
            behind = behind[1:]
        clause = itertools.takewhile(lambda stem: stem not in _BORDERS, behind)
        yield frozenset(stem for stem in clause if len(stem) >= _LENGTH and stem not in _SMALL)


def _is_alike(one: str, other: str) -> bool:
    """Whether two stems are of one root: "agre" and "agreement"."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _ROOT and long.startswith(short))
