"""`footnote chat`: a conversation, typed on a terminal or read from a pipe."""

import re
import sys
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from bot.commands.asking import ArticleOption, CollectionOption, JsonOption, answer_lines
from bot.errors import CommandUnknown, OutputUnwritable
from bot.standard_input import is_interactive

if TYPE_CHECKING:
    from bot.turns import Asker, Shown

WELCOME = "Ask about the article. /sources and /why show what is behind an answer, /new forgets, /quit or Ctrl-D ends."


class ChatCommand(StrEnum):
    """What can be said in a conversation beside a question."""

    SOURCES = "/sources"
    WHY = "/why"
    NEW = "/new"
    QUIT = "/quit"


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(epilog="Example: footnote chat --article grain-deal")(chat)


def chat(as_json: JsonOption = False, article: ArticleOption = None, collection: CollectionOption = "default") -> None:
    """Hold a conversation; "/sources" and "/why" look behind an answer, "/new" forgets, "/quit" or Ctrl-D ends it.

    Ctrl-C gives up the question that is being answered.
    """
    from bot.console import Terminal
    from bot.session import check_collection, make_ready, open_footnote
    from bot.turns import Asker, Shown

    terminal = Terminal()
    with open_footnote(terminal) as footnote:
        check_collection(footnote, collection)
        make_ready(footnote, terminal, collection)
        shown = Shown(terminal, footnote, collection, as_json=as_json, why=False)
        asker = Asker(footnote, article, collection)
        if is_interactive():
            _converse(asker, shown)
        else:
            raise typer.Exit(answer_lines(lambda line: _take_turn(line, asker, shown), shown))


def read_command(line: str) -> ChatCommand | None:
    """Return the command that a line of a conversation is, or None for a question.

    Raises:
        CommandUnknown: when it is one word behind a slash, and no command.
    """
    word = line.strip().lower()
    if not re.fullmatch(r"/[a-z]+", word):
        return None
    try:
        return ChatCommand(word)
    except ValueError as err:
        raise CommandUnknown(word, ChatCommand) from err


def _take_turn(line: str, asker: "Asker", shown: "Shown") -> None:
    """Take one line of a conversation; raises StopIteration when it ends it."""
    match read_command(line):
        case ChatCommand.QUIT:
            raise StopIteration
        case ChatCommand.NEW:
            asker.forget()
        case ChatCommand.SOURCES:
            shown.sources(asker.last)
        case ChatCommand.WHY:
            shown.why(asker.last)
        case None:
            shown.turn(line, asker.go_on)


def _converse(asker: "Asker", shown: "Shown") -> None:
    """Hold a conversation on a terminal; the arrow keys bring back what was typed."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.output import create_output

    shown.terminal.tell(WELCOME)
    # Prompts are no results: where stdout is a file or a pipe, they go to stderr.
    output = create_output(stdout=sys.stdout if shown.terminal.out.is_terminal else sys.stderr)
    session: PromptSession[str] = PromptSession(output=output, enable_suspend=True)
    while True:
        try:
            line = session.prompt("> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        try:
            _take_typed_turn(line, asker, shown)
        except StopIteration:
            return


def _take_typed_turn(line: str, asker: "Asker", shown: "Shown") -> None:
    """Take one line that a person typed; raises StopIteration when it ends the conversation."""
    from bot.errors import is_known

    try:
        match read_command(line):
            case None if line.strip():
                with shown.terminal.working() as tell:
                    timed = asker.go_on(line, watch=tell)
                shown.reply(timed)
                shown.set_apart()
            case None:
                return
            case ChatCommand.NEW:
                asker.forget()
                shown.terminal.tell("Forgotten.")
            case _:
                _take_turn(line, asker, shown)
                shown.set_apart()
    except KeyboardInterrupt:
        shown.terminal.tell("Cancelled.")
    except Exception as err:
        if not is_known(err) or isinstance(err, OutputUnwritable):
            raise
        shown.terminal.fail(str(err))
