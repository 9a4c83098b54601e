"""Claims made wrong by code, as language models get them wrong: FactCC's ways (Kryscinski et al. 2020), and merging.

Each function returns None where a sentence gives nothing to do. What it returns is wrong for nearly all sentences; by
chance some are true, which the targets cannot know.
"""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from corpus.schema import Span
from evals.training.claims.candidates import find_candidates, find_names, is_place
from evals.training.claims.kind import AnswerKind
from retrieval.lexical import stem_terms

_QUANTITIES = (AnswerKind.TIME, AnswerKind.MONEY, AnswerKind.PERCENT, AnswerKind.NUMBER)
_AUXILIARY = r"(?:is|are|was|were|will|would|can|could|may|might|must|should|did|does)"
_PERFECT = r"(?:has|have|had)(?= (?:been|\w+ed|become|made|taken|given|seen|won|held|led|left|lost|found)\b)"
_NEGATABLE = re.compile(rf"\b(?:{_AUXILIARY}|{_PERFECT})\b(?! not\b|n't)")
_NEGATED = re.compile(r"(?<=\w)n't\b| not\b(?! only)| never\b| no longer\b")
_VERB = re.compile(
    rf" (?=(?:{_AUXILIARY}|has|have|had|said|says|became|won|made|took|began|led|wrote|told|died|left|went|came|gave"
    r"|found|held|lost|met|saw|ran|killed|played|moved|signed|announced|refused|denied|called|warned|agreed) )"
)
_TAIL = re.compile(
    r" (?=(?:in|at|for|by|from|with|after|before|against|during|because|to|over|near) (?:\w+ ){0,7}\w+\.?$)"
)
_PRONOUNS_TEXT = "he/she she/he his/her him/her they/he it/they their/his"
_PRONOUNS = dict(pair.split("/") for pair in _PRONOUNS_TEXT.split())
_PRONOUN_FIRST = re.compile(r"(?i)^(?:he|she|it|they|this|these|that|those|his|her|their|its|there|who|which|some)\b")
_OPPOSITES_TEXT = """
increase/decrease increased/decreased rise/fall rose/fell more/less most/least first/last before/after north/south
northern/southern east/west eastern/western high/low higher/lower highest/lowest won/lost accepted/rejected
largest/smallest larger/smaller above/below early/late earlier/later best/worst better/worse allowed/forbade male/female
included/excluded up/down open/closed opened/closed began/ended start/end support/oppose supported/opposed
success/failure successful/unsuccessful legal/illegal possible/impossible old/young older/younger always/never all/none
many/few strong/weak win/lose found/lost guilty/innocent arrived/departed alive/dead public/private agreed/refused
positive/negative likely/unlikely major/minor inside/outside majority/minority married/divorced true/false born/killed
"""
_OPPOSITES = {
    word: other for pair in _OPPOSITES_TEXT.split() for word, other in (pair.split("/"), pair.split("/")[::-1])
}


def swap_name(claim: str, others: Sequence[str], chance: random.Random) -> str | None:
    """Put another name of the source, a place for a place, in the stead of one of the claim.

    >>> swap_name("Mr. Bell met Ann Lee.", ["Bob Cole stayed in Oslo."], random.Random(0))
    'Bob Cole met Ann Lee.'
    """
    mine = list(find_names(claim))
    # One word that opens a sentence may have its capital from there alone.
    theirs = [(text, span) for text in others for span in find_names(text) if span.start > 2 or " " in span.cut(text)]
    chance.shuffle(mine)
    for span in mine:
        kind = is_place(claim, span)
        fit = [name.cut(text) for text, name in theirs if is_place(text, name) == kind]
        if new := _pick(fit, claim, chance):
            return _put(claim, span, new)
    return None


def swap_quantity(claim: str, others: Sequence[str], chance: random.Random) -> str | None:
    """Put another time, sum or number, of the source where it has one of the kind, in the stead of the claim's.

    >>> swap_quantity("It sank in 1912.", ["Ann left Oslo in 1999."], random.Random(1))
    'It sank in 1999.'
    """
    mine = [(kind, span) for kind in _QUANTITIES for span in find_candidates(kind, claim)]
    chance.shuffle(mine)
    for kind, span in mine:
        fit = [one.cut(text) for text in others for one in find_candidates(kind, text)]
        if chance.random() < 0.8 and (new := _pick(fit, claim, chance)):
            return _put(claim, span, new)
        if (digits := re.search(r"\d+", span.cut(claim))) and (new := _miscount(digits[0], chance)):
            at = span.start + digits.start()
            return _put(claim, Span(at, at + len(digits[0])), new)
    return None


def swap_roles(claim: str, chance: random.Random) -> str | None:
    """Exchange two names of a claim between which there is a verb or a preposition, not "and" alone.

    >>> swap_roles("Ann Lee beat Bob Cole.", random.Random(0))
    'Bob Cole beat Ann Lee.'
    """
    names = list(find_names(claim))
    pairs = [
        (one, two)
        for one, two in pairwise(names)
        if len(stem_terms(Span(one.end, two.start).cut(claim))) > 0 and one.cut(claim) != two.cut(claim)
    ]
    if not pairs:
        return None
    one, two = chance.choice(pairs)
    return _put(_put(claim, two, one.cut(claim)), one, two.cut(claim))


def negate(claim: str, chance: random.Random) -> str | None:
    """Negate a claim, take its negation away, or put a word's opposite.

    >>> negate("It was sold.", random.Random(1))
    'It was not sold.'
    """
    if found := _NEGATED.search(claim):
        return claim[: found.start()] + claim[found.end() :]
    words = [match for match in re.finditer(r"\w+", claim) if match[0].lower() in _OPPOSITES]
    if words and chance.random() < 0.5:
        word = chance.choice(words)
        return _put(claim, Span(*word.span()), _OPPOSITES[word[0].lower()])
    if verb := _NEGATABLE.search(claim):
        shorter = " not" if verb[0] in {"will", "can", "may"} else "n't"
        joined = verb[0] + chance.choice((" not", " not", " never", shorter))
        return claim[: verb.start()] + joined + claim[verb.end() :]
    return None


def swap_pronoun(claim: str, chance: random.Random) -> str | None:
    """Put another pronoun for one of the claim.

    >>> swap_pronoun("Ann said he left.", random.Random(0))
    'Ann said she left.'
    """
    found = [match for match in re.finditer(r"\w+", claim) if match[0] in _PRONOUNS]
    if not found:
        return None
    one = chance.choice(found)
    return _put(claim, Span(*one.span()), _PRONOUNS[one[0]])


def splice(claim: str, other: str) -> str | None:
    """Return the claim's subject with what another sentence says of its own, as a careless merging of the two.

    None where either subject is a pronoun, which may stand for the other, or where the two share a word.

    >>> splice("Ann Lee was born in Oslo.", "The mayor of Rome has refused to go.")
    'Ann Lee has refused to go.'
    """
    parts = [_split_subject(text) for text in (claim, other)]
    if any(part is None for part in parts):
        return None
    (mine, _), (theirs, rest) = (part for part in parts if part)
    shares = set(stem_terms(mine)) & set(stem_terms(theirs + " " + rest))
    return None if shares else f"{mine} {rest}"


def splice_tail(claim: str, other: str) -> str | None:
    """Return the claim with the last circumstance of another sentence in the stead of its own.

    >>> splice_tail("Ann Lee was born in Oslo.", "The mayor fled after the flood.")
    'Ann Lee was born after the flood.'
    """
    mine, theirs = _TAIL.search(claim), _TAIL.search(other)
    if not mine or not theirs:
        return None
    tail = other[theirs.end() :]
    if set(stem_terms(tail)) <= set(stem_terms(claim)) or mine.start() < len(claim) / 3:
        return None
    return f"{claim[: mine.start()]} {tail}"


def _split_subject(sentence: str) -> tuple[str, str] | None:
    verb = _VERB.search(sentence)
    if not verb or len(sentence[: verb.start()].split()) > 8 or _PRONOUN_FIRST.match(sentence):
        return None
    return sentence[: verb.start()], sentence[verb.end() :]


def _pick(fit: Iterable[str], claim: str, chance: random.Random) -> str | None:
    """One of the words that share none with the claim, so are neither in it nor a shorter form of what is."""
    said = set(claim.lower().split()) | set(stem_terms(claim))
    free = [words for words in dict.fromkeys(fit) if not set(_forms(words)) & said]
    return chance.choice(free) if free else None


def _forms(words: str) -> Iterator[str]:
    yield from (word for word in words.lower().split() if word[0].isdigit() or len(word) > 2)
    yield from stem_terms(words)


def _miscount(digits: str, chance: random.Random) -> str | None:
    if digits.startswith("0") or len(digits) > 6:
        return None
    value = int(digits)
    spread = max(2, value // 4) if len(digits) < 4 or value > 2100 else 30
    new = value + chance.choice((-1, 1)) * chance.randint(1, spread)
    return str(new) if new > 0 and new != value else None


def _put(claim: str, span: Span, new: str) -> str:
    return claim[: span.start] + new + claim[span.end :]
