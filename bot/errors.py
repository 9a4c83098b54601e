"""Which errors are meant for a person, and the few of the front ends themselves.

BotError
├── InputUnusable        standard input that is closed or cannot be read
├── LineUnreadable       a line of standard input that is not text, or far too long
├── OutputUnwritable     standard output that is closed or full
└── CommandUnknown       a word of a conversation that begins with "/" and is no command of it
"""

from collections.abc import Iterable


class BotError(Exception):
    """Any failure of a front end; the message is one sentence for a person."""


class InputUnusable(BotError):
    """Standard input cannot be read."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"standard input {problem}; give it a file or a pipe: footnote … < FILE")


class LineUnreadable(BotError):
    """A line of standard input is no question."""

    def __init__(self, number: int, problem: str, remedy: str) -> None:
        super().__init__(f"line {number} of the input {problem}; {remedy}")


class OutputUnwritable(BotError):
    """Standard output cannot be written."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"standard output cannot be written ({problem}); send it to a terminal, a pipe or another disk"
        )


class CommandUnknown(BotError):
    """A conversation has no such command."""

    def __init__(self, word: str, known: Iterable[str]) -> None:
        *some, last = known
        super().__init__(f"a conversation has no command {word!r}; its commands are {', '.join(some)} and {last}")


def is_known(err: BaseException) -> bool:
    """Tell whether an error's message was written for a person.

    Errors of `evals`, which this room does not import, are known by their family's name.
    """
    from corpus.errors import CorpusError
    from retrieval.errors import RetrievalError

    families = {kind.__name__ for kind in type(err).__mro__}
    return isinstance(err, BotError | CorpusError | RetrievalError) or "EvalError" in families
