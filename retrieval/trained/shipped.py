"""The files of the trained models: where they lie, and that they are what was shipped."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from retrieval.errors import ModelUnusable

FOLDER = Path(__file__).resolve().parent
SUMS = "SHA256SUMS"
READER = "reader.onnx"
"""The reader's graph; its weights lie beside it in files whose names begin alike."""
CLAIM_CHECKER = "claim-checker.onnx"


def read_shipped(name: str, folder: Path = FOLDER) -> bytes:
    """Return what is in a model's file.

    Args:
        name: of the file.
        folder: that holds it and `SHA256SUMS`, in the form that `sha256sum -c` reads.

    Raises:
        ModelUnusable: when it cannot be read, or is not the one that was shipped.
    """
    content, sums = _read(name, folder), _read_sums(folder)
    if hashlib.sha256(content).hexdigest() != sums.get(name):
        raise ModelUnusable(f"the file {name} is not the one that was shipped")
    return content


def locate_reader(folder: Path = FOLDER) -> Path:
    """Return the file of the reader's graph, after a look at all of its files.

    Raises:
        ModelUnusable: as `read_shipped` does, for any of them.
    """
    stem = READER.partition(".")[0]
    names = [name for name in _read_sums(folder) if name.startswith(stem)]
    if READER not in names:
        raise ModelUnusable(f"the list {SUMS} of the models' files lacks {READER}")
    for name in names:
        read_shipped(name, folder)
    return folder / READER


def _read(name: str, folder: Path) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as err:
        raise ModelUnusable(f"the file {name} cannot be read ({err.strerror or err})") from err


def _read_sums(folder: Path) -> Mapping[str, str]:
    try:
        lines = _read(SUMS, folder).decode("ascii").splitlines()
        return {file: digest for digest, file in map(str.split, lines)}
    except ValueError as err:
        raise ModelUnusable(f"the list {SUMS} of the models' files is broken") from err
