from pathlib import Path

import pytest
import typer

from bot.cli import app
from bot.completion import complete_article, complete_collection

CONTEXT = typer.Context(typer.main.get_command(app))


def test_the_ids_that_begin_so_are_completed(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> None:
    monkeypatch.setenv("FOOTNOTE_DATA_DIR", str(data_dir))
    assert complete_article(CONTEXT, "ru") == ["russia-dirty-bomb-claims"]
    assert complete_article(CONTEXT, "x") == []


def test_the_ids_are_those_of_the_collection_that_is_asked(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> None:
    monkeypatch.setenv("FOOTNOTE_DATA_DIR", str(data_dir))
    context = typer.Context(typer.main.get_command(app))
    context.params["collection"] = "server-5"
    assert complete_article(context, "") == []


def test_the_names_of_collections_are_completed(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> None:
    monkeypatch.setenv("FOOTNOTE_DATA_DIR", str(data_dir))
    (data_dir / "collections" / "server-5").mkdir()
    assert (complete_collection(""), complete_collection("s")) == (["default", "server-5"], ["server-5"])


def test_completing_makes_no_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "none"
    monkeypatch.setenv("FOOTNOTE_DATA_DIR", str(folder))
    assert complete_article(CONTEXT, "") == []
    assert not folder.exists()


def test_a_folder_that_cannot_be_used_completes_to_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "footnote.json").write_text("garbage", encoding="utf-8")
    monkeypatch.setenv("FOOTNOTE_DATA_DIR", str(tmp_path))
    assert complete_article(CONTEXT, "") == []
