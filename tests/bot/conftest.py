"""The command line in this process, over a data folder whose model was exported once."""

import io
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str


Cli = Callable[..., Run]


@pytest.fixture
def data_dir(prepared_folder: Path, tmp_path: Path) -> Path:
    """A copy of the prepared folder that the test may change."""
    folder = tmp_path / "data"
    shutil.copytree(prepared_folder, folder, ignore=shutil.ignore_patterns("models"))
    (folder / "models").symlink_to(prepared_folder / "models")
    return folder


@pytest.fixture
def cli(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Cli:
    """Run `footnote` with arguments and standard input."""
    monkeypatch.setenv("FOOTNOTE_DATA_DIR", str(data_dir))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> Run:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["footnote", *arguments])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as exit_info:
                main()
        captured = capsysbinary.readouterr()
        code = exit_info.value.code
        assert isinstance(code, int)
        return Run(code, captured.out.decode(), captured.err.decode())

    return run
