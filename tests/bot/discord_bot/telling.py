"""A bot whose reader tells what it read a question after."""

from collections.abc import Sequence
from dataclasses import replace

from bot.discord_bot.service import Service
from retrieval.build import Footnote
from retrieval.schema import Draft, Hits, PastTurn, Reader
from tests.fakes import FirstSentenceReader


class TellingReader(FirstSentenceReader):
    """Says under each answer what was said before, as it was given to it."""

    def read(self, question: str, hits: Hits, history: Sequence[PastTurn] = ()) -> Draft:
        told = tuple(f"Read after: {turn.question} {turn.answer}" for turn in history)
        return replace(super().read(question, hits, history), notices=told)


class TellingFootnote(Footnote):
    """The articles and the index of another one, read by a `TellingReader`."""

    def __init__(self, real: Footnote) -> None:
        vars(self).update(vars(real))

    def reader(self) -> Reader:
        return TellingReader()


def telling(real: Service) -> Service:
    """The same service, with a reader that tells."""
    return Service(TellingFootnote(real.footnote), real.store, conversation_hours=24)
