"""The command line: the commands, their common options, and how errors end.

Nothing heavy is imported here: every command imports what it needs when it runs.
"""

import signal
import sys
from typing import Annotated

import typer

from bot.commands import articles, asking, upkeep
from bot.commands import evaluation as evaluation_commands

EXIT_FAILED, EXIT_USAGE, EXIT_INTERRUPTED = 1, 2, 130

app = typer.Typer(
    name="footnote",
    help="Ask a news article; every sentence of an answer is backed by a passage quoted to the character.",
    epilog='Example: footnote ask "Who did Gerasimov speak to?"',
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for group in (asking, articles, upkeep):
    group.register(app)
app.add_typer(evaluation_commands.app, name="eval")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"footnote {version('footnote')}")
        raise typer.Exit


@app.callback()
def _common(
    ctx: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", metavar="", help="Show the traceback of an error.")] = False,
    version: Annotated[  # noqa: ARG001 - acted on by its callback
        bool,
        typer.Option("--version", metavar="", help="Show the version and exit.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    ctx.obj = {"debug": debug}


def main() -> None:
    """Run the command line; an error ends in one sentence on stderr and an exit code."""
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    debug = "--debug" in sys.argv[1:]
    try:
        code = app(prog_name="footnote", standalone_mode=False)
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
    except Exception as err:
        if debug:
            raise
        code = _report(err)
    sys.exit(code if isinstance(code, int) else 0)


def _report(err: Exception) -> int:
    """Print an error as one sentence and return the exit code."""
    from bot.console import Terminal
    from bot.errors import is_known

    terminal = Terminal()
    if isinstance(err, typer.Abort):
        return EXIT_INTERRUPTED
    if isinstance(err, typer.TyperException):
        terminal.fail(_usage_sentence(err))
        return EXIT_USAGE
    if is_known(err):
        terminal.fail(str(err))
    else:
        kind = type(err).__name__
        terminal.fail(f"Footnote ran into {kind} ({err}), which it did not expect; run it with --debug to see where")
    return EXIT_FAILED


def _usage_sentence(err: typer.TyperException) -> str:
    """What is wrong with a command's words, and where to look; Typer's own text may be several sentences."""
    message = err.format_message().rstrip(".?") if hasattr(err, "format_message") else str(err)
    context = getattr(err, "ctx", None)
    command = context.command_path if context else "footnote"
    first, _, hint = message.partition(". ")
    hint = f" ({hint[:1].lower()}{hint[1:]}?)" if hint.startswith("Did you mean") else f" ({hint})" if hint else ""
    return f'{first[:1].lower()}{first[1:]}{hint}; see "{command} --help"'
