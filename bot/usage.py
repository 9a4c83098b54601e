"""What is wrong with the words of a command, as one sentence; Typer's own text may be several."""

import typer


def is_help(err: typer.TyperException) -> bool:
    """Tell whether Typer printed the help, for want of a command, instead of raising something to be told."""
    return type(err).__name__ == "NoArgsIsHelpError"


def usage_sentence(err: typer.TyperException) -> str:
    """Return what is wrong, with which value, and where to look."""
    message = err.format_message() if hasattr(err, "format_message") else str(err)
    message = message.rstrip(".?").removeprefix("Invalid value: ").replace(": Value error, ", ": ")
    context = getattr(err, "ctx", None)
    command = context.command_path if context else "footnote"
    first, _, hint = message.partition(". ")
    hint = f" ({hint[:1].lower()}{hint[1:]}?)" if hint.startswith("Did you mean") else f" ({hint})" if hint else ""
    return f'{first[:1].lower()}{first[1:]}{_given(err, first)}{hint}; see "{command} --help"'


def _given(err: typer.TyperException, said: str) -> str:
    """The value that was refused, when Pydantic refused it: most of its messages leave it out."""
    from pydantic import ValidationError

    if not isinstance(err.__cause__, ValidationError):
        return ""
    value = repr(err.__cause__.errors()[0]["input"])
    return "" if value in said else f", not {value}"
