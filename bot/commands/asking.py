"""`footnote ask`: questions to replies."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.completion import complete_article, complete_collection
from bot.errors import OutputUnwritable
from bot.standard_input import is_interactive

if TYPE_CHECKING:
    from bot.turns import Shown


class ReaderName(StrEnum):
    """The readers that are built."""

    CHAT = "chat"
    SPAN = "span"


JsonOption = Annotated[bool, typer.Option("--json", metavar="", help="Print one JSON object a reply.")]
ArticleOption = Annotated[
    str | None,
    typer.Option("--article", metavar="ID", help="Ask this article only.", autocompletion=complete_article),
]
CollectionOption = Annotated[
    str,
    typer.Option(
        "--collection",
        metavar="NAME",
        help="Use the articles of this collection; a Discord server's is server-ID.",
        autocompletion=complete_collection,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(epilog='Example: footnote ask "Who did Gerasimov speak to?" --why')(ask)


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
    collection: CollectionOption = "default",
) -> None:
    """Answer a question from the articles, every sentence with its source."""
    from bot.console import Terminal
    from bot.session import check_collection, make_ready, open_footnote
    from bot.turns import Asker, Shown

    if question is None:
        if is_interactive():
            raise typer.BadParameter('give a question, or "-" to read questions from standard input')
        question = "-"
    terminal = Terminal()
    with open_footnote(terminal, reader=reader, top_k=top_k) as footnote:
        check_collection(footnote, collection)
        make_ready(footnote, terminal, collection)
        shown = Shown(terminal, footnote, collection, as_json=as_json, why=why)
        asker = Asker(footnote, article, collection)
        if question == "-":
            raise typer.Exit(answer_lines(lambda line: shown.turn(line, asker.ask), shown))
        with terminal.working() as tell:
            timed = asker.ask(question, watch=tell)
        shown.reply(timed)


def answer_lines(answer: Callable[[str], None], shown: "Shown") -> int:
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
