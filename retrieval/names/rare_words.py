"""Whether a word typed in lower case is likely to be a name: no English word, no form of one, no misspelling of one."""

from collections.abc import Callable, Iterator

from retrieval.names.demonyms import is_plain_country

_PREFIXES_TEXT = """
un re non pre mis over out under up down anti inter intra semi sub super multi co de dis counter bio micro macro geo
neuro electro hydro photo thermo auto mid post pro fore hyper ultra trans tele poly mono bi tri im in ir il en em
"""
_PREFIXES = tuple(_PREFIXES_TEXT.split())
_SUFFIXES_TEXT = """
s es d ed ing ings ly er ers or ors est ness able ible ably ment ments ful less ism ist ists ity ities ize ized izes
izing ise ised ises ising ization isation ation ations tion ion ions al ally ial ian ic ics ical ically ish ive
ously ous y ies ied ier ward wards like wise ship hood age ability ibility ance ence ant ent ary ery th man men
"""
_SUFFIXES = tuple(_SUFFIXES_TEXT.split())
# Endings of English nouns, verbs and adjectives that few names have.
_ENGLISH_ENDINGS_TEXT = """
ed ing ly tion sion ous ive ment ness ity ic ics al ant ent ism ist ize ise ate ary ory ology graphy itis ful less
able ible ance ence ancy ency ical ings ions ities ants ents ists ates izes ally cy eous ious oid ase ide ine iest
"""
_ENGLISH_ENDINGS = tuple(_ENGLISH_ENDINGS_TEXT.split())
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MIN_PART = 3


def looks_like_name(folded: str, is_common: Callable[[str], bool]) -> bool:
    """Tell whether the folded word is a country's, or neither an English word nor near one.

    Rare words of the language look like names as well: a sign, no proof.

    >>> usual = {"sun", "flower", "government", "speak"}.__contains__
    >>> [looks_like_name(word, usual) for word in ("zelensky", "china", "sunflowers", "goverment", "speaking")]
    [True, True, False, False, False]
    """
    if is_plain_country(folded):
        return True
    return not (
        is_common(folded)
        or folded.endswith(_ENGLISH_ENDINGS)
        or any(map(is_common, _bases(folded)))
        or _is_compound(folded, is_common)
        or any(map(is_common, _one_slip_away(folded)))
    )


def _bases(word: str) -> Iterator[str]:
    """Yield what `word` may be derived from."""
    stripped = [word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix) and len(word) - len(prefix) > 3]
    yield from stripped
    for whole in (word, *stripped):
        for suffix in _SUFFIXES:
            root = whole.removesuffix(suffix)
            if len(root) < len(whole) and len(root) >= _MIN_PART:
                yield root
                yield root + "e"
                yield root + "y"
                yield root.removesuffix(root[-1])
                yield root.removesuffix("i") + "y"


def _is_compound(word: str, is_common: Callable[[str], bool]) -> bool:
    if "-" in word:
        return all(is_common(part) or any(map(is_common, _bases(part))) for part in word.split("-") if part)
    return any(
        is_common(word[:cut]) and (is_common(word[cut:]) or is_common(word[cut:].removesuffix("s")))
        for cut in range(_MIN_PART, len(word) - _MIN_PART + 1)
    )


def _one_slip_away(word: str) -> Iterator[str]:
    """Yield every word that differs by one letter missing, added, changed, or swapped with its neighbour.

    Of four letters ("waht", "yaer") only the middle ones are swapped: too many short names are near some word.
    """
    if len(word) == 4:
        yield word[0] + word[2] + word[1] + word[3]
    if len(word) < 5 or len(word) > 20:
        return
    for cut in range(len(word) + 1):
        head, tail = word[:cut], word[cut:]
        yield head + tail[1:]
        yield head + tail[1:2] + tail[:1] + tail[2:]
        for letter in _LETTERS:
            yield head + letter + tail
            yield head + letter + tail[1:]
