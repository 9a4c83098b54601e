"""Which errors are meant for a person, and the few of the front ends themselves.

BotError
└── InputUnreadable      standard input that cannot be read as text
"""


class BotError(Exception):
    """Any failure of a front end; the message is one sentence for a person."""


class InputUnreadable(BotError):
    """A line of standard input is not text."""

    def __init__(self, number: int) -> None:
        super().__init__(f"line {number} of the input is not UTF-8 text; save the input as UTF-8")


def is_known(err: BaseException) -> bool:
    """Tell whether an error's message was written for a person.

    Errors of `evals`, which this room does not import, are known by their family's name.
    """
    from corpus.errors import CorpusError
    from retrieval.errors import RetrievalError

    families = {kind.__name__ for kind in type(err).__mro__}
    return isinstance(err, BotError | CorpusError | RetrievalError) or "EvalError" in families
