"""What the words of a question say about where its answer stands: its stems, its verb, the noun that is asked for."""

import re
from dataclasses import dataclass

import Stemmer

from retrieval.names.vocabulary import fold

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_STOP_TEXT = """
a an the of to in on at by for with from as and or but not no is are was were be been being am do does did done has
have had will would can could should shall may might must who whom whose what which when where why how it its he she
they them his her their this that these those there i you we us our your me my s t than then so if into about also many
much name
"""
_STOP = frozenset(_STOP_TEXT.split())
# Past forms and kindred nouns that a stemmer does not lead back to the verb; the first stands for all of its group.
_KINDRED_TEXT = """
speak spoke spoken; tell told; write wrote written author; meet met; lead led leader head; win won winner; lose lost;
begin began begun start; become became; give gave given; take took taken; make made; build built; buy bought; sell sold;
find found; hold held; leave left; send sent; keep kept; bring brought; think thought; teach taught; fight fought;
catch caught; choose chose chosen; know knew known; grow grew grown; draw drew drawn; fall fell fallen; rise rose risen;
drive drove driven; run ran; see saw seen; sing sang sung; come came; go went gone; get got; pay paid; lay laid;
mean meant; feel felt; spend spent; stand stood; strike struck; shoot shot; wear wore worn; break broke broken;
steal stole stolen; hide hid hidden; fly flew flown; eat ate eaten; die death; bear born birth; invent inventor;
direct director; compose composer; succeed successor; rule ruler; create creator; establish founded founder founding
"""
_OBJECT = re.compile(
    r"\bwho (?:did|do|does)\b|\bwhom\b|\bwho (?:had|has|have|was|were|is|are) (?:[\w’'-]+ ){1,4}(?:to|by|with)"
    r"(?=[?.! ]*\Z| (?:on|in|at|after|before|when|while|during|as)\b)"
)
_SUBJECT = re.compile(r"\bwho (?:(?:is|was|are|were|has|have|had|will) )?([\w-]+)")
_MANY = re.compile(
    r"\bwho (?:were|are)\b|\b(?:what|which) (?:(?!(?:is|was|did|does|do|has|had)\b)[\w'’-]+ ){0,2}?"
    r"(?:two|three|four|five|six|seven|other|(?!(?:series|species|news)\b)[\w-]{2,}[^\Wsui]s|[\w-]+ies|people|men|women)\b"
)
_BE = "(?:is|are|was|were|be|been|being)"
_PARTICIPLE = r"(\w+(?:ed|en|wn|orn|ught|eld|old|lt|nt|ound|et|uck|ung|ut|ade|aid|ot|ost|ead|one)\b)"
_PASSIVE = re.compile(
    rf"\bwho (?:\w+ ){{0,2}}{_BE} (?:\w+ly )?{_PARTICIPLE}(?! by)"
    rf"|\bwhom? (?:\w+ )?{_BE} (?:[\w’'-]+ ){{1,4}}?{_PARTICIPLE} by\b"
)
_COUNTED = re.compile(rf"\bhow many (?:[\w’'-]+ ){{0,5}}?{_BE} (?:\w+ly )?{_PARTICIPLE}")
_PREPOSITION = re.compile(
    r"\b(to|with|by|from|of|for|in|at|on|as) (?:whom|which|what|who)\b|\b(to|with|by|from|of|for|in|at|on|as)[?.! ]*\Z"
)
_FOCUS = re.compile(r"\b(?:what|which|how (?:many|much)|whose)((?: [\w'’-]+){1,4})")
_STEMMER = Stemmer.Stemmer("english")
_FIRST_OF_KIN = {
    _STEMMER.stemWord(form): _STEMMER.stemWord(group.split()[0])
    for group in _KINDRED_TEXT.split(";")
    for form in group.split()
}


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The words of a question.

    Attributes:
        stems: of all words that mean something.
        verb: the stem of the verb whose subject, object or count is asked for, if it can be told.
        focus: the stems of the noun after "which", "what" or "how many".
        side: where from the verb the answer stands: "before", "after", or "" where that is not known.
        passive: the verb that is asked about is in the passive.
        many: more than one is asked for: "which countries", "who were".
        preposition: that belongs to the question word, as in "to whom" and "who … to"; or empty.
    """

    stems: frozenset[str]
    verb: frozenset[str]
    focus: frozenset[str]
    side: str
    preposition: str
    passive: bool
    many: bool

    @classmethod
    def of(cls, question: str) -> "QuestionWords":
        """Read the words of `question`, in any case.

        >>> words = QuestionWords.of("Who did Ann Reed speak to?")
        >>> sorted(words.stems), words.side, words.preposition
        (['ann', 'reed', 'speak'], 'after', 'to')
        """
        plain = " ".join(question.casefold().split())
        stems = frozenset(stem for _, stem in stems_of(plain))
        preposition = match[1] or match[2] if (match := _PREPOSITION.search(plain)) else ""
        side, verb = "", frozenset[str]()
        if _OBJECT.search(plain):
            side, verb = "after", stems
        elif match := _SUBJECT.search(plain):
            side, verb = "before", frozenset(stem for _, stem in stems_of(match[1]))
        elif match := _COUNTED.search(plain):
            verb = frozenset(stem for _, stem in stems_of(match[1]))
        passive = False
        if match := _PASSIVE.search(plain):
            passive = True
            verb = frozenset(stem for _, stem in stems_of(match[1] or match[2]))
        return cls(stems, verb, _read_focus(plain), side, preposition, passive, bool(_MANY.search(plain)))


def _read_focus(plain: str) -> frozenset[str]:
    match = _FOCUS.search(plain)
    if match is None:
        return frozenset()
    words = match[1].split()
    end = next((index for index, word in enumerate(words) if fold(word) in _STOP), len(words))
    return frozenset(stem for _, stem in stems_of(" ".join(words[:end])))


def stems_of(text: str) -> list[tuple[int, str]]:
    """Return the start and the stem of each word of `text` that is no stop word, in order."""
    words = [(match.start(), fold(match[0])) for match in _WORD.finditer(text)]
    telling = [(start, word) for start, word in words if word not in _STOP]
    stems = _STEMMER.stemWords([word for _, word in telling])
    return [(start, _FIRST_OF_KIN.get(stem, stem)) for (start, _), stem in zip(telling, stems, strict=True)]
