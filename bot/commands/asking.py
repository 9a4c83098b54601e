"""`footnote ask` and `footnote chat`: questions to replies."""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.completion import complete_article

if TYPE_CHECKING:
    from bot.console import Terminal
    from retrieval.build import Footnote
    from retrieval.chain import Chain
    from retrieval.record import Record
    from retrieval.schema import Reply


class ReaderName(StrEnum):
    """The readers that are built."""

    SENTENCE = "sentence"


JsonOption = Annotated[bool, typer.Option("--json", metavar="", help="Print one JSON object a reply.")]
ArticleOption = Annotated[
    str | None,
    typer.Option("--article", metavar="ID", help="Ask this article only.", autocompletion=complete_article),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog='Example: footnote ask "Who did Gerasimov speak to?" --why')(ask)
    app.command(epilog="Example: footnote chat --article grain-deal")(chat)


def ask(  # noqa: PLR0913, PLR0917 - one a flag of the command
    question: Annotated[
        str | None, typer.Argument(metavar="[QUESTION|-]", help="The question, or - to read one a line from stdin.")
    ] = None,
    as_json: JsonOption = False,
    why: Annotated[bool, typer.Option("--why", metavar="", help="Show what was found, with its scores.")] = False,
    article: ArticleOption = None,
    top_k: Annotated[
        int | None, typer.Option("--top-k", metavar="N", min=1, max=50, help="How many passages to read.")
    ] = None,
    reader: Annotated[ReaderName | None, typer.Option("--reader", help="Who reads the passages.")] = None,
) -> None:
    """Answer a question from the articles, every sentence with its source."""
    from bot.console import Terminal

    if question is None:
        if sys.stdin.isatty():
            raise typer.BadParameter('give a question, or "-" to read questions from standard input')
        question = "-"
    terminal = Terminal()
    from bot.session import make_ready, open_footnote

    with open_footnote(terminal, reader=reader, top_k=top_k) as footnote:
        make_ready(footnote, terminal)
        shown = Shown(terminal, footnote, as_json=as_json, why=why)
        asker = Asker(footnote, article)
        if question == "-":
            raise typer.Exit(_answer_lines(lambda line: shown.turn(line, asker.ask), shown))
        shown.reply(asker.ask(question))


def chat(as_json: JsonOption = False, article: ArticleOption = None) -> None:
    """Hold a conversation; "/new" forgets it, "/quit" or Ctrl-D ends it."""
    from bot.console import Terminal
    from bot.session import make_ready, open_footnote

    terminal = Terminal()
    with open_footnote(terminal) as footnote:
        make_ready(footnote, terminal)
        shown = Shown(terminal, footnote, as_json=as_json, why=False)
        asker = Asker(footnote, article)
        if sys.stdin.isatty():
            _converse(asker, shown)
        else:
            raise typer.Exit(_answer_lines(lambda line: _take_turn(line, asker, shown), shown))


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
            self.terminal.write(json.dumps(self._record(timed), ensure_ascii=False))
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
            failed = {"schema": 1, "question": _printable(question), "error": message}
            self.terminal.write(json.dumps(failed, ensure_ascii=False))
        else:
            self.terminal.fail(message)

    def _record(self, timed: Timed) -> "Record":
        from retrieval.record import to_record

        footnote = self._footnote
        record = to_record(timed.reply, footnote.provenance(), footnote.library().get, why=self._why)
        return {**record, "latency_ms": round(timed.latency_ms, 1)}


def _answer_lines(answer: Callable[[str], None], shown: Shown) -> int:
    """Answer standard input line by line; a line that fails is reported and the rest goes on.

    Args:
        answer: to one line; it raises StopIteration to end the input.
        shown: where errors go.

    Returns:
        The exit code: 1 when a line failed, else 0.
    """
    from bot.errors import InputUnreadable, is_known

    failed = False
    for number, line in enumerate(iter(sys.stdin.buffer.readline, b""), start=1):
        text = line.decode("utf-8-sig" if number == 1 else "utf-8", errors="replace").rstrip("\r\n")
        try:
            if "\ufffd" in text and "\ufffd".encode() not in line:
                raise InputUnreadable(number)
            answer(text)
        except StopIteration:
            break
        except Exception as err:
            if not is_known(err):
                raise
            failed = True
            shown.error(text, str(err))
    return int(failed)


def _take_turn(line: str, asker: Asker, shown: Shown) -> None:
    """Take one line of a conversation; raises StopIteration when it ends it."""
    if line.strip() == "/quit":
        raise StopIteration
    if line.strip() == "/new":
        asker.forget()
    else:
        shown.turn(line, asker.go_on)


def _converse(asker: Asker, shown: Shown) -> None:
    """Hold a conversation on a terminal."""
    from prompt_toolkit import PromptSession

    from bot.errors import is_known

    shown.terminal.tell('Ask about the article. "/new" forgets the conversation, "/quit" or Ctrl-D ends it.')
    session: PromptSession[str] = PromptSession()
    while True:
        try:
            question = session.prompt("> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        command = question.strip()
        if command == "/quit":
            return
        if command == "/new":
            asker.forget()
            shown.terminal.tell("Forgotten.")
        elif command:
            try:
                shown.reply(asker.go_on(question))
            except KeyboardInterrupt:
                shown.terminal.tell("Cancelled.")
            except Exception as err:
                if not is_known(err):
                    raise
                shown.terminal.fail(str(err))
            shown.terminal.out.print()


def _printable(text: str) -> str:
    shown = "".join(character if character.isprintable() else "\ufffd" for character in text)
    return shown if len(shown) <= 200 else shown[:199] + "…"
