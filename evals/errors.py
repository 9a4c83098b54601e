"""What can go wrong in the evals. Each error is one sentence: what, which value, what to do.

EvalError
├── DatasetInvalid   a file is not in the format that is read here
│   └── CaseInvalid  a line of it is not
├── ResultInvalid    a file is not the result of a run
├── NotComparable    two runs have nothing in common
├── NotAcceptable    a result cannot become a baseline
├── ReplyNotKept     in evals.replies: a question has no kept reply, and none may be asked for
└── FileUnwritable   a result or report cannot be written
"""

MAX_SHOWN_CHARS = 200
"""Of a path; it can have thousands."""


class EvalError(Exception):
    """Any failure of the evals; the message is one sentence for a person."""


class DatasetInvalid(EvalError):
    """A file cannot be read as a data set."""

    def __init__(self, path: str, problem: str, remedy: str) -> None:
        super().__init__(f"the file {_short(path)!r} {problem}; {remedy}")


class CaseInvalid(DatasetInvalid):
    """A line of a dataset is no case, or contradicts its article."""

    def __init__(self, path: str, number: int, problem: str, remedy: str) -> None:
        EvalError.__init__(self, f"line {number} of {_short(path)!r} {problem}; {remedy}")
        self.number = number


class ResultInvalid(EvalError):
    """A file cannot be read as the result of a run."""

    def __init__(self, path: str, problem: str) -> None:
        remedy = 'give a file that "footnote eval run --json FILE" wrote'
        super().__init__(f"the file {_short(path)!r} {problem}; {remedy}")


class NotComparable(EvalError):
    """Two runs have no case in common."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__(f"{before} and {after} have no case in common; compare two runs of one dataset")


class NotAcceptable(EvalError):
    """A result cannot become a baseline."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"the result cannot become a baseline: {problem}; {remedy}")


class FileUnwritable(EvalError):
    """A file cannot be written."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"the file {_short(path)!r} cannot be written ({problem}); give another path")


def _short(path: str) -> str:
    return path if len(path) <= MAX_SHOWN_CHARS else f"{path[: MAX_SHOWN_CHARS - 1]}…"
