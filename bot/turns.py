"""Turns of a batch or a conversation: a question is asked, and its reply or what went wrong is printed."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.console import Terminal
    from retrieval.build import Footnote
    from retrieval.chain import Chain
    from retrieval.record import Record
    from retrieval.schema import Reply


@dataclass(frozen=True, slots=True)
class Timed:
    """A reply and how long it took, in milliseconds."""

    reply: "Reply"
    latency_ms: float


class Asker:
    """Asks the chain, in a conversation if need be."""

    def __init__(self, footnote: "Footnote", article_id: str | None) -> None:
        from retrieval.schema import Conversation

        self._chain: Chain = footnote.chain()
        self._article_id = article_id
        self._top_k = footnote.settings.top_k
        self.conversation = Conversation()

    def ask(self, question: str) -> Timed:
        """Ask one question; the conversation stays as it is."""
        from retrieval.schema import Ask

        started = time.perf_counter()
        ask = Ask(question, self.conversation, article_id=self._article_id, top_k=self._top_k)
        reply = self._chain.answer(ask)
        return Timed(reply, (time.perf_counter() - started) * 1000)

    def go_on(self, question: str) -> Timed:
        """Ask the next question of the conversation."""
        from retrieval.schema import Turn

        timed = self.ask(question)
        turn = Turn(timed.reply.question, timed.reply.standalone_question, timed.reply)
        self.conversation = self.conversation.with_turn(turn)
        return timed

    def forget(self) -> None:
        """Begin a new conversation."""
        self.conversation = type(self.conversation)()


class Shown:
    """Prints replies and the errors between them."""

    def __init__(self, terminal: "Terminal", footnote: "Footnote", *, as_json: bool, why: bool) -> None:
        self.terminal = terminal
        self._footnote = footnote
        self._as_json = as_json
        self._why = why
        self._first = True

    def reply(self, timed: Timed) -> None:
        """Print one reply."""
        from bot.render.terminal import render_reply, render_why

        if self._as_json:
            self.terminal.write_json(self._record(timed))
            return
        blocks = render_reply(timed.reply, self._footnote.library().get)
        self.terminal.show(blocks)
        if self._why:
            self.terminal.show(render_why(timed.reply))

    def turn(self, question: str, ask: Callable[[str], Timed]) -> None:
        """Print one of several questions, and its reply."""
        if not self._as_json:
            self.terminal.write(f"{'' if self._first else chr(10)}> {_printable(question)}")
            self._first = False
        self.reply(ask(question))

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

    def _record(self, timed: Timed) -> "Record":
        from retrieval.record import to_record

        footnote = self._footnote
        record = to_record(timed.reply, footnote.provenance(), footnote.library().get, why=self._why)
        return {**record, "latency_ms": round(timed.latency_ms, 1)}


def _printable(text: str) -> str:
    shown = "".join(character if character.isprintable() else "\ufffd" for character in text)
    return shown if len(shown) <= 200 else shown[:199] + "…"
