"""Whether a question can be asked as it is."""

import unicodedata
from collections.abc import Callable

from retrieval.errors import QuestionInvalid

MAX_QUESTION_CHARS = 2000


def check_question(text: str, looks_english: Callable[[str], bool]) -> str:
    r"""Return the question, NFC, on one line and without what nobody sees: soft hyphens, marks that reorder text.

    Args:
        text: as typed.
        looks_english: false for what is surely another language.

    Raises:
        QuestionInvalid: when it is empty, over `MAX_QUESTION_CHARS`, holds control characters or no word at all, or is
            surely not English.

    >>> check_question("  Who\tspoke\n?", lambda _: True)
    'Who spoke ?'
    """
    if len(text) > MAX_QUESTION_CHARS:
        problem = f"has {len(text):,} characters, more than the {MAX_QUESTION_CHARS:,} of one question"
        raise QuestionInvalid(text, problem, "ask a shorter one")
    if any(unicodedata.category(character) in {"Cc", "Cs"} and not character.isspace() for character in text):
        raise QuestionInvalid(_printable(text), "holds control characters", "type it as plain text")
    shown = "".join(character for character in text if unicodedata.category(character) != "Cf")
    question = " ".join(unicodedata.normalize("NFC", shown).split())
    if not question:
        raise QuestionInvalid(question, "is empty", "type a question about the article")
    if not any(character.isalnum() for character in question):
        raise QuestionInvalid(question, "holds no word", "type a question about the article")
    if not looks_english(question):
        raise QuestionInvalid(question, "does not look English", "ask it in English, the language that Footnote reads")
    return question


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
