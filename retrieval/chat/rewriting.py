"""Follow-up questions put into whole ones by a chat model; what it says is taken only if it is of the conversation."""

import re

from retrieval.chain import Rewritten
from retrieval.chat.asking import ChatAsker
from retrieval.chat.failures import ChatFailed
from retrieval.chat.prompts import ask_for_rewriting
from retrieval.citations import parse_markers
from retrieval.lexical import stem_terms
from retrieval.schema import Answer, Conversation, Reply
from retrieval.wording import say_abstention

TIME_SHARE = 1 / 3
"""Of the time that the chat model may take for an answer."""
MAX_CHARS = 400
MAX_NEW_SHARE = 0.25
"""How many of the content words of a rewritten question may be new: "the vote" may become "voting on it"."""

_NAME_OR_NUMBER = re.compile(r"(?<![\w’'])(?:[A-Z][\w’'-]*|[0-9][\w.,]*)")
_QUOTES = "\"'“”‘’ "


class ChatRewriter:
    """Makes questions stand on their own. Safe for several threads.

    Args:
        asker: of the model.
    """

    def __init__(self, asker: ChatAsker) -> None:
        self._asker = asker

    def rewrite(self, question: str, conversation: Conversation) -> Rewritten:
        """Return a question as it is meant in its conversation, which has begun; none where the model fails."""
        exchange = self._asker.begin(share=TIME_SHARE)
        answers = [say_reply(turn.reply) for turn in conversation.turns]
        try:
            reply = exchange.send(ask_for_rewriting(question, conversation.turns, answers))
        except ChatFailed:
            written = None
        else:
            said = [question, *answers, *(turn.standalone_question for turn in conversation.turns)]
            written = read_question(reply, question, " ".join(said))
        return Rewritten(written, exchange.usage)


def say_reply(reply: Reply) -> str:
    """Return a reply as plain text without markers."""
    if isinstance(reply, Answer):
        return " ".join(statement.text for statement in parse_markers(reply.text))
    return say_abstention(reply)


def read_question(reply: str, question: str, said: str) -> str | None:
    """Return the question that a model's reply is, or None when it is none, or not of the conversation.

    Args:
        reply: of the model.
        question: as typed.
        said: all words of the conversation and of the question. Names and numbers must be among them.

    >>> read_question('"When did Ann leave?"', "When?", "When? Did Ann leave? She did.")
    'When did Ann leave?'
    >>> read_question("When did Bob leave?", "When?", "When? Did Ann leave? She did.") is None
    True
    """
    written = " ".join(reply.strip().strip(_QUOTES).split())
    if "\n" in reply.strip() or not written or len(written) > max(MAX_CHARS, len(question)):
        return None
    known = {word.casefold() for word in re.findall(r"\w+", said)}
    for match in _NAME_OR_NUMBER.finditer(written):
        words = [word.casefold() for word in re.findall(r"\w+", match[0])]
        if match.start() > 0 and not known.issuperset(word for word in words if len(word) > 1):
            return None
    own, theirs = set(stem_terms(written)), set(stem_terms(said))
    return written if len(own - theirs) <= MAX_NEW_SHARE * len(own) else None
