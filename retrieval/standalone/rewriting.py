"""Standalone questions: a follow-up with what it leaves out and whom it points back to, from its conversation."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from retrieval.schema import Answer, Conversation, Turn, Usage
from retrieval.standalone.anaphora import Anaphor, find_anaphors, find_likeliest, replace_anaphors
from retrieval.standalone.ellipsis import Earlier, ask_for_more, asks_for_more, fill_fragment, is_fragment
from retrieval.standalone.grammar import open_sentence, strip_lead
from retrieval.standalone.mentions import Referent, answer_words, find_referents

LEAST = {"it": 0.5, "they": 0.3}
"""How well a referent must fit "it", which may stand for what has no name, and "they"."""
LEAST_UNKNOWN = 0.3
"""Likewise for a pronoun that nobody fitted before: more than a name that stands somewhere in an answer."""
_NUMBERS = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she", "it": "it", "its": "it"}
"""Pronouns that mean the same one within a question; any other of the third person is of "they", but for "there"."""
_OTHERS = re.compile(r"(?i) else\b| besides [^?]+")
"""What a question for others has beside what it asks."""
_DEMONSTRATIVE = re.compile(r"(?i)\b(?:that|this) (?P<noun>[a-z]+)\b")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A question as it is understood.

    Attributes:
        question: standing on its own; as typed where it does so already, or is not clear.
        unclear: the first pronoun that may stand for either of two; empty otherwise.
        between: the two.
        usage: of a chat model; None when none was asked.
    """

    question: str
    unclear: str = ""
    between: tuple[str, ...] = ()
    usage: Usage | None = None


def rewrite(question: str, conversation: Conversation) -> Rewritten:
    """Return a question as it is meant in its conversation; as typed where it stands on its own or nothing was said.

    By its words and those of the conversation alone. Readings that the reader is surer to answer are not better ones:
    on the conversations of `dev`, choosing among three by its confidence lost right replies (docs/EVALS.md).
    """
    if not conversation.turns:
        return Rewritten(question)
    last = conversation.turns[-1]
    answer = answer_words(last.reply) if isinstance(last.reply, Answer) else ""
    earlier = Earlier(_OTHERS.sub("", strip_lead(last.standalone_question)), answer)
    whole = question
    if asks_for_more(question):
        whole = ask_for_more(question, earlier)
    elif is_fragment(question):
        whole = fill_fragment(question, earlier)
    referents = find_referents(conversation.turns)
    resolved = resolve(name_demonstratives(whole, referents), referents, find_unresolved(conversation.turns))
    if resolved.unclear or resolved.question == question:
        return Rewritten(question, resolved.unclear, resolved.between)
    return Rewritten(open_sentence(strip_lead(resolved.question)))


def resolve(question: str, referents: Sequence[Referent], unknown: Collection[str] = ()) -> Rewritten:
    """Return the question with its pronouns replaced by whom they stand for; one for which there is nobody is left.

    Args:
        question: whole.
        referents: of the conversation.
        unknown: pronouns for which nobody was known so far, as `find_unresolved` gives them.
    """
    anaphors = find_anaphors(question)
    said = set(re.findall(r"\w+", question.casefold()))
    free = [one for one in referents if one.name.casefold().split()[-1] not in said]
    names: dict[str, str] = {}
    for number in dict.fromkeys(map(_number, anaphors)):
        least = LEAST_UNKNOWN if number in unknown else LEAST.get(number, 0.0)
        likeliest = find_likeliest(number, free, least=least)
        if len(likeliest) > 1:
            word = next(one.word for one in anaphors if _number(one) == number)
            return Rewritten(question, word, tuple(one.name for one in likeliest))
        if likeliest:
            names[number] = likeliest[0].name
    known = [anaphor for anaphor in anaphors if _number(anaphor) in names]
    return Rewritten(replace_anaphors(question, known, [names[_number(anaphor)] for anaphor in known]))


def name_demonstratives(question: str, referents: Sequence[Referent]) -> str:
    """Return the question with "that foundation" as the foundation's name, where one was named."""

    def name(match: re.Match[str]) -> str:
        noun = match["noun"].casefold()
        return next((one.name for one in referents if noun in one.name.casefold().split()), match[0])

    return _DEMONSTRATIVE.sub(name, question)


def find_unresolved(turns: Sequence[Turn]) -> frozenset[str]:
    """Return the pronouns, each by the first of its kind, for which nobody was known when they were used last.

    Who somebody is whom the conversation has never named is not told by a name that stands in an answer by chance.
    """
    left: dict[str, bool] = {}
    for turn in turns:
        standing = {_number(one) for one in find_anaphors(turn.standalone_question)}
        left |= {number: number in standing for number in map(_number, find_anaphors(turn.question))}
    return frozenset(number for number, is_left in left.items() if is_left)


def _number(anaphor: Anaphor) -> str:
    return "there" if anaphor.word == "there" else _NUMBERS.get(anaphor.word, "they")
