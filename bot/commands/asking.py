"""`footnote ask` and `footnote chat`: questions to replies."""

import re
import sys
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.completion import complete_article
from bot.errors import CommandUnknown, OutputUnwritable
from bot.standard_input import is_interactive

if TYPE_CHECKING:
    from bot.turns import Asker, Shown


class ReaderName(StrEnum):
    """The readers that are built."""

    SPAN = "span"
    SENTENCE = "sentence"


class ChatCommand(StrEnum):
    """What can be said in a conversation beside a question."""

    NEW = "/new"
    QUIT = "/quit"


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
        str | None, typer.Argument(metavar="QUESTION|-", help="The question, or - to read one a line from stdin.")
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
    from bot.session import make_ready, open_footnote
    from bot.turns import Asker, Shown

    if question is None:
        if is_interactive():
            raise typer.BadParameter('give a question, or "-" to read questions from standard input')
        question = "-"
    terminal = Terminal()
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
    from bot.turns import Asker, Shown

    terminal = Terminal()
    with open_footnote(terminal) as footnote:
        make_ready(footnote, terminal)
        shown = Shown(terminal, footnote, as_json=as_json, why=False)
        asker = Asker(footnote, article)
        if is_interactive():
            _converse(asker, shown)
        else:
            raise typer.Exit(_answer_lines(lambda line: _take_turn(line, asker, shown), shown))


def _answer_lines(answer: Callable[[str], None], shown: "Shown") -> int:
    """Answer standard input line by line; a line that fails is reported and the rest goes on.

    Args:
        answer: to one line; it raises StopIteration to end the input.
        shown: where errors go.

    Returns:
        The exit code: 1 when a line failed, else 0.
    """
    from bot.errors import is_known
    from bot.standard_input import decode_line, read_lines, show_line

    failed = False
    for number, line in enumerate(read_lines(), start=1):
        try:
            answer(decode_line(line, number))
        except StopIteration:
            break
        except Exception as err:
            if not is_known(err) or isinstance(err, OutputUnwritable):
                raise
            failed = True
            shown.error(show_line(line), str(err))
    return int(failed)


def _take_turn(line: str, asker: "Asker", shown: "Shown") -> None:
    """Take one line of a conversation; raises StopIteration when it ends it."""
    match read_command(line):
        case ChatCommand.QUIT:
            raise StopIteration
        case ChatCommand.NEW:
            asker.forget()
        case None:
            shown.turn(line, asker.go_on)


def _converse(asker: "Asker", shown: "Shown") -> None:
    """Hold a conversation on a terminal."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.output import create_output

    shown.terminal.tell('Ask about the article. "/new" forgets the conversation, "/quit" or Ctrl-D ends it.')
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
            case ChatCommand.QUIT:
                raise StopIteration
            case ChatCommand.NEW:
                asker.forget()
                shown.terminal.tell("Forgotten.")
            case None if line.strip():
                shown.reply(asker.go_on(line))
                shown.set_apart()
    except KeyboardInterrupt:
        shown.terminal.tell("Cancelled.")
    except Exception as err:
        if not is_known(err) or isinstance(err, OutputUnwritable):
            raise
        shown.terminal.fail(str(err))


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
