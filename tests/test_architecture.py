"""The one-way flow of the house, and what an import may cost."""

import ast
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("corpus", "retrieval", "bot", "evals")
MAY_IMPORT = {
    "corpus": {"corpus"},
    "retrieval": {"corpus", "retrieval"},
    "bot": {"corpus", "retrieval", "bot"},
    "evals": {"corpus", "retrieval", "evals"},
}
RUN = "import sys; from bot.cli import main; sys.argv[1:] = {}\ntry: main()\nexcept SystemExit: pass"
TRAINING = (
    *("average", "checkpoints", "encoder", "graph", "loop", "run", "trainer"),
    *("claims/export", "claims/model", "claims/score", "claims/train"),
    *("reader/export", "reader/measuring", "reader/model", "reader/train"),
)
HEAVY_IN = {
    "chromadb": {"retrieval/index/chroma.py"},
    "onnxruntime": {"retrieval/onnx_session.py", "evals/training/quantise.py"},
    "sentence_transformers": {"retrieval/embedding/loading.py", "retrieval/embedding/onnx_export.py"},
    "torch": {
        "retrieval/embedding/onnx_export.py",
        *(f"evals/training/{name}.py" for name in TRAINING),
    },
    "langchain_chroma": {"bot/bench.py"},
}


def modules() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """Every module that a file imports anywhere, by its full name."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_flows_into_it(room: str) -> None:
    for path in modules():
        if path.relative_to(ROOT).parts[0] == room:
            rooms = {name.partition(".")[0] for name in imported(path)} & set(ROOMS)
            assert rooms <= MAY_IMPORT[room], path


@pytest.mark.parametrize("package", HEAVY_IN)
def test_a_heavy_package_is_imported_in_its_own_modules_only(package: str) -> None:
    users = {
        str(path.relative_to(ROOT))
        for path in modules()
        if any(name == package or name.startswith(f"{package}.") for name in imported(path))
    }
    assert users == HEAVY_IN[package]


def test_discord_is_imported_in_its_own_rooms_only() -> None:
    for path in modules():
        if any(name == "discord" or name.startswith("discord.") for name in imported(path)):
            assert str(path.relative_to(ROOT)).startswith(("bot/discord_bot/", "bot/render/embeds/")), path


def test_dead_langchain_packages_are_not_used() -> None:
    for path in modules():
        roots = {name.partition(".")[0] for name in imported(path)}
        assert not roots & {"langchain_classic", "langchain_community"}, path


@pytest.mark.parametrize("module", ["bot.cli", "bot.store.store", "evals", "corpus.library", "retrieval.citations"])
def test_an_import_loads_nothing_heavy(module: str) -> None:
    assert loaded_after(f"import {module}") == set()


def test_help_loads_no_model_library() -> None:
    assert loaded_after(RUN.format(["--help"])) == set()


def test_an_answer_needs_neither_torch_nor_sentence_transformers(prepared_folder: Path) -> None:
    heavy = loaded_after(RUN.format(["ask", "Who spoke?"]), FOOTNOTE_DATA_DIR=str(prepared_folder))
    assert heavy == {"chromadb", "onnxruntime"}


def loaded_after(code: str, **environment: str) -> set[str]:
    """Which heavy packages a fresh interpreter has loaded after running some code."""
    watched = "chromadb discord onnxruntime sentence_transformers torch trafilatura transformers pypdf py3langid"
    tail = f"import sys; print('\\nLOADED', *[n for n in {watched.split()} if n in sys.modules])"
    environment = {"PATH": "/usr/bin", "HF_HUB_OFFLINE": "1", "HOME": tempfile.gettempdir(), **environment}
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\n{tail}"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return set(run.stdout.splitlines()[-1].split()[1:])
