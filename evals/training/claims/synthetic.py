"""Claims made by code about articles: shortened and joined sentences, and sentences made wrong."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from evals.training.claims import corrupt
from evals.training.claims.articles import Article
from evals.training.claims.candidates import find_candidates, find_names
from evals.training.claims.compress import compress, reword
from evals.training.claims.descriptions import describe, misdescribe
from evals.training.claims.kind import answer_kind
from evals.training.claims.statements import state
from evals.training.claims.verdicts import CONTRADICTED, NOT_SUPPORTED, SUPPORTED, UNSUPPORTED, Target
from evals.training.sources import Paragraph
from retrieval.checker.claim_text import write_claim
from retrieval.lexical import stem_terms


class Making(StrEnum):
    """How a claim is made."""

    SHORTENED = "shortened"
    JOINED = "joined"
    NAMED = "named"
    DESCRIBED = "described"
    ANSWERED = "answered"
    NAME = "name"
    QUANTITY = "quantity"
    ROLES = "roles"
    NEGATED = "negated"
    PRONOUN = "pronoun"
    MISDESCRIBED = "misdescribed"
    SPLICED = "spliced"
    TAIL = "tail"
    REMOVED = "removed"
    MISANSWERED = "misanswered"
    MISPUT = "misput"


SHARES = {
    Making.SHORTENED: 28,
    Making.JOINED: 12,
    Making.NAMED: 10,
    Making.DESCRIBED: 10,
    Making.NAME: 8,
    Making.QUANTITY: 4,
    Making.ROLES: 5,
    Making.NEGATED: 6,
    Making.PRONOUN: 2,
    Making.MISDESCRIBED: 5,
    Making.SPLICED: 14,
    Making.TAIL: 8,
    Making.REMOVED: 8,
}
"""Of the claims about sentences; half are supported. Splicing is what summaries that copy do wrong most."""
RARE = frozenset({Making.NAMED, Making.DESCRIBED, Making.MISDESCRIBED})
"""Few paragraphs give one of these."""
_PRONOUN = re.compile(r"(?P<opening>[A-Z][^,\"]{2,30}, )?(?P<pronoun>He|She|he|she|His|Her)(?= )")
MIN_WORDS, MAX_WORDS = 6, 45
MAX_PRONOUNS = 4
"""Sentences in a row of which the last's "he" is the one that the first does not call so."""
JOINED_SHARE = 0.2
"""Of the wrong claims that have a right sentence beside the wrong one, as the joined ones have two right ones."""
MAX_REPEATED = 0.6
"""A sentence that is taken away may have no more of its words in another that stays."""


@dataclass(frozen=True, slots=True)
class Made:
    """A claim made by code.

    Attributes:
        sentences: of the source, in order.
        support: indices of the sentences that it is made from, which must be read with it; none where they are gone.
    """

    making: Making
    claim: str
    sentences: tuple[str, ...]
    target: Target
    support: tuple[int, ...]


def make_claim(making: Making, article: Article, chance: random.Random) -> Made | None:
    """Make a claim about one of the article's own sentences; None when the one drawn does not give one of this kind.

    One of the `RARE` kinds is about any sentence of the article.
    """
    if making in {Making.DESCRIBED, Making.MISDESCRIBED}:
        return _describe(making, article, chance)
    usable = [n for n in article.own if MIN_WORDS <= len(article.sentences[n].split()) <= MAX_WORDS]
    if making is Making.NAMED:
        usable = [n for n, sentence in enumerate(article.sentences) if n and _PRONOUN.match(sentence)]
    if not usable:
        return None
    n = chance.choice(usable)
    match making:
        case Making.SHORTENED:
            return _finish(making, [compress(article.sentences[n], chance)], article, SUPPORTED, (n,))
        case Making.JOINED:
            return _join(article, n, chance)
        case Making.NAMED:
            return _name(article, n, chance)
        case Making.REMOVED:
            return _remove(article, n, chance)
        case _:
            return _spoil(making, article, n, chance)


def make_answer(paragraph: Paragraph, question: int, chance: random.Random, *, is_right: bool) -> Made | None:
    """Make a claim of a question and its answer, or one that looks like an answer and is none; None where it cannot be.

    An adversarial question has no right answer.
    """
    asked = paragraph.questions[question]
    sentences = tuple(span.cut(paragraph.text) for span in paragraph.sentences)
    rights = [span.cut(paragraph.text) for span in asked.answers]
    making, target = (Making.ANSWERED, SUPPORTED) if is_right else (Making.MISANSWERED, NOT_SUPPORTED)
    answer: str | None = chance.choice(rights) if rights else None
    if not rights:
        making, answer = Making.MISPUT, asked.plausible.cut(paragraph.text) if asked.plausible else None
    elif not is_right:
        answer = _mistake(asked.text, rights, sentences, chance)
    claim = state(asked.text, answer) if answer else None
    return Made(making, write_claim(claim), sentences, target, ()) if claim else None


def _join(article: Article, n: int, chance: random.Random) -> Made | None:
    other = _other(article, n, chance)
    if other is None:
        return None
    parts = [compress(article.sentences[k], chance) for k in (n, other)]
    return _finish(Making.JOINED, parts, article, SUPPORTED, (n, other), chance=chance)


def _name(article: Article, n: int, chance: random.Random) -> Made | None:
    """Say who "he" is: the name that a sentence before opens with, where those between open with "he" too."""
    found = _PRONOUN.match(article.sentences[n])
    if not found:
        return None
    alike = frozenset({"he", "his"} if found["pronoun"].lower() in {"he", "his"} else {"she", "her"})
    first = n - 1
    while first and n - first < MAX_PRONOUNS and _opens_with(article.sentences[first], alike):
        first -= 1
    before = article.sentences[first]
    names = [span for span in find_names(before) if span.start == 0 and span.end < len(before) / 2]
    if not names:
        return None
    name = names[0].cut(before).removesuffix("'s")
    owned = "'s" if found["pronoun"].lower() in {"his", "her"} else ""
    named = f"{found['opening'] or ''}{name}{owned}{article.sentences[n][found.end() :]}"
    return _finish(Making.NAMED, [compress(named, chance)], article, SUPPORTED, tuple(range(first, n + 1)))


def _opens_with(sentence: str, pronouns: frozenset[str]) -> bool:
    found = _PRONOUN.match(sentence)
    return found is not None and found["pronoun"].lower() in pronouns


def _describe(making: Making, article: Article, chance: random.Random) -> Made | None:
    is_right = making is Making.DESCRIBED
    found = (describe if is_right else misdescribe)(article.sentences, chance)
    if not found or not MIN_WORDS <= len(found[0].split()) <= MAX_WORDS:
        return None
    claim, support = compress(found[0], chance), tuple(sorted(found[1]))
    return _finish(making, [claim], article, SUPPORTED if is_right else NOT_SUPPORTED, support)


def _remove(article: Article, n: int, chance: random.Random) -> Made | None:
    claim = compress(article.sentences[n], chance)
    left = article.sentences[:n] + article.sentences[n + 1 :]
    said = set(stem_terms(claim))
    if not left or not said:
        return None
    if max(len(said & set(stem_terms(sentence))) for sentence in left) > MAX_REPEATED * len(said):
        return None
    if chance.random() < 0.2:
        claim = corrupt.negate(claim, chance) or claim
    return Made(Making.REMOVED, write_claim(claim), left, UNSUPPORTED, ())


def _spoil(making: Making, article: Article, n: int, chance: random.Random) -> Made | None:
    base = compress(article.sentences[n], chance)
    other = _other(article, n, chance)
    second = article.sentences[other] if other is not None else ""
    elsewhere = [sentence for k, sentence in enumerate(article.sentences) if k != n]
    ways: dict[Making, Callable[[], str | None]] = {
        Making.NAME: lambda: corrupt.swap_name(base, elsewhere, chance),
        Making.QUANTITY: lambda: corrupt.swap_quantity(base, elsewhere, chance),
        Making.ROLES: lambda: corrupt.swap_roles(base, chance),
        Making.NEGATED: lambda: corrupt.negate(base, chance),
        Making.PRONOUN: lambda: corrupt.swap_pronoun(base, chance),
        Making.SPLICED: lambda: corrupt.splice(base, compress(second, chance)) if second else None,
        Making.TAIL: lambda: corrupt.splice_tail(base, second) if second else None,
    }
    claim = ways[making]()
    if claim is None:
        return None
    target = CONTRADICTED if making is Making.NEGATED else NOT_SUPPORTED
    if other is None or making in {Making.SPLICED, Making.TAIL} or chance.random() >= JOINED_SHARE:
        support = (n, other) if other is not None and making in {Making.SPLICED, Making.TAIL} else (n,)
        return _finish(making, [claim], article, target, support)
    parts = [claim, compress(second, chance)]
    chance.shuffle(parts)
    return _finish(making, parts, article, target, (n, other), chance=chance)


def _mistake(question: str, rights: list[str], sentences: tuple[str, ...], chance: random.Random) -> str | None:
    """Something in the paragraph of the kind that is asked for, that shares no word with a right answer."""
    kind = answer_kind(question)
    taken = {word for right in rights for word in right.lower().split()} | set(question.lower().split())
    found = [span.cut(sentence) for sentence in sentences for span in find_candidates(kind, sentence)]
    found = found or [span.cut(sentence) for sentence in sentences for span in find_names(sentence)]
    free = [words for words in dict.fromkeys(found) if not set(words.lower().split()) & taken]
    return chance.choice(free) if free else None


def _other(article: Article, n: int, chance: random.Random) -> int | None:
    """Another sentence: mostly one close by, which is of the same matter."""
    usable = [
        k for k, sentence in enumerate(article.sentences) if k != n and MIN_WORDS <= len(sentence.split()) <= MAX_WORDS
    ]
    near = [k for k in usable if abs(k - n) <= 3]
    if not usable:
        return None
    return chance.choice(near) if near and chance.random() < 0.7 else chance.choice(usable)


def _finish(  # noqa: PLR0913 - the fields of `Made`, and a draw
    making: Making,
    parts: list[str],
    article: Article,
    target: Target,
    support: tuple[int, ...],
    *,
    chance: random.Random | None = None,
) -> Made:
    claim = parts[0].rstrip(". ")
    if chance and len(parts) > 1:
        claim += chance.choice((" and ", ". ", ". ", ", ")) + reword(parts[1], chance)
    return Made(making, write_claim(claim), article.sentences, target, support)
