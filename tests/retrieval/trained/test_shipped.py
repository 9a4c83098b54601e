import hashlib
from pathlib import Path

import pytest

from retrieval.errors import ModelUnusable
from retrieval.trained.shipped import CLAIM_CHECKER, FOLDER, SPAN_READER, SUMS, read_shipped

MAX_BYTES = 25_000_000


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
    with pytest.raises(ModelUnusable, match=r"the file model\.onnx cannot be read \(No such file or directory\)"):
        read_shipped("model.onnx", tmp_path)


@pytest.mark.parametrize("lines", ["one", "one two three\n", "é  model.onnx\n"])
def test_a_broken_list_is_told(tmp_path: Path, lines: str) -> None:
    ship(tmp_path, b"model")
    (tmp_path / SUMS).write_text(lines, encoding="utf-8")
    with pytest.raises(ModelUnusable, match="the list SHA256SUMS of the models' files is broken"):
        read_shipped("model.onnx", tmp_path)


@pytest.mark.parametrize("name", [SPAN_READER, CLAIM_CHECKER])
def test_the_shipped_models_are_there_whole_and_small_enough(name: str) -> None:
    assert len(read_shipped(name)) <= MAX_BYTES


def test_every_model_is_listed_and_every_listed_one_is_there() -> None:
    listed = {line.split()[1] for line in (FOLDER / SUMS).read_text().splitlines()}
    assert listed == {file.name for file in FOLDER.glob("*.onnx")}
