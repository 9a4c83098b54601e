"""The names that a person typed in a question, told by their capitals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.names.vocabulary import WORD, fold

_MAX_CHARS = 2000  # A longer question is read so far.

_TITLES_TEXT = """
mr mrs ms miss dr prof professor sir dame lord lady general gen admiral adm colonel col major maj captain capt
lieutenant lt sergeant sgt corporal commander marshal president vice prime minister chancellor premier senator sen
representative rep congressman congresswoman governor gov mayor judge justice secretary ambassador pope cardinal
archbishop bishop father reverend rev saint st king queen prince princess emperor empress tsar czar sultan shah duke
duchess earl count countess baron baroness sheikh ayatollah imam rabbi chief director chairman ceo coach detective
inspector officer private mp mps hon ft mt pres
"""
_TITLES = frozenset(_TITLES_TEXT.split())
_ORDINARY_TEXT = """
jan feb mar apr jun jul aug sep sept oct nov dec ww1 ww2 wwi wwii earth hd id i monday tuesday wednesday thursday
friday saturday sunday january february march april may june july august september october november december spring
summer autumn fall winter christmas easter ramadan thanksgiving who whom whose what which when where why how is are
was were am be been do does did has have had can could will would shall should might must a an the this that these
those it its he she they we you his her their our your my me us and or but if of in on at by to from with for as than
then after before during since until about into over under between among through against without within upon while
because although though despite according besides aside really actually exactly only ever not no yes name tell list
describe explain give show find say also there here some any each every all both either neither many much more most
other another such ad bc bce ce pm tv dvd cd ok u.s english latin internet web god bible article articles text story
report news question author writer passage paragraph title page source minister ministry ministries ministers
secretary defence defense department office officer government state states parliament congress senate house court
supreme constitution president council committee commission party republic kingdom empire nation national federal
royal union agency board bureau institute association society organization organisation company corporation group
university college school academy hospital church cathedral temple museum library city town village county province
district region island islands river lake sea ocean mountain mountains mount bay gulf street road avenue square park
bridge station airport army navy force forces military police air guard war wars battle treaty act bill law amendment
agreement revolution movement day week month year century age era period north south east west northern southern
eastern western central new old great upper lower first second third world international foreign affairs trade league
cup championship championships olympic olympics games team club award awards prize series season edition version book
album song film movie programme program project system theory model division class type unit level number part section
chapter european african asian celsius fahrenheit tvs cds
"""
_ORDINARY = frozenset(_ORDINARY_TEXT.split())
_POSSESSIVE = re.compile(r"(?:['’]s|['’])\Z", re.IGNORECASE)
_NEVER = frozenset({"i"})
_SMALL_TEXT = """
a an the to of in on at by for with from did does do is was are were be has have had and or that when what who say
"""
_SMALL = frozenset(_SMALL_TEXT.split())
_JOINING_TEXT = "of de la le du des del da di van von der den al el bin ibn &"
_JOINING = frozenset(_JOINING_TEXT.split())
_ROMAN = re.compile(r"[IVXLC]+(?:th|st|nd|rd)?\Z")
_NEW_SENTENCE = re.compile(r"[.?!:;][\s\"'“”‘’]|[\"“‘(]")
_AND_SPACE = re.compile(r" ?& ?|[ \u00a0]|\. |-")


_NO_NAMES = _ORDINARY | _TITLES


@dataclass(frozen=True, slots=True)
class TypedName:
    """A name in a question.

    Attributes:
        text: as typed, without titles before it and without a possessive ending.
        words: its words, without the connecting "of" and "de".
        telling: those of its words that are no titles and no ordinary words; empty for "the Defence Secretary".
        before: the word before it, folded; empty at the start.
    """

    text: str
    words: tuple[str, ...]
    telling: tuple[str, ...]
    before: str

    @property
    def initials(self) -> frozenset[str]:
        """In capitals, with and without the joining words; none for a single word."""
        if len(self.words) < 2:
            return frozenset()
        every = "".join(word[0] for word in WORD.findall(self.text))
        return frozenset({every.upper(), "".join(word[0] for word in self.words).upper()})


def read_names(question: str) -> Iterator[TypedName]:
    """Yield the names in `question`, in order; none where capitals tell nothing, as in a question without any.

    >>> [name.text for name in read_names("Did General Sir Tony Radakin call the Bank of England?")]
    ['Tony Radakin', 'Bank of England']
    """
    question = question[:_MAX_CHARS]
    tokens = list(WORD.finditer(question))
    if _capitals_tell(tokens):
        for run in _runs(question, tokens):
            yield from _cut_at_titles(question, tokens, run)


def _capitals_tell(tokens: list[re.Match[str]]) -> bool:
    """Tell whether some words have capitals and others, the small ones at least, have none."""
    later = [token[0] for token in tokens[1:]]
    if any(word.casefold() in _SMALL and not word.islower() for word in later):
        return False
    return any(_is_capital(word) for word in later if word.casefold() not in _NEVER)


def _is_capital(word: str) -> bool:
    return word[0].isupper() or any(letter.isupper() for letter in word)


def _runs(question: str, tokens: list[re.Match[str]]) -> Iterator[list[int]]:
    """Yield the indices of the tokens of each run of capitalised words, with the small words that join them."""
    run: list[int] = []
    for index, token in enumerate(tokens):
        gap = question[tokens[index - 1].end() : token.start()] if index else ""
        opens = index == 0 or bool(_NEW_SENTENCE.search(gap))
        if run and (opens or not _AND_SPACE.fullmatch(gap) or tokens[index - 1][0].casefold().endswith(("'s", "’s"))):
            yield run
            run = []
        word = token[0]
        named = _is_capital(word) and word.casefold() not in _NEVER and (not opens or _opens_name(tokens, index))
        if named or (run and word in _JOINING):
            run.append(index)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _opens_name(tokens: list[re.Match[str]], index: int) -> bool:
    """Tell whether the first word of a sentence shows by more than its capital that it belongs to a name."""
    word = tokens[index][0]
    if any(letter.isupper() for letter in word[1:]):
        return True
    follows = tokens[index + 1][0] if index + 1 < len(tokens) else ""
    return bool(follows) and _is_capital(follows) and word.casefold() not in _ORDINARY


def _cut_at_titles(question: str, tokens: list[re.Match[str]], run: list[int]) -> Iterator[TypedName]:
    part: list[int] = []
    for index in run:
        word = fold(tokens[index][0])
        if word in _TITLES:
            yield from _name(question, tokens, part)
            part = []
        else:
            part.append(index)
    yield from _name(question, tokens, part)


def _name(question: str, tokens: list[re.Match[str]], part: list[int]) -> Iterator[TypedName]:
    while part and tokens[part[-1]][0] in _JOINING:
        part.pop()
    while part and tokens[part[0]][0] in _JOINING:
        part.pop(0)
    if not part:
        return
    words = tuple(tokens[index][0] for index in part if _is_capital(tokens[index][0]))
    telling = tuple(word for word in words if _is_telling(word))
    if not telling:
        return
    text = question[tokens[part[0]].start() : tokens[part[-1]].end()]
    before = fold(tokens[part[0] - 1][0]) if part[0] else ""
    yield TypedName(_POSSESSIVE.sub("", text), words, telling, before)


def is_ordinary(folded: str) -> bool:
    """Tell whether a folded word is a title, a function word, or a noun that only a capital makes look like a name.

    >>> is_ordinary("vice-president"), is_ordinary("monday"), is_ordinary("reed")
    (True, True, False)
    """
    return _NO_NAMES.issuperset(folded.split("-"))


def _is_telling(word: str) -> bool:
    if word.replace(".", "") == "US":
        return True
    folded = fold(word)
    return len(folded) > 1 and not is_ordinary(folded) and not _ROMAN.match(word) and not word[0].isdigit()
