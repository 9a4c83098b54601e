"""What speaks for and against a candidate answer: how it looks, and how it stands to the words of the question."""

import math
import re
from collections.abc import Iterator, Sequence

from corpus.schema import Span
from retrieval.answer_words.candidates import is_place
from retrieval.answer_words.enumerations import number_enumerations
from retrieval.answer_words.question_words import QuestionWords
from retrieval.answer_words.sentence_words import SentenceWords
from retrieval.names.demonyms import forms_of_country
from retrieval.names.vocabulary import fold

_BEFORE = re.compile(
    r"\b(by|to|with|in|at|on|of|for|from|as|called|named|titled|the)(?: the)? [\"“'‘]?\Z", re.IGNORECASE
)
_KIND_OF_WORD = {"with": "to", "at": "in", "on": "in", "for": "of", "named": "called", "titled": "called"}
_BEFORE_CHARS = 14
_OPENING_CHARS = 6
# As in: "Ann, a member of [Parliament], left."
_APPOSED = re.compile(r", (?:an?|the|his|her|their|its|[a-z]+)(?: [^,;.]{0,60})? \Z")
_APPOSITION_CHARS = 70
_COUNTRY = frozenset({"countri", "nation"})


def describe(words: QuestionWords, sentence: str, candidates: Sequence[Span]) -> Iterator[dict[str, float]]:
    """Yield the features of each candidate, by name; what is absent is 0."""
    around = SentenceWords.of(sentence, words)
    nearness = [around.nearness(candidate) for candidate in candidates]
    lists = number_enumerations(sentence, candidates, words.side)
    for index, candidate in enumerate(candidates):
        rival = max((near for near, other in zip(nearness, lists, strict=True) if other != lists[index]), default=0.0)
        yield {
            "bias": 1.0,
            "near": math.log(nearness[index] + 1e-3),
            "nearer": math.log((nearness[index] + 1e-2) / (rival + 1e-2)),
            "rivals": math.log(lists[-1] + 1),
            "listed_many": float(words.many and lists.count(lists[index]) > 1),
            "alone_many": float(words.many and lists.count(lists[index]) == 1),
            "listed": float(lists.count(lists[index]) > 1),
            "share": around.share,
            **_read_looks(candidate, sentence),
            **_read_before(words, sentence[max(0, candidate.start - _BEFORE_CHARS) : candidate.start]),
            **_read_noun(words, around, candidate),
            **_read_clause(words, around, candidate),
            **_read_verb(around, candidate),
        }


def _read_looks(candidate: Span, sentence: str) -> dict[str, float]:
    text = candidate.cut(sentence)
    follows = sentence[candidate.end : candidate.end + 1]
    before = sentence[max(0, candidate.start - _APPOSITION_CHARS) : candidate.start]
    opens, one_word = candidate.start < _OPENING_CHARS, " " not in text
    return {
        "late": float(candidate.start > len(sentence) / 2),
        "opens": float(opens),
        "opening_word": float(opens and one_word),
        "one_word": float(one_word),
        "long": float(text.count(" ") > 2),
        "lower": float(text[0].islower()),
        "hyphen": float("-" in text),
        "unit": float(any(sign in text for sign in ("%", "$", "£", "€", "per"))),
        "bracketed": float(before.endswith("(")),
        "possessive": float(follows in ("'", "’")),
        "apposed": float(follows in (",", ")") and bool(_APPOSED.search(before))),
        "placed": float(text[0].isupper() and is_place(sentence, candidate)),
    }


def _read_before(words: QuestionWords, before: str) -> dict[str, float]:
    match = _BEFORE.search(before)
    if match is None:
        return {}
    word = match[1].casefold()
    word = _KIND_OF_WORD.get(word, word)
    features = {word: 1.0}
    if words.preposition and word in (words.preposition, _KIND_OF_WORD.get(words.preposition)):
        features["asked"] = 1.0
    if word == "by":
        features["agent"] = {"before": 1.0, "after": -1.0}.get(words.side, 0.0)
    return features


def _read_noun(words: QuestionWords, around: SentenceWords, candidate: Span) -> dict[str, float]:
    """Tell how the candidate stands to the noun that is asked for: "how many [people]", "which [country]"."""
    inside = around.inside(candidate)
    after = around.soon_after(candidate)
    text = candidate.cut(around.sentence)
    is_country = bool(forms_of_country(fold(text)))
    return {
        "repeats": float(not words.stems.isdisjoint(inside)),
        "focus": float(not words.focus.isdisjoint(inside)),
        "focus_next": float(not words.focus.isdisjoint(after[:1])),
        "focus_soon": float(not words.focus.isdisjoint(after[1:3])),
        "other_noun": float(bool(words.focus and after) and words.focus.isdisjoint(after[:1])),
        "lower_which": float(bool(words.focus) and text[0].islower()),
        "country": float(is_country),
        "country_asked": (1.0 if is_country else -1.0) * float(not words.focus.isdisjoint(_COUNTRY)),
    }


def _read_clause(words: QuestionWords, around: SentenceWords, candidate: Span) -> dict[str, float]:
    """Tell how much of the question stands in the candidate's own clause, and how much only in others."""
    own, after, others = around.clause(candidate)
    count = max(1, len(words.stems))
    return {
        "clause": len(own & words.stems) / count,
        "other_clause": len((others - own) & words.stems) / count,
        "then": float(not after.isdisjoint(words.stems - words.focus)),
    }


def _read_verb(around: SentenceWords, candidate: Span) -> dict[str, float]:
    """Tell on which side of the verb, and how far from it and from any word of the question, the candidate stands."""
    left, right = around.words_between(candidate)
    features = {"touched": float(left == 0), "touches": float(right == 0)}
    if (verb := around.verb) is not None:
        features["side"] = 1.0 if (verb >= candidate.end) == (around.side == "before") else -1.0
    if around.side == "before":
        gap = around.words_to_verb(candidate)
        features["verb_gap"] = math.log(1 + gap)
        features["verb_next"] = float(gap == 0)
    return features
