import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import DataFolderError
from corpus.folder import open_folder, sweep_unfinished, unwritable, write_atomically


def test_a_new_folder_gets_an_identity_that_stays(tmp_path: Path) -> None:
    first = open_folder(tmp_path / "a" / "b")
    assert open_folder(tmp_path / "a" / "b").folder_id == first.folder_id
    assert len(first.folder_id) == 8
    assert open_folder(tmp_path / "c").folder_id != first.folder_id


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    assert open_folder(tmp_path).path == tmp_path


def test_a_first_run_that_was_killed_leaves_a_folder_that_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "write.lock").touch()
    (tmp_path / ".footnote.json-abcd1234").write_text('{"for')
    open_folder(tmp_path)


def test_a_foreign_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(DataFolderError) as raised:
        open_folder(tmp_path)
    assert str(raised.value) == (
        f"the data folder '{tmp_path}' holds other things (thesis.docx) and was not made by Footnote; "
        "set FOOTNOTE_DATA_DIR to an empty or a new folder"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "data"
    file.touch()
    with pytest.raises(DataFolderError, match="set FOOTNOTE_DATA_DIR to"):
        open_folder(file)


def test_a_folder_that_cannot_be_made_is_one_clear_sentence(tmp_path: Path) -> None:
    # Below a file nothing can be made, not even by root.
    (tmp_path / "file").touch()
    with pytest.raises(DataFolderError) as raised:
        open_folder(tmp_path / "file" / "data")
    assert str(raised.value) == (
        f"the data folder '{tmp_path / 'file' / 'data'}' cannot be used (Not a directory); "
        "make it writable, or set FOOTNOTE_DATA_DIR to another folder"
    )


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that even root cannot write")
def test_a_folder_that_not_even_root_can_write_is_one_clear_sentence() -> None:
    with pytest.raises(DataFolderError, match="cannot be used"):
        open_folder(Path("/proc/self/footnote"))


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_read_only_folder_is_one_clear_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DataFolderError, match=r"cannot be used \(Permission denied\)"):
        open_folder(tmp_path)


@pytest.mark.parametrize(
    ("found", "remedy"),
    [
        (99, "has format 99, this version reads format 1; update Footnote"),
        (0, "has format 0, this version reads format 1; move it away and add its articles again"),
        ("old", "has format 'old', this version reads format 1; move it away and add its articles again"),
    ],
)
def test_another_format_is_refused_with_what_to_do(tmp_path: Path, found: object, remedy: str) -> None:
    (tmp_path / "footnote.json").write_text(json.dumps({"format": found, "id": "0123abcd"}))
    with pytest.raises(DataFolderError) as raised:
        open_folder(tmp_path)
    assert str(raised.value) == f"the data folder '{tmp_path}' {remedy}"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b'{"format": 1}',
        b'{"format": 1, "id": "../../x"}',
        b'{"format": 1, "id": 5}',
    ],
)
def test_a_corrupt_identity_is_reported(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "footnote.json").write_bytes(content)
    with pytest.raises(DataFolderError, match="is corrupt"):
        open_folder(tmp_path)


@pytest.mark.parametrize("name", ["", "A", "a/b", "..", "-a", "a-", "a" * 41, "ä"])
def test_a_collection_has_a_plain_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataFolderError, match="at most 40 lower-case letters, digits and hyphens"):
        open_folder(tmp_path).collection(name)


def test_a_second_writer_waits_and_is_told_when_it_takes_too_long(tmp_path: Path) -> None:
    data = open_folder(tmp_path)
    with (
        data.writing(),
        pytest.raises(DataFolderError, match="is being written by another process for over 0 s; wait for it to finish"),
        open_folder(tmp_path).writing(timeout_s=0.1),
    ):
        pass
    with data.writing(timeout_s=0.1):
        pass


def test_a_killed_writer_holds_no_lock(tmp_path: Path) -> None:
    data = open_folder(tmp_path)
    program = (
        "import sys, os, signal, pathlib; from corpus.folder import open_folder\n"
        "with open_folder(pathlib.Path(sys.argv[1])).writing(): os.kill(os.getpid(), signal.SIGKILL)"
    )
    root = Path(__file__).resolve().parents[2]
    killed = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False, cwd=root)
    assert killed.returncode == -9
    with data.writing(timeout_s=0.1):
        pass


def test_a_write_replaces_the_whole_file_or_nothing(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "file.json"
    write_atomically(file, b"old")
    write_atomically(file, b"new")
    assert file.read_bytes() == b"new"
    with pytest.raises(TypeError):
        write_atomically(file, "not bytes")  # type: ignore[arg-type]
    assert file.read_bytes() == b"new"
    assert [path.name for path in file.parent.iterdir()] == ["file.json"]


def test_unfinished_writes_are_swept_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / ".manifest.json-abcd_123").touch()
    (tmp_path / "manifest.json").touch()
    (tmp_path / ".hidden").touch()
    sweep_unfinished(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".hidden", "manifest.json"]


def test_a_home_that_nobody_has_gets_one_sentence() -> None:
    with pytest.raises(DataFolderError, match="set FOOTNOTE_DATA_DIR to the full path of a folder"):
        open_folder(Path("~nobody-has-this-name/data"))


def test_a_full_disk_asks_for_space() -> None:
    err = unwritable(Path("/data"), OSError(errno.ENOSPC, "No space left on device"))
    assert str(err).endswith("free some space, then run the command again")
