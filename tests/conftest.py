"""What every test needs: no network, no model hub, an environment without Footnote's own settings."""

import io
import os
import shutil
import sys
from pathlib import Path

import pytest

from bot.cli import main
from retrieval.build import Footnote
from retrieval.settings import Settings
from tests.cli import Cli, Run

# Read when huggingface_hub is first imported, so it must be set before any test.
os.environ["HF_HUB_OFFLINE"] = "1"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("FOOTNOTE_", "LANGSMITH_", "LANGCHAIN_")) or name == "DISCORD_TOKEN":
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def prepared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the shipped article, its index and the exported model."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    with Footnote(Settings(data_dir=folder, _env_file=None)) as footnote:  # type: ignore[call-arg]
        footnote.update_index()
    return folder


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
    """Run `footnote` in this process, with arguments and standard input."""
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
