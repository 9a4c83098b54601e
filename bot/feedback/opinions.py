"""What people think of the reply to a question: the votes on all answers to it, taken together."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.store.votes import VotedAnswer
from retrieval.record import RecordInvalid, from_record
from retrieval.schema import Answer, Reply

# A mention of a person, role or channel, and a bare id (Discord's reference, "Message Formatting" and "Snowflakes").
_MENTION = re.compile(r"<(?:@[!&]?|#)\d{1,20}>")
_ID = re.compile(r"(?<!\d)\d{17,20}(?!\d)")


@dataclass(frozen=True, slots=True)
class Opinion:
    """The votes on one question about one article.

    Attributes:
        answer_id: of the answer that `reply` is.
        reply: of several replies the one that was liked most, of equals the newest.
        article_id: of the article that it is about; None when an abstention does not tell.
        likes, dislikes: on all replies.
        reasons: on all replies, oldest first.
    """

    scope: str
    answer_id: str
    reply: Reply
    article_id: str | None
    likes: int
    dislikes: int
    reasons: tuple[str, ...]

    @property
    def liked(self) -> bool:
        """Whether more people liked it than did not."""
        return self.likes > self.dislikes


def form_opinions(voted: Iterable[VotedAnswer]) -> tuple[tuple[Opinion, ...], int]:
    """Take the votes on answers to the same question about the same article together.

    Args:
        voted: oldest first.

    Returns:
        The opinions in the order of their first answers, and how many answers are of a version that cannot be read.
    """
    grouped: dict[tuple[str, str | None, str], list[tuple[VotedAnswer, Reply]]] = {}
    unread = 0
    for one in voted:
        try:
            reply = from_record(one.answer.record)
        except RecordInvalid:
            unread += 1
            continue
        question = " ".join(reply.standalone_question.casefold().split())
        grouped.setdefault((one.answer.scope, article_of(reply), question), []).append((one, reply))
    return tuple(_merge(article_id, group) for (_, article_id, _), group in grouped.items()), unread


def article_of(reply: Reply) -> str | None:
    """Return the id of the article of the first citation, or of the best passage found; None when there was none."""
    if isinstance(reply, Answer):
        return reply.citations[0].article_id
    return reply.hits.items[0].passage.article_id if reply.hits.items else None


def without_mentions(text: str) -> str:
    r"""Return a text on one line, without mentions and what else is not for the eye.

    >>> without_mentions("who is <@123456789012345678>,\nplease?")
    'who is (somebody), please?'
    """
    shown = _MENTION.sub("(somebody)", " ".join(text.split()))
    return "".join(character if character.isprintable() else "\ufffd" for character in shown)


def without_ids(text: str) -> str:
    """Return a text as `without_mentions` does, without bare ids too."""
    return _ID.sub("(somebody)", without_mentions(text))


def _merge(article_id: str | None, group: list[tuple[VotedAnswer, Reply]]) -> Opinion:
    # The last of equals: of an answer that changed with its article, the newer one.
    best, reply = max(reversed(group), key=lambda entry: entry[0].likes - entry[0].dislikes)
    return Opinion(
        scope=best.answer.scope,
        answer_id=best.answer.answer_id,
        reply=reply,
        article_id=article_id,
        likes=sum(one.likes for one, _ in group),
        dislikes=sum(one.dislikes for one, _ in group),
        reasons=tuple(reason for one, _ in group for reason in one.reasons),
    )
