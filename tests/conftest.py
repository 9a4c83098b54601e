"""What every test needs: no network, no model hub, an environment without Footnote's own settings."""

import os
from pathlib import Path

import pytest

from retrieval.build import Footnote
from retrieval.settings import Settings

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
