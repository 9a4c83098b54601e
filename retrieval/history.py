"""What of a conversation is read with a question, and what is searched for beside it."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.message import is_remark, strip_message
from retrieval.reader.model_text import MAX_TURNS
from retrieval.schema import Answer, Conversation, Hit, Hits, PastTurn, Reply


def recall(conversation: Conversation) -> tuple[PastTurn, ...]:
    """Return the last turns as a reader reads them, oldest first: each with the sentence that was cited first.

    Thanks and the like are no turns of it.
    """
    last = [turn for turn in conversation.turns if not is_remark(turn.question)][-MAX_TURNS:]
    return tuple(PastTurn(strip_message(turn.standalone_question), _cited(turn.reply)) for turn in last)


def _cited(reply: Reply) -> str:
    return reply.citations[0].quote if isinstance(reply, Answer) else ""


def queries_of(question: str, history: Sequence[PastTurn]) -> tuple[str, ...]:
    """Return what to search for: the question, and for what goes on from earlier turns the last of them with it.

    >>> queries_of("And when?", [PastTurn("Who left?", "Ann Lee left.")])
    ('And when?', 'Who left? Ann Lee left. And when?')
    """
    if not history:
        return (question,)
    last = history[-1]
    return question, " ".join(part for part in (last.question, last.answer, question) if part)


def merge_hits(searches: Sequence[Hits], *, top_k: int) -> Hits:
    """Return the hits of several searches as one: the best of each in turns, each passage once; the rest of the first.

    Args:
        searches: at least one, of one scope.
        top_k: how many hits to keep.
    """
    taken: dict[str, Hit] = {}
    for place in range(max(len(one.items) for one in searches)):
        for one in searches:
            if place < len(one.items):
                taken.setdefault(one.items[place].passage.id, one.items[place])
    items = [replace(hit, rank=rank) for rank, hit in enumerate(list(taken.values())[:top_k], start=1)]
    return replace(searches[0], items=tuple(items))
