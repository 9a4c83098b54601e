"""What the fixture `cli` hands to a test."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """How a run of the command line ended, and what it wrote."""

    code: int
    out: str
    err: str


Cli = Callable[..., Run]
