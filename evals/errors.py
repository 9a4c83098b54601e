"""What can go wrong in the evals. Each error is one sentence: what, which value, what to do.

EvalError
└── DatasetInvalid   a file is not in the format that the benchmark reads
"""


class EvalError(Exception):
    """Any failure of the evals; the message is one sentence for a person."""


class DatasetInvalid(EvalError):
    """A file cannot be read as a data set."""

    def __init__(self, path: str, problem: str, remedy: str) -> None:
        super().__init__(f"the file {path!r} {problem}; {remedy}")
