import hashlib
from pathlib import Path

import pytest

from retrieval.errors import ModelUnusable
from retrieval.trained.shipped import CLAIM_CHECKER, FOLDER, READER, SUMS, locate_reader, read_shipped

MAX_BYTES = 50_000_000
"""GitHub warns of larger files."""


def ship(folder: Path, content: bytes, listed: bytes | None = None) -> None:
    digest = hashlib.sha256(content if listed is None else listed).hexdigest()
    (folder / SUMS).write_text(f"{digest}  model.onnx\n")
    (folder / "model.onnx").write_bytes(content)


def test_a_file_that_is_as_shipped_is_read(tmp_path: Path) -> None:
    ship(tmp_path, b"model")
    assert read_shipped("model.onnx", tmp_path) == b"model"


def test_a_changed_file_is_told(tmp_path: Path) -> None:
    ship(tmp_path, b"model", listed=b"another")
    with pytest.raises(ModelUnusable, match=r"the file model\.onnx is not the one that was shipped"):
        read_shipped("model.onnx", tmp_path)


def test_a_file_that_is_not_listed_is_told(tmp_path: Path) -> None:
    ship(tmp_path, b"model")
    (tmp_path / "other.onnx").write_bytes(b"other")
    with pytest.raises(ModelUnusable, match="is not the one that was shipped"):
        read_shipped("other.onnx", tmp_path)


@pytest.mark.parametrize("missing", [SUMS, "model.onnx"])
def test_a_missing_file_is_told(tmp_path: Path, missing: str) -> None:
    ship(tmp_path, b"model")
    (tmp_path / missing).unlink()
    with pytest.raises(ModelUnusable, match=rf"the file {missing} cannot be read \(No such file or directory\)"):
        read_shipped("model.onnx", tmp_path)


@pytest.mark.parametrize("lines", ["one", "one two three\n", "é  model.onnx\n"])
def test_a_broken_list_is_told(tmp_path: Path, lines: str) -> None:
    ship(tmp_path, b"model")
    (tmp_path / SUMS).write_text(lines, encoding="utf-8")
    with pytest.raises(ModelUnusable, match="the list SHA256SUMS of the models' files is broken"):
        read_shipped("model.onnx", tmp_path)


READER_FILES = (READER, "reader-1.bin", "reader-2.bin")


@pytest.fixture
def reader_folder(tmp_path: Path) -> Path:
    """A folder with a reader of three files, and another model."""
    for name in (*READER_FILES, "other.onnx"):
        (tmp_path / name).write_bytes(name.encode())
    listed = (*READER_FILES, "other.onnx")
    lines = [f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n" for name in listed]
    (tmp_path / SUMS).write_text("".join(lines))
    return tmp_path


def test_a_whole_reader_is_located(reader_folder: Path) -> None:
    (reader_folder / "other.onnx").unlink()
    assert locate_reader(reader_folder) == reader_folder / READER


@pytest.mark.parametrize("name", READER_FILES)
def test_a_reader_that_lacks_any_of_its_files_is_told(reader_folder: Path, name: str) -> None:
    (reader_folder / name).unlink()
    with pytest.raises(ModelUnusable, match=rf"^the file {name} cannot be read \(No such file or directory\); install"):
        locate_reader(reader_folder)


@pytest.mark.parametrize("name", READER_FILES)
def test_a_reader_of_which_any_file_was_changed_is_told(reader_folder: Path, name: str) -> None:
    (reader_folder / name).write_bytes(b"another")
    with pytest.raises(ModelUnusable, match=rf"^the file {name} is not the one that was shipped; install"):
        locate_reader(reader_folder)


def test_a_list_without_a_reader_is_told(tmp_path: Path) -> None:
    ship(tmp_path, b"model")
    with pytest.raises(ModelUnusable, match=r"^the list SHA256SUMS of the models' files lacks reader\.onnx; install"):
        locate_reader(tmp_path)


def test_the_shipped_models_are_there_whole_and_every_file_is_small_enough() -> None:
    assert len(read_shipped(CLAIM_CHECKER)) <= MAX_BYTES
    files = sorted(locate_reader().parent.glob("reader*"))
    assert files[0].name != files[-1].name
    assert max(file.stat().st_size for file in files) <= MAX_BYTES


def test_every_model_is_listed_and_every_listed_one_is_there() -> None:
    listed = {line.split()[1] for line in (FOLDER / SUMS).read_text().splitlines()}
    assert listed == {file.name for kind in ("*.onnx", "*.bin") for file in FOLDER.glob(kind)}
