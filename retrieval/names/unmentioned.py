"""Which names in a question no article in scope mentions.

There is no list of names: a name shows by its capital. Rare words typed without one were tried: over `dev` and 23 news
articles (n = 1,157) they named no further name missing, and 15 that are none where capitals alone name 5. A name
is mentioned when the articles have it in any form: inflected, abbreviated, misspelt, transliterated, or in part.
"""

import Stemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from retrieval.names.demonyms import forms_of_country
from retrieval.names.typed_names import TypedName, read_names
from retrieval.names.vocabulary import Vocabulary, bare_acronym, fold, sound

_ENDINGS_TEXT = (
    "s es n an ian ean in ine i ic ical ics ist ists ism ity ite ites ese er ers ish y a e o us um al ans ians ing ed"
)
_ENDINGS = ("", *_ENDINGS_TEXT.split())
_MIN_ROOT = 4
_PLACING_TEXT = "in at near around outside inside within from"
_PLACING = frozenset(_PLACING_TEXT.split())


def unmentioned_names(question: str, vocabulary: Vocabulary, *, misspelt: bool = True) -> tuple[str, ...]:
    """Return the names in `question`, as typed, that no article in scope mentions; each once, in order.

    Args:
        question: in any case, with or without a question mark.
        vocabulary: of all articles in scope.
        misspelt: whether a name that is a slip away from one of the articles' is taken for that one.

    >>> scope = Vocabulary.from_texts(["Russia’s General Gerasimov spoke to General Mark Milley, a US officer."])
    >>> unmentioned_names("What did Gerasimof tell the American Milley about Zelensky's plan?", scope)
    ('Zelensky',)
    """
    look_up = _LookUp(vocabulary, misspelt=misspelt)
    return tuple(dict.fromkeys(name.text for name in read_names(question) if not look_up.mentions(name)))


class _LookUp:
    def __init__(self, vocabulary: Vocabulary, *, misspelt: bool) -> None:
        self._vocabulary = vocabulary
        self._misspelt = misspelt
        self._stemmer = Stemmer.Stemmer("english", 0)

    def mentions(self, name: TypedName) -> bool:
        """Tell whether the articles mention who or what `name` names."""
        phrase = " ".join(map(fold, name.words))
        as_place = name.before in _PLACING
        if forms := forms_of_country(phrase, as_place=as_place):
            return self._has_form(forms)
        if phrase in self._vocabulary.phrases or "".join(map(fold, name.words)) in self._vocabulary.words:
            return True
        if not self._vocabulary.acronyms.isdisjoint(name.initials):
            return True
        known = [self._knows(word, as_place=as_place) for word in name.telling]
        # The last word tells people apart: "Vladimir Zelensky" is not Vladimir Putin. But whom the articles also call
        # by one word alone ("Beyoncé") may have a second one, and letters after a name ("MP") are no name.
        last = max((i for i, word in enumerate(name.telling) if not bare_acronym(word)), default=len(known) - 1)
        return known[last] or any(
            knows and fold(word) in self._vocabulary.alone for word, knows in zip(name.telling, known, strict=True)
        )

    def _knows(self, word: str, *, as_place: bool = False) -> bool:
        """Tell whether the articles have the single word in any form."""
        folded = fold(word)
        bare = word.replace(".", "")
        if (
            bare.isupper()
            and len(bare) <= 4
            and (bare in self._vocabulary.acronyms or bare in self._vocabulary.initials)
        ):
            return True
        if forms := forms_of_country(folded, as_place=as_place):
            return self._has_form(forms)
        if folded in self._vocabulary.words or self._stemmer.stemWord(folded) in self._vocabulary.stems:
            return True
        if bare.upper() in self._vocabulary.initials and any(letter.isupper() for letter in bare[1:]):
            return True
        if "-" in word and any(self._knows(part) for part in word.split("-") if part[:1].isupper()):
            return True
        return self._knows_relative(folded) or self._knows_spelling(folded)

    def _has_form(self, forms: frozenset[str]) -> bool:
        return any(self._has_one_form(form) for form in forms)

    def _has_one_form(self, form: str) -> bool:
        if " " in form:
            return form in self._vocabulary.phrases or form + "s" in self._vocabulary.phrases
        if len(form) < 4:  # "us" is no country, "US" is.
            return form.upper() in self._vocabulary.acronyms
        return form in self._vocabulary.words or form + "s" in self._vocabulary.words

    def _knows_relative(self, folded: str) -> bool:
        """Tell whether a word of the same root is known: "Texan" and "Texas", "Buddhist" and "Buddhism"."""
        roots = {folded.removesuffix(ending) for ending in _ENDINGS}
        return any(
            root + ending in self._vocabulary.capitalised
            for root in roots
            if len(root) >= _MIN_ROOT
            for ending in _ENDINGS
        )

    def _knows_spelling(self, folded: str) -> bool:
        """Tell whether `folded` is a transliteration or a likely misspelling of a capitalised word."""
        if len(folded) < 5:
            return False
        if sound(folded) in self._vocabulary.sounds:
            return True
        if not self._misspelt:
            return False
        allowed = 1 if len(folded) < 9 else 2
        alike = process.extract(
            folded, self._vocabulary.capitalised, scorer=OSA.distance, score_cutoff=allowed, limit=5
        )
        return any(near[0] == folded[0] for near, _, _ in alike)
