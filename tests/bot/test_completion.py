from pathlib import Path

import pytest

from bot.completion import complete_article


def test_the_ids_that_begin_so_are_completed(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> None:
    monkeypatch.setenv("FOOTNOTE_DATA_DIR", str(data_dir))
    assert complete_article("ru") == ["russia-dirty-bomb-claims"]
    assert complete_article("x") == []


def test_completing_makes_no_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "none"
    monkeypatch.setenv("FOOTNOTE_DATA_DIR", str(folder))
    assert complete_article("") == []
    assert not folder.exists()


def test_a_folder_that_cannot_be_used_completes_to_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "footnote.json").write_text("garbage", encoding="utf-8")
    monkeypatch.setenv("FOOTNOTE_DATA_DIR", str(tmp_path))
    assert complete_article("") == []
