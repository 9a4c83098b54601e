"""Sentences shortened and reworded as summaries do, so that what they say is still said by the source."""

import random
import re

MIN_WORDS = 5
# Without its condition a sentence says more than its source.
_OPENING = re.compile(
    r"^(?!If|Unless|Without|Until|Had)[A-Z][\w'-]*(?: [\w'-]+){0,5}, "
    r"(?=[A-Z\"]|the |a |an |it |he |she |they |his |her |its )"
)
_PARENTHESIS = re.compile(r" ?\([^()]*\)| ?\[[^\[\]]*\]")
_ASIDE = re.compile(
    r", (?:who|which|whose|where|an?|the) [^,;]{4,90},(?= (?:\w+ed|is|was|are|were|has|had|will|said)\b)"
)
_TAIL = re.compile(
    r"(?:,|;| -) (?:and|but|while|which|who|whose|where|when|with|including|although|though|because|as|after|before"
    r"|such|making|leading|followed|\w+ing)\b[^\"]*$"
)
_SECOND = re.compile(r"^[^\"]*?(?:, (?:and|but)|;) (?=(?:the|a|it|he|she|they|his|her|its|[A-Z]\w+) )")
_ADVERB = re.compile(
    r" (?!only|early|family|reply|supply|apply|rely|likely|nearly|hardly|barely)(?:[a-z]{3,}ly|also)\b"
)
# "After" and the like may open a clause, and "and", "of" and "to" may go on with what stands before them.
_CIRCUMSTANCE = re.compile(
    r"(?<!not)(?<!n't),? (?:in|on|at|from|with|during|near) (?:(?:the|a|an|his|her|its) )?[\w-]+"
    r"(?= (?:in|on|at|for|by|from|with|after|during|was|were|is|are|has|had|said)\b|,(?!\d)|\.$)"
)
# "Ann met Bob and left Oslo": "Ann left Oslo".
_FIRST_OF_TWO = re.compile(
    r"(?<=\w) (?:was|is|were|are|has|had|\w+ed) [^\",;]{5,120}?,? and (?=(?:was|is|were|are|has|had|\w+ed) )"
)
_NAMED = re.compile(r"\b(?:[A-Z][\w.'-]+ ){1,4}(?=[A-Z][\w'-]+ (?:was|is|has|had|said|says|told|will|would|\w+ed)\b)")
_SAID = re.compile(r"^\"(?P<words>[^\"]+?),?\" (?P<verb>said|says|added|wrote) (?P<who>[A-Z][^,.\"]{2,40})\.?$")
_STEPS = (
    *((_PARENTHESIS, 0.7), (_ASIDE, 0.5), (_OPENING, 0.5), (_TAIL, 0.5), (_SECOND, 0.3), (_FIRST_OF_TWO, 0.4)),
    *((_ADVERB, 0.5), (_CIRCUMSTANCE, 0.5), (_CIRCUMSTANCE, 0.3), (_NAMED, 0.3)),
)
"""What is left out, in this order, and how often where it is there."""
_REWORDED_TEXT = """
said/stated said/says also/- however/- percent/per_cent approximately/about about/around began/started started/began
large/big purchased/bought bought/purchased obtained/got located/situated because/since however/but although/though
numerous/many many/numerous almost/nearly nearly/almost child/kid children/kids created/made died/passed_away
killed/slain attempted/tried tried/attempted film/movie movie/film announced/said required/needed needed/required
while/as towards/toward over/more_than 1/one 2/two 3/three 4/four 5/five 6/six 7/seven 8/eight 9/nine 10/ten one/1 two/2
three/3 four/4 five/5 six/6 seven/7 eight/8 nine/9 ten/10 is_not/isn't was_not/wasn't did_not/didn't cannot/can't
isn't/is_not wasn't/was_not didn't/did_not currently/now city/town employees/workers assist/help help/assist
primarily/mainly mainly/mostly mostly/mainly often/frequently frequently/often entire/whole rapidly/quickly
"""
_REWORDED = [tuple(pair.replace("_", " ").split("/")) for pair in _REWORDED_TEXT.split()]


def compress(sentence: str, chance: random.Random) -> str:
    """Return a sentence without some of what it need not say, in other words here and there.

    What comes out has at least `MIN_WORDS` words, unless the sentence has fewer.

    >>> compress("In 1999, Ann Lee (a pilot) left Oslo for good.", random.Random(3))
    'Ann Lee left Oslo for good.'
    """
    text = sentence
    for pattern, share in _STEPS:
        if chance.random() < share:
            shorter = pattern.sub("", text, count=0 if pattern is _PARENTHESIS else 1)
            text = shorter if len(shorter.split()) >= MIN_WORDS else text
    if (said := _SAID.match(text)) and chance.random() < 0.7:
        text = f"{said['who'].strip()} {said['verb']} {said['words']}"
    return reword(text, chance)


def reword(text: str, chance: random.Random, *, share: float = 0.4) -> str:
    """Return a text with some words replaced by others that say the same."""
    for old, new in chance.sample(_REWORDED, len(_REWORDED)):
        if old in text and chance.random() < share:
            put = "" if new == "-" else f" {new} "
            text = re.sub(rf" {re.escape(old)} ", put or " ", text, count=1)
    return text
