"""Standard input: lines of bounded length, and whether a person types them."""

import sys
from collections.abc import Iterator
from typing import BinaryIO

from bot.errors import InputUnusable, LineUnreadable

MAX_LINE_BYTES = 100_000
"""What is kept of a line; far more than a question may have, whatever its script."""


def is_interactive() -> bool:
    """Tell whether standard input is a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def open_input() -> BinaryIO:
    """Return the bytes of standard input; raises InputUnusable when it is closed."""
    if sys.stdin is None:
        raise InputUnusable("is closed")
    return sys.stdin.buffer


def read_lines() -> Iterator[bytes]:
    """Yield the lines of standard input as they come, with their ends, each cut behind `MAX_LINE_BYTES`.

    Raises:
        InputUnusable: when it is closed or not open for reading, or breaks off.
    """
    stream = open_input()
    try:
        while line := stream.readline(MAX_LINE_BYTES + 1):
            rest = line
            while len(rest) > MAX_LINE_BYTES and not rest.endswith(b"\n"):
                rest = stream.readline(MAX_LINE_BYTES + 1)
            yield line
    except OSError as err:
        raise InputUnusable(f"cannot be read ({err.strerror or err})") from err


def decode_line(line: bytes, number: int) -> str:
    """Return the text of a line without its end; of line 1 without a byte order mark.

    Raises:
        LineUnreadable: when it is not UTF-8 or was cut.
    """
    if len(line) > MAX_LINE_BYTES:
        problem = f"has more than {MAX_LINE_BYTES:,} bytes"
        raise LineUnreadable(number, problem, "ask a shorter question, one a line")
    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError as err:
        raise LineUnreadable(number, "is not UTF-8 text", "save the input as UTF-8") from err


def show_line(line: bytes) -> str:
    """Return a line as it can be shown, whatever it holds."""
    return line.decode("utf-8", errors="replace").rstrip("\r\n")
