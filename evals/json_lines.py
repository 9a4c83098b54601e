"""Files of JSON lines, plain or gzipped: each line checked, and named by its number when it is wrong."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from evals.errors import CaseInvalid, DatasetInvalid

MAX_FILE_BYTES = 200_000_000

Line = TypeVar("Line", bound=BaseModel)


def read_lines(path: Path, kind: type[Line], *, give: str, mend: str) -> Iterator[tuple[int, Line]]:
    """Yield the lines of a file with their numbers, from 1; blank lines are passed over.

    Args:
        path: of the file.
        kind: of its lines.
        give: what to do about a file that cannot be read.
        mend: what to do about a line that is not of the kind.

    Raises:
        DatasetInvalid: when the file cannot be read.
        CaseInvalid: when a line is not of the kind.
    """
    for number, line in enumerate(_read_text(path, give).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, kind.model_validate_json(line)
        except ValidationError as err:
            raise CaseInvalid(str(path), number, f"is not in the format ({_describe(err)})", mend) from err


def _read_text(path: Path, give: str) -> str:
    try:
        if not path.is_file():
            problem = "is a folder, a device or a pipe" if path.exists() else "does not exist"
            raise DatasetInvalid(str(path), problem, give)
        if path.stat().st_size > MAX_FILE_BYTES:
            raise DatasetInvalid(str(path), f"has more than {MAX_FILE_BYTES:,} bytes", give)
        content = path.read_bytes()
    except OSError as err:
        raise DatasetInvalid(str(path), f"cannot be read ({err.strerror or err})", give) from err
    try:
        return (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode("utf-8-sig")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as err:
        raise DatasetInvalid(str(path), "is not UTF-8 text, plain or gzipped", give) from err


def _describe(err: ValidationError) -> str:
    """What is wrong first, by the name of the field."""
    first = err.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    message = str(first["msg"]).removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
