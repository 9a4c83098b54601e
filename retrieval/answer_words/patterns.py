"""Sentence patterns that answer whole questions: "A is B" for what A is, "A, the B" for who A is, "A said B"."""

import re

from corpus.schema import Span

_LEFT_CONTEXT = 200  # How far before a name its role may begin.
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MAX_EXPANSION = 10  # words
_TOPIC = re.compile(
    r"^(?:so |and |but |tell me |explain |say )*(?:what|who)(?: exactly)?(?:'s|’s|s| is| are| was| were| does| do| did)"
    r"(?: meant by)? (?:an? |the )?(?P<topic>[\w'’.&/ -]{2,60}?)(?: mean| stand for| refer to| exactly)?[ ?.!]*$"
    r"|^define (?:an? |the )?(?P<defined>[\w'’.&/ -]{2,60}?)[ ?.!]*$",
    re.IGNORECASE,
)
_END = r"(?=[.;:!?]?[\"'”’)]*\s*\Z|[;:–—(]|, (?:and|but|while|which|who|although|though|whose|where)\b|\s-\s)"
_IS = (
    r"(?:is|are|was|were|means|mean|stands for|refers? to|describes?)"
    r"(?: (?:also|usually|often|generally|typically|simply|currently|defined as|known as))*"
)
_ROLE_NOUN = """
president minister secretary chief leader head chancellor premier ambassador spokesman spokeswoman spokesperson
governor mayor senator king queen prince princess director chairman chairwoman chair executive officer commander
general admiral professor author writer actor actress singer musician architect engineer scientist economist analyst
journalist editor coach manager captain player striker lawyer judge founder owner politician diplomat deputy adviser
advisor representative officer bishop archbishop pope composer poet philosopher historian inventor explorer emperor
"""
_ROLE = "(?:" + "|".join(_ROLE_NOUN.split()) + ")"
# Atomic, for a word may fit several of these.
_LEADING = (
    r"(?>(?:[A-Z][\w.-]*(?:['’]s?)?|former|current|then|top|deputy|defen[cs]e|foreign|prime|military|vice|acting|finance"
    r"|interior|health|press|state|senior|chief|co|the|of|and|\w+ist|\w+an|\w+ish|\w+ese) )"
)
_SAID = re.compile(
    r"\b(?:said|says?|saying|claim(?:s|ed|ing)?|announced|warn(?:s|ed|ing)|stated|added|argue[sd]|told [\w’' ]{2,30}?"
    r"|insist(?:s|ed)|wrote|explained|denied|confirmed|suggest(?:s|ed)|declared|believe[sd])(?: on \w+)?,? that"
    r" (?P<answer>.{3,400}?)(?=[.;:!?]?[\"'”’)]*\s*\Z|\s?[;–—]|\s-\s)"
)
_APPOSED = r"(?:(?:an?|the|former|his|her|their|one of) |(?:[A-Z][\w-]*(?:['’]s|s['’]) ))"


def topic_of(question: str) -> str:
    """Return what a "what is …" or "who is …" question is about, without an article; empty for any other question.

    >>> topic_of("What's a dirty bomb?"), topic_of("what does NATO stand for"), topic_of("When was it?")
    ('dirty bomb', 'NATO', '')
    """
    match = _TOPIC.match(" ".join(question.split()))
    return (match["topic"] or match["defined"]) if match else ""


def find_definition(topic: str, sentence: str) -> Span | None:
    """Return the words that say what `topic` is, or None.

    >>> find_definition("dirty bomb", "A dirty bomb is a crude device.").cut("A dirty bomb is a crude device.")
    'a crude device'
    """
    named = rf"(?<!\w)(?:an? |the )?[\"“‘']?{re.escape(topic)}s?[\"”’']?(?: \([^)]{{1,40}}\))?"
    if expansion := _find_expansion(topic, sentence):
        return expansion
    for pattern in (
        rf"{named} {_IS} (?P<answer>(?:an? |the |any |one |used |when |where |\w+s? ).{{2,300}}?){_END}",
        rf"{named}, (?P<answer>(?:an? |the |or )[^,;]{{3,120}})(?=,|[.]?\Z)",
        rf"(?P<answer>(?:an? |the )[^,;.]{{3,120}}?),? (?:(?:also )?known as|called|or) {named}",
    ):
        if match := re.search(pattern, sentence, re.IGNORECASE):
            return Span(*match.span("answer"))
    return None


def _find_expansion(topic: str, sentence: str) -> Span | None:
    """Return the words before "(NATO)" whose initials they are, or None."""
    bracketed = sentence.find(f"({topic.upper()})")
    if bracketed < 0:
        return None
    words = list(_WORD.finditer(sentence, 0, bracketed))[-_MAX_EXPANSION:]
    for first in range(len(words) - 2, -1, -1):
        initials = [word[0][0] for word in words[first:]]
        if topic.upper() in ("".join(initials).upper(), "".join(filter(str.isupper, initials))):
            return Span(words[first].start(), words[-1].end())
    return None


def find_role(topic: str, sentence: str) -> Span | None:
    """Return the words that say who the person `topic` is, or None.

    >>> text = "She met Vera Lind, the Danish ambassador, at noon."
    >>> find_role("Vera Lind", text).cut(text)
    'the Danish ambassador'
    """
    surname = re.search(rf"(?<!\w){re.escape(topic.rsplit(maxsplit=1)[-1])}(?!\w)", sentence, re.IGNORECASE)
    if surname is None:
        return None
    if match := re.compile(rf"(?:is|was|has been) (?P<answer>(?:an?|the|one) .{{3,200}}?){_END}").match(
        sentence, surname.end() + 1
    ):
        return Span(*match.span("answer"))
    if match := re.compile(rf", (?P<answer>{_APPOSED}[^,;–—]{{3,150}}?)(?=[,;–—]|[.!?]?[\"”’]*\s*\Z)").match(
        sentence, surname.end()
    ):
        return Span(*match.span("answer"))
    before = sentence[max(0, surname.start() - _LEFT_CONTEXT) : surname.start()]
    named = re.search(rf"(?P<answer>{_LEADING}*{_ROLE}),? (?:[A-Z][\w.’'-]* ){{0,3}}\Z", before)
    if named is None or " " not in named["answer"]:
        return None
    shift = surname.start() - len(before)
    return Span(shift + named.start("answer"), shift + named.end("answer"))


def find_said(sentence: str) -> Span | None:
    """Return the clause after "said that", without its full stop, or None.

    >>> find_said("He said that nobody came.").cut("He said that nobody came.")
    'nobody came'
    """
    match = _SAID.search(sentence)
    if match is None:
        return None
    start, end = match.span("answer")
    return Span(start, start + len(sentence[start:end].rstrip(" .!?")))
