"""What a question asks for, and the words of a sentence that answer it."""

from retrieval.answer_words.asked_for import AskedFor, answer_spans, matches_kind
from retrieval.answer_words.kind import AnswerKind, answer_kind

__all__ = ["AnswerKind", "AskedFor", "answer_kind", "answer_spans", "matches_kind"]
