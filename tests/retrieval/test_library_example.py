import re
from pathlib import Path

import pytest

LIBRARY = Path(__file__).resolve().parents[2] / "docs" / "LIBRARY.md"


def examples() -> list[str]:
    return re.findall(r"```python\n(.*?)```", LIBRARY.read_text(encoding="utf-8"), re.DOTALL)


def test_the_example_of_the_library_has_ten_lines_and_answers(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOOTNOTE_DATA_DIR", str(data_dir))
    monkeypatch.chdir(tmp_path)
    example = examples()[0]
    assert len([line for line in example.splitlines() if line.strip()]) == 10
    exec(compile(example, "docs/LIBRARY.md", "exec"), {})
    answer, quotes = capsys.readouterr().out.splitlines()
    assert answer.startswith("On Monday – a day after the talks with defence ministers – Russia’s General Gerasimov")
    assert answer.endswith(" [1]")
    assert quotes.startswith("['On Monday")


def test_the_names_of_the_langchain_example_exist(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTNOTE_DATA_DIR", str(data_dir))
    monkeypatch.chdir(tmp_path)
    joined = examples()[0] + "".join(f"    {line}\n" for line in examples()[1].splitlines())
    names: dict[str, object] = {}
    exec(compile(joined, "docs/LIBRARY.md", "exec"), names)
    assert {"runnable", "events", "retriever"} <= names.keys()
