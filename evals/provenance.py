"""What made a result: versions, settings, commit, dataset, and the command that makes it again."""

import hashlib
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from evals.dataset import Dataset
from retrieval.record import Provenance
from retrieval.settings import Settings

PACKAGES = ("footnote", "numpy", "onnxruntime", "tokenizers", "chromadb", "bm25s", "pystemmer", "langchain-core")
"""What the scores can depend on."""
PATHS = frozenset({"data_dir", "chroma_url"})
"""Settings that say where things are, and change no reply."""


def tell_provenance(dataset: Dataset, product: Provenance, settings: Settings, *, command: str) -> dict[str, Any]:
    """Return the provenance of a part of a result."""
    return {
        "command": command,
        "date": datetime.now(UTC).date().isoformat(),
        "commit": read_commit(Path(__file__).resolve().parent),
        "dataset": {"cases": len(dataset.cases), "sha256": hash_dataset(dataset)},
        "settings": tell_settings(settings),
        "embedding_model": product.embedding_model,
        "embedding_fingerprint": product.index.partition("@")[2],
        "chat_model": product.chat_model,
        "prompt_hash": product.prompt_hash,
        "versions": {name: _version(name) for name in PACKAGES},
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
    }


def tell_settings(settings: Settings) -> dict[str, Any]:
    """Return the settings that replies depend on."""
    return settings.model_dump(mode="json", exclude=set(PATHS))


def hash_dataset(dataset: Dataset) -> str:
    """Return sixteen hexadecimal digits that change with the cases and the articles."""
    content = [case.fingerprint for case in dataset.cases]
    content += [f"{name} {dataset.articles[name].content_hash}" for name in sorted(dataset.articles)]
    return hashlib.sha256("\n".join(content).encode()).hexdigest()[:16]


def read_commit(folder: Path) -> str | None:
    """Return the commit of the checkout that a folder lies in, "+" behind it when files were changed; None outside."""
    commit = _git(folder, "rev-parse", "--short=12", "HEAD")
    if commit is None:
        return None
    return f"{commit}+" if _git(folder, "status", "--porcelain", "--untracked-files=no") else commit


def _git(folder: Path, *words: str) -> str | None:
    try:
        run = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return run.stdout.strip()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
