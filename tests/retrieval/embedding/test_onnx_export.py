import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from retrieval.embedding.embeddings import open_embeddings
from retrieval.embedding.export_card import find_changed_exports, read_card
from retrieval.embedding.onnx_export import NotExportable, check_exportable, export_model, exporting
from tests.crashing import fork_server
from tests.tiny_models import make_static_model, make_tiny_model


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_model(tmp_path_factory.mktemp("tiny"))


def test_a_card_says_what_was_exported(tiny: Path, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    with exporting(folder):
        card = export_model("tiny", str(tiny), folder)
    assert read_card(folder) == card
    assert (card.model, card.dimensions, card.max_tokens, card.pad_token) == ("tiny", 32, 32, "[PAD]")
    assert card.size_bytes == (folder / "model.onnx").stat().st_size
    assert sorted(path.name for path in tmp_path.iterdir()) == ["export", "export.lock"]


def test_a_changed_byte_is_found(tiny: Path, tmp_path: Path) -> None:
    open_embeddings(str(tiny), tmp_path)
    assert find_changed_exports(tmp_path) == []
    (file,) = tmp_path.glob("*/model.onnx")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert find_changed_exports(tmp_path) == [file.parent]


def test_a_refusal_is_remembered(tmp_path: Path) -> None:
    path, folder = make_static_model(tmp_path), tmp_path / "exports" / "static"
    with exporting(folder), pytest.raises(NotExportable) as raised:
        export_model("static", str(path), folder)
    with pytest.raises(NotExportable) as again:
        check_exportable(folder)
    assert str(again.value) == str(raised.value)
    assert read_card(folder) is None


def test_a_folder_without_an_export_has_no_card(tmp_path: Path) -> None:
    check_exportable(tmp_path)
    assert read_card(tmp_path) is None
    assert find_changed_exports(tmp_path) == []


def export(model: str, exports: str, started: str) -> None:
    Path(started).touch()
    open_embeddings(model, Path(exports)).encode_query("who spoke")


@pytest.mark.parametrize("delay_s", [0.05, 0.5])
def test_a_killed_export_is_made_again(tiny: Path, tmp_path: Path, delay_s: float) -> None:
    process = begin_export(tiny, tmp_path, "one")
    time.sleep(delay_s)
    process.kill()
    process.join()
    embeddings = open_embeddings(str(tiny), tmp_path / "exports")
    assert embeddings.sha256 is not None
    assert find_changed_exports(tmp_path / "exports") == []


def test_two_processes_that_export_at_once_end_with_one_export(tiny: Path, tmp_path: Path) -> None:
    processes = [begin_export(tiny, tmp_path, name) for name in ("one", "two")]
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert len([path for path in (tmp_path / "exports").iterdir() if path.is_dir()]) == 1
    assert find_changed_exports(tmp_path / "exports") == []


def begin_export(model: Path, folder: Path, name: str) -> BaseProcess:
    context = fork_server()
    process = context.Process(target=export, args=(str(model), str(folder / "exports"), str(folder / name)))
    process.start()
    while not (folder / name).exists() and process.is_alive():
        time.sleep(0.005)
    return process


def test_an_empty_note_of_refusal_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "not-exportable.txt").write_text("", encoding="utf-8")
    check_exportable(tmp_path)
