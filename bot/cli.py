"""The command line: the commands, their common options, and how errors end.

Nothing heavy is imported here: every command imports what it needs when it runs.
"""

import signal
import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from bot.commands import articles, asking, conversing, serving, upkeep
from bot.commands import evaluation as evaluation_commands
from bot.commands import feedback as feedback_commands

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

for group in (asking, conversing, articles, serving, upkeep):
    group.register(app)
app.add_typer(evaluation_commands.app, name="eval")
app.add_typer(feedback_commands.app, name="feedback")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"footnote {version('footnote')}")
        raise typer.Exit


@app.callback()
def _common(
    debug: Annotated[bool, typer.Option("--debug", metavar="", help="Show the traceback of an error.")] = False,
    version: Annotated[
        bool,
        typer.Option("--version", metavar="", help="Show the version and exit.", callback=_show_version, is_eager=True),
    ] = False,
) -> None: ...


def main() -> None:
    """Run the command line; an error ends in one sentence on stderr and an exit code."""
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    if isinstance(sys.stdout, TextIOWrapper):
        # A character that the terminal's encoding lacks becomes a question mark.
        sys.stdout.reconfigure(errors="replace")
    words, debug = _take_debug(sys.argv[1:])
    try:
        code = app(words, prog_name="footnote", standalone_mode=False)
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
    except Exception as err:
        if debug and not isinstance(err, typer.TyperException):
            raise
        code = _report(err)
    sys.exit(code if isinstance(code, int) else 0)


def _take_debug(words: list[str]) -> tuple[list[str], bool]:
    """Take `--debug` out of a command's words: before, behind or without a command, but not behind "--"."""
    end = words.index("--") if "--" in words else len(words)
    kept = [word for word in words[:end] if word != "--debug"]
    return kept + words[end:], len(kept) < end


def _report(err: Exception) -> int:
    """Print an error as one sentence and return the exit code."""
    from bot.console import Terminal
    from bot.errors import is_known
    from bot.usage import is_help, usage_sentence

    terminal = Terminal()
    if isinstance(err, typer.Abort):
        return EXIT_INTERRUPTED
    if isinstance(err, typer.TyperException):
        if not is_help(err):
            terminal.fail(usage_sentence(err))
        return EXIT_USAGE
    if is_known(err):
        terminal.fail(str(err))
    else:
        kind = type(err).__name__
        terminal.fail(f"Footnote ran into {kind} ({err}), which it did not expect; run it with --debug to see where")
    return EXIT_FAILED
