"""What speaks for and against a candidate answer: where it stands in its sentence beside the words of the question."""

import math
import re
from collections.abc import Iterator, Sequence

from corpus.schema import Span
from retrieval.answer_words.question_words import QuestionWords, stems_of
from retrieval.names.demonyms import forms_of_country
from retrieval.names.vocabulary import fold

_BOUNDARY = re.compile(r"[,;:()–—]| (?:and|but|while|which|who) ")
_BEFORE = re.compile(
    r"\b(by|to|with|in|at|on|of|for|from|as|called|named|titled|the)(?: the)? [\"“'‘]?\Z", re.IGNORECASE
)
_KIND_OF_WORD = {"with": "to", "at": "in", "on": "in", "for": "of", "named": "called", "titled": "called"}
_MAX_ANCHORS = 60  # More words of the question than any sentence but a hostile one holds.
_BEFORE_CHARS = 14
_SOON_CHARS = 30

Anchors = Sequence[tuple[int, str]]


def describe(words: QuestionWords, sentence: str, candidates: Sequence[Span]) -> Iterator[dict[str, float]]:
    """Yield the features of each candidate, by name; what is absent is 0."""
    stems = stems_of(sentence)
    anchors = [(start, stem) for start, stem in stems if stem in words.stems][:_MAX_ANCHORS]
    share = len({stem for _, stem in anchors}) / max(1, len(words.stems))
    verb = next((start for start, stem in anchors if stem in words.verb), None) if words.side else None
    nearness = [_nearness(candidate, sentence, anchors) for candidate in candidates]
    for index, candidate in enumerate(candidates):
        rival = max(nearness[:index] + nearness[index + 1 :], default=0.0)
        features = {
            "bias": 1.0,
            "near": math.log(nearness[index] + 1e-3),
            "nearer": math.log((nearness[index] + 1e-2) / (rival + 1e-2)),
            "rivals": math.log(len(candidates)),
            "share": share,
            "late": float(candidate.start > len(sentence) / 2),
            "opens": float(candidate.start < 6),
            "bracketed": float(sentence[max(0, candidate.start - 1)] == "("),
            "possessive": float(sentence[candidate.end : candidate.end + 1] in ("'", "’")),
        }
        if verb is not None:
            features["side"] = 1.0 if (verb >= candidate.end) == (words.side == "before") else -1.0
        features.update(_read_before(words, sentence[max(0, candidate.start - _BEFORE_CHARS) : candidate.start]))
        features.update(_read_inside(words, candidate, sentence, stems))
        yield features


def _nearness(candidate: Span, sentence: str, anchors: Anchors) -> float:
    """Sum, over the question's words outside the candidate, the inverse distance; a clause boundary between costs."""
    total = 0.0
    for start, _ in anchors:
        if not candidate.start <= start < candidate.end:
            gap = sentence[candidate.end : start] if start >= candidate.end else sentence[start : candidate.start]
            total += 0.6 ** len(_BOUNDARY.findall(gap)) / (10 + len(gap))
    return total


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


def _read_inside(words: QuestionWords, candidate: Span, sentence: str, stems: Anchors) -> dict[str, float]:
    text = candidate.cut(sentence)
    inside = [stem for start, stem in stems if candidate.start <= start < candidate.end]
    after = [stem for start, stem in stems if candidate.end <= start < candidate.end + _SOON_CHARS]
    return {
        "one_word": float(" " not in text),
        "long": float(text.count(" ") > 2),
        "people": float("-" in text or bool(forms_of_country(fold(text)))),
        "focus": float(not words.focus.isdisjoint(inside)),
        "focus_next": float(not words.focus.isdisjoint(after[:1])),
        "focus_soon": float(not words.focus.isdisjoint(after[1:3])),
        "repeats": float(not words.stems.isdisjoint(inside)),
    }
