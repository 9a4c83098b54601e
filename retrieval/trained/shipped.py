"""The files of the trained models: where they lie, and that they are what was shipped."""

import hashlib
from pathlib import Path

from retrieval.errors import ModelUnusable

FOLDER = Path(__file__).resolve().parent
SUMS = "SHA256SUMS"
SPAN_READER = "span-reader.onnx"
CLAIM_CHECKER = "claim-checker.onnx"


def read_shipped(name: str, folder: Path = FOLDER) -> bytes:
    """Return what is in a model's file.

    Args:
        name: of the file.
        folder: that holds it and `SHA256SUMS`, in the form that `sha256sum -c` reads.

    Raises:
        ModelUnusable: when it cannot be read, or is not the one that was shipped.
    """
    try:
        lines = (folder / SUMS).read_text(encoding="ascii").splitlines()
        sums = {file: digest for digest, file in map(str.split, lines)}
        content = (folder / name).read_bytes()
    except OSError as err:
        raise ModelUnusable(f"the file {name} cannot be read ({err.strerror or err})") from err
    except ValueError as err:
        raise ModelUnusable(f"the list {SUMS} of the models' files is broken") from err
    if hashlib.sha256(content).hexdigest() != sums.get(name):
        raise ModelUnusable(f"the file {name} is not the one that was shipped")
    return content
