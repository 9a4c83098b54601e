"""Which errors are meant for a person, and the few of the front ends themselves.

BotError
├── InputUnusable        standard input that is closed or cannot be read
├── LineUnreadable       a line of standard input that is not text, or far too long
├── OutputUnwritable     standard output that is closed or full
├── CommandUnknown       a word of a conversation that begins with "/" and is no command of it
├── ExportRefused        a folder that votes cannot be exported to
├── QuoteLost            an article that does not have any more what an answer quoted
├── AnswerGone           an answer that is not kept any more
├── VoteMissing          a vote that a reason is given for, and that is not there
├── StoreProblem         what the Discord bot keeps cannot be read or written
│   ├── StoreBusy        another process writes it
│   ├── StoreFull        there is no room for it
│   ├── StoreDamaged     its file cannot be read back
│   ├── StoreForeign     its file is of another version, or of another program
│   └── StoreUnusable    its file cannot be opened or written
└── in bot.discord_bot.errors: what only the Discord bot can run into
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


class ExportRefused(BotError):
    """Votes cannot be exported to a folder."""

    def __init__(self, folder: str, problem: str) -> None:
        super().__init__(f"the folder {folder!r} {problem}; name a new one, or an empty one that can be written")


class QuoteLost(BotError):
    """An article does not have the words any more that an answer quoted."""

    def __init__(self, article_id: str) -> None:
        super().__init__(f"the article {article_id!r} does not have any more what was quoted; add it as it was")


class AnswerGone(BotError):
    """An answer is not kept: it expired, was deleted, or belongs to another server."""

    def __init__(self, answer_id: str) -> None:
        super().__init__(f"the answer {answer_id!r} is not kept any more; ask again")


class VoteMissing(BotError):
    """A person has no vote on an answer."""

    def __init__(self, answer_id: str) -> None:
        super().__init__(f"there is no vote of yours on the answer {answer_id!r}; vote first, then say why")


class StoreProblem(BotError):
    """What the Discord bot keeps cannot be used as it is."""

    def __init__(self, path: str, problem: str, remedy: str) -> None:
        super().__init__(f"the bot's store {path!r} {problem}; {remedy}")


class StoreBusy(StoreProblem):
    """Another process holds the store."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "is being written by another process", "try again in a moment")


class StoreFull(StoreProblem):
    """There is no room to write."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "cannot grow, the disk is full", "free some space")


class StoreDamaged(StoreProblem):
    """The store's file cannot be read back."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, f"is damaged ({problem})", "restore a copy of it, or move it away to begin a new one")


class StoreForeign(StoreProblem):
    """The store's file is of another version, or of another program."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, problem, "update Footnote, or move the file away to begin a new one")


class StoreUnusable(StoreProblem):
    """The store's file cannot be opened or written."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, f"cannot be used ({problem})", "make it writable, or set FOOTNOTE_DATA_DIR")


def is_known(err: BaseException) -> bool:
    """Tell whether an error's message was written for a person.

    Errors of `evals`, which this room does not import, are known by their family's name.
    """
    from corpus.errors import CorpusError
    from retrieval.errors import RetrievalError

    families = {kind.__name__ for kind in type(err).__mro__}
    return isinstance(err, BotError | CorpusError | RetrievalError) or "EvalError" in families
