"""The wheel answers on its own, and the README shows what really happens."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from evals.baseline import FOLDER
from evals.gate import hold
from evals.report.markdown import render_markdown
from evals.report.view import view
from evals.result import read_result
from retrieval.trained.shipped import locate_reader, read_shipped
from tests.cli import Cli

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def unpacked_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    subprocess.run([*pip, str(ROOT)], check=True, capture_output=True)
    (wheel,) = folder.glob("footnote-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_answers_outside_the_checkout(unpacked_wheel: Path, prepared_folder: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(unpacked_wheel), "FOOTNOTE_DATA_DIR": str(prepared_folder)}
    code = "import corpus, sys; print(corpus.__file__); sys.argv = ['footnote', 'ask', 'What is a dirty bomb?']\n"
    code += "from bot.cli import main; main()"
    command = [sys.executable, "-P", "-c", code]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    location, answer, *_ = run.stdout.splitlines()
    assert Path(location).is_relative_to(unpacked_wheel)
    assert answer == "A dirty bomb is an explosive device laced with radioactive material. [1]"


def test_the_wheel_holds_the_rooms_and_the_notice_and_no_tests(unpacked_wheel: Path) -> None:
    top = {path.name for path in unpacked_wheel.iterdir() if not path.name.endswith(".dist-info")}
    assert top == {"bot", "corpus", "evals", "retrieval"}
    assert (unpacked_wheel / "corpus" / "articles" / "russia-dirty-bomb-claims.md").is_file()
    assert list(unpacked_wheel.glob("footnote-*.dist-info/licenses/NOTICE"))
    for file in ("datasets/dev/ferry-strike.jsonl", "baselines/span.json", "report/page.html.j2", "floors.toml"):
        assert (unpacked_wheel / "evals" / file).is_file(), file
    trained = unpacked_wheel / "retrieval" / "trained"
    assert locate_reader(trained) == trained / "reader.onnx"
    assert read_shipped("claim-checker.onnx", trained)
    assert (trained / "README.md").is_file()


@pytest.mark.parametrize(
    ("command", "question"),
    [
        ("$ make ask\n", "Who did Gerasimov speak to?"),
        ('$ make ask Q="What did Zelensky say about the bomb?"\n', "What did Zelensky say about the bomb?"),
    ],
)
def test_the_readme_shows_what_is_answered(cli: Cli, command: str, question: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.partition(command)[2].partition("```")[0]
    assert shown == cli("ask", question).out


def test_the_readme_shows_the_figures_of_the_accepted_baseline() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("<!-- made by: footnote eval run --markdown FILE -->\n")[2].partition("<!-- end -->")[0]
    parts = read_result(FOLDER / "span.json").parts
    assert shown == render_markdown([view(part, hold(part, None, {})) for part in parts])
    assert f"asks {sum(len(part.outcomes) for part in parts)} questions with known answers" in readme
