"""Turns of a batch or a conversation: a question is asked, and its reply or what went wrong is printed."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from rich.text import Text

if TYPE_CHECKING:
    from bot.console import Terminal
    from retrieval.build import Footnote
    from retrieval.chain import Chain
    from retrieval.record import Record
    from retrieval.schema import Reply

Watch = Callable[[str], None]
"""Told the name of each stage of the chain as it begins."""


NOTHING_YET = "There is no answer yet."


@dataclass(frozen=True, slots=True)
class Timed:
    """A reply and how long it took, in milliseconds."""

    reply: "Reply"
    latency_ms: float


class Asker:
    """Asks the chain, in a conversation if need be."""

    def __init__(self, footnote: "Footnote", article_id: str | None, collection: str = "default") -> None:
        from retrieval.schema import Conversation

        self._chain: Chain = footnote.chain()
        self._article_id = article_id
        self._collection = collection
        self._top_k = footnote.settings.top_k
        self.conversation = Conversation()

    @property
    def last(self) -> "Reply | None":
        """The last reply of the conversation; None at its beginning."""
        return self.conversation.turns[-1].reply if self.conversation.turns else None

    def ask(self, question: str, watch: Watch = lambda _: None) -> Timed:
        """Ask one question; the conversation stays as it is."""
        from retrieval.schema import Ask

        started = time.perf_counter()
        ask = Ask(question, self.conversation, self._collection, article_id=self._article_id, top_k=self._top_k)
        for event in self._chain.stream(ask):
            if not event.has_ended:
                watch(event.stage)
        reply = cast("Reply", event.state.reply)
        return Timed(reply, (time.perf_counter() - started) * 1000)

    def go_on(self, question: str, watch: Watch = lambda _: None) -> Timed:
        """Ask the next question of the conversation."""
        from retrieval.schema import Turn

        timed = self.ask(question, watch)
        turn = Turn(timed.reply.question, timed.reply.standalone_question, timed.reply)
        self.conversation = self.conversation.with_turn(turn)
        return timed

    def forget(self) -> None:
        """Begin a new conversation."""
        self.conversation = type(self.conversation)()


class Shown:
    """Prints replies and the errors between them."""

    def __init__(
        self, terminal: "Terminal", footnote: "Footnote", collection: str = "default", *, as_json: bool, why: bool
    ) -> None:
        self.terminal = terminal
        self._footnote = footnote
        self._collection = collection
        self._as_json = as_json
        self._why = why
        self._first = True

    def reply(self, timed: Timed) -> None:
        """Print one reply."""
        from bot.render.terminal import render_reply
        from bot.render.why import render_why

        if self._as_json:
            record = self._record(timed.reply, why=self._why)
            self.terminal.write_json({**record, "latency_ms": round(timed.latency_ms, 1)})
            return
        self.terminal.show(render_reply(timed.reply, self._footnote.library(self._collection).get))
        if self._why:
            self.terminal.show([Text(), *render_why(timed.reply)])

    def turn(self, question: str, ask: Callable[[str], Timed]) -> None:
        """Print one of several questions, and its reply."""
        if not self._as_json:
            self.terminal.write(f"{'' if self._first else chr(10)}> {_printable(question)}")
            self._first = False
        self.reply(ask(question))

    def why(self, reply: "Reply | None") -> None:
        """Print how a reply came about; as its whole record where that is asked for."""
        from bot.render.why import render_why

        if reply is None:
            self.terminal.tell(NOTHING_YET)
        elif self._as_json:
            self.terminal.write_json(self._record(reply, why=True))
        else:
            self.terminal.show(render_why(reply))

    def sources(self, reply: "Reply | None") -> None:
        """Print the passages behind a reply, the quotes in them set apart; as its record where that is asked for."""
        from bot.render.context import render_context

        library = self._footnote.library(self._collection)
        if reply is None:
            self.terminal.tell(NOTHING_YET)
        elif self._as_json:
            self.terminal.write_json(self._record(reply, why=False))
        else:
            self.terminal.show(render_context(reply, library.get, library.passages))

    def error(self, question: str, message: str) -> None:
        """Print what went wrong with one of several questions."""
        if self._as_json:
            self.terminal.write_json({"schema": 1, "question": _printable(question), "error": message})
        else:
            self.terminal.fail(message)

    def set_apart(self) -> None:
        """Set what was printed apart from what follows."""
        if not self._as_json:
            self.terminal.write("")

    def _record(self, reply: "Reply", *, why: bool) -> "Record":
        from retrieval.record import to_record

        library, provenance = self._footnote.library(self._collection), self._footnote.provenance(self._collection)
        return to_record(reply, provenance, library.get, why=why)


def _printable(text: str) -> str:
    shown = "".join(character if character.isprintable() else "\ufffd" for character in text)
    return shown if len(shown) <= 200 else shown[:199] + "…"
