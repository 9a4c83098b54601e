from pathlib import Path

import pytest

from tests.cli import Cli


def test_a_setting_that_does_not_exist_is_found(cli: Cli) -> None:
    run = cli("doctor", env={"FOOTNOTE_TOPK": "3"})
    assert run.code == 1
    assert "wrong settings: FOOTNOTE_TOPK is none of them; they are FOOTNOTE_DATA_DIR, " in run.out


def test_a_spelling_mistake_in_the_file_of_settings_is_found(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# FOOTNOTE_OLD=1\nFOOTNOTE_MODEL=x\nOTHER=1\n", encoding="utf-8")
    run = cli("doctor")
    assert "wrong settings: FOOTNOTE_MODEL is none of them" in run.out
    assert "FOOTNOTE_OLD" not in run.out


@pytest.mark.parametrize("name", ["articles", "chroma"])
def test_one_cause_is_told_once(cli: Cli, data_dir: Path, name: str) -> None:
    if name == "articles":
        (data_dir / "collections" / "default" / "articles" / "foreign.json").write_text("{}", encoding="utf-8")
    run = cli("doctor", env={"FOOTNOTE_CHROMA_URL": "http://127.0.0.1:1"} if name == "chroma" else {})
    assert run.code == 1
    assert [line.split(":")[0] for line in run.out.splitlines() if line.startswith("wrong")] == [f"wrong {name}"]
    assert run.out.splitlines()[-1] == "1 of 9 need something done."
