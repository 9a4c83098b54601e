"""A graph and its weights in files that are small enough for a repository, put where an export belongs."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from evals.errors import FileUnwritable
from evals.training.graph import put_file

MAX_FILE_BYTES = 48_000_000
LARGE_BYTES = 2**16
"""Weights of more are put beside the graph."""


def split_graph(file: Path, name: str, *, max_bytes: int = MAX_FILE_BYTES) -> dict[str, bytes]:
    """Return a graph without its large weights, and the files that have these, by the names by which it finds them.

    Args:
        file: of the graph, with all that it has.
        name: of the graph's file; those beside it are numbered from 1, "reader-1.bin" beside "reader.onnx".
        max_bytes: of the weights in a file; one that is larger by itself has a file of its own.
    """
    import onnx
    from onnx.external_data_helper import set_external_data

    model = onnx.load(str(file))
    number, used = 1, 0
    for tensor in model.graph.initializer:
        size = len(tensor.raw_data)
        if size > LARGE_BYTES:
            if used and used + size > max_bytes:
                number, used = number + 1, 0
            set_external_data(tensor, location=_name_piece(name, str(number)))
            used += size
    with tempfile.TemporaryDirectory() as folder:
        onnx.save_model(model, str(Path(folder) / name))
        return {made.name: made.read_bytes() for made in sorted(Path(folder).iterdir())}


def put_graph(files: Mapping[str, bytes], name: str, folder: Path) -> None:
    """Write the files of a graph, each in one step, and remove those of an earlier one.

    Raises:
        FileUnwritable: when one cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise FileUnwritable(str(folder), err.strerror or str(err)) from err
    for file, content in files.items():
        put_file(content, folder / file)
    for old in folder.glob(_name_piece(name, "*")):
        if old.name not in files:
            old.unlink()


def _name_piece(name: str, number: str) -> str:
    return f"{name.rpartition('.')[0]}-{number}.bin"
