"""Is it English? Footnote reads no other language, and would rather answer badly than refuse what is English."""

import re
from collections.abc import Collection

from corpus.function_words import ALSO_ENGLISH, ENGLISH, OTHERS, UNMISTAKABLE

# Text about people abroad holds names in other scripts; a text that is mostly in one is not English.
MAX_OTHER_SCRIPT_SHARE = 0.5
MAX_READ_CHARS = 20_000
# Of the words that only English has: 18,896 paragraphs of SQuAD have at least .037, other languages next to none.
ENGLISH_SHARE = 0.12
NOT_ENGLISH_SHARE = 0.03
ENOUGH_WORDS = 12

_LETTER = re.compile(r"[^\W\d_]")
_LATIN_LETTER = re.compile("[A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def is_english(text: str) -> bool:
    """Tell whether an article is in English; a short or doubtful one is. It loads a model for doubtful ones (0.5 s).

    >>> is_english("Der Minister sagte am Montag, dass die Brücke nicht vor dem Frühjahr geöffnet wird.")
    False
    """
    text = text[:MAX_READ_CHARS]
    if _is_other_script(text):
        return False
    words = _words(text)
    english = sum(word in ENGLISH and word not in ALSO_ENGLISH for word in words)
    other = _count_other(words)
    if not words or (english >= ENGLISH_SHARE * len(words) and english > other):
        return True
    surely_other = other >= 3 and other > 2 * english
    surely_not_english = len(words) >= ENOUGH_WORDS and english < NOT_ENGLISH_SHARE * len(words)
    return not (surely_other or surely_not_english) or _model_says_english(text)


def looks_english(question: str) -> bool:
    """Tell whether a question may be in English: false only when its script or its small words prove another language.

    Names, single words and typing errors are English. It needs no model.

    >>> looks_english("Gerasimov?"), looks_english("Wer ist Gerasimov?"), looks_english("Кто такой Герасимов?")
    (True, False, False)
    """
    small = _small_words(question)
    words = {word.lower() for word in small}
    proves_english = sum(word in ENGLISH and word not in ALSO_ENGLISH for word in words)
    if proves_english >= 2:
        return True
    if _is_other_script(question):
        return proves_english > 0
    other = _count_other(words)
    if proves_english:
        return other < 4 * proves_english
    if other and any(word[0].islower() and not word.isascii() for word in small):
        return False
    return other < 2 and words.isdisjoint(UNMISTAKABLE) and not question.lstrip().startswith(("¿", "¡"))


def _is_other_script(text: str) -> bool:
    letters = len(_LETTER.findall(text))
    return letters - len(_LATIN_LETTER.findall(text)) > MAX_OTHER_SCRIPT_SHARE * letters


def _words(text: str) -> list[str]:
    return [word.replace("’", "'").lower() for word in _WORD.findall(text)]


def _small_words(question: str) -> list[str]:
    """The words that are not names by their capital; in a question all in capitals, every word."""
    found = [word.replace("’", "'") for word in _WORD.findall(question)]
    shouted = question.upper() == question
    return [word for place, word in enumerate(found) if place == 0 or shouted or not word[0].isupper()]


def _count_other(words: Collection[str]) -> int:
    """How many words are small words of one other language, the likeliest one, and not of English."""
    return max(sum(word in other for word in words) for other in OTHERS.values())


def _model_says_english(text: str) -> bool:
    from py3langid import classify

    language, _ = classify(text)
    return bool(language == "en")
