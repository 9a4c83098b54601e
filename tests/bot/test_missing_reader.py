"""Without its reader Footnote says so in one sentence and answers nothing, whichever way it is asked."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.trained.shipped import READER
from tests.discord_server.bot_process import START_S, BotProcess, copy_data
from tests.discord_server.server import LoopbackDiscord
from tests.tiny_reader import ANSWERS, ship_reader

ROOT = Path(__file__).resolve().parents[2]
MISSING = "the file reader.onnx cannot be read (No such file or directory); install Footnote again to mend it"
CHANGED = "the file reader.onnx is not the one that was shipped; install Footnote again to mend it"


@pytest.fixture
def folder(prepared_folder: Path, tmp_path: Path) -> Path:
    """A data folder that is ready to answer, and beside it a room `retrieval` that lacks its reader."""
    shutil.copytree(ROOT / "retrieval", tmp_path / "retrieval", ignore=shutil.ignore_patterns("*.onnx", "*.bin"))
    trained = ship_reader(tmp_path / "retrieval" / "trained", {"milley": ANSWERS})
    (trained / READER).unlink()
    return copy_data(prepared_folder, tmp_path)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command from the folder, whose own `retrieval` is found first."""
    environment = {**os.environ, "FOOTNOTE_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_a_question_ends_with_1_and_one_sentence(folder: Path) -> None:
    asked = run(folder, "ask", "Who did Gerasimov speak to?")
    assert (asked.returncode, asked.stdout, asked.stderr) == (1, "", f"Error: {MISSING}\n")


def test_a_reader_that_was_changed_is_not_run(folder: Path) -> None:
    (folder / "retrieval" / "trained" / READER).write_bytes(b"another")
    asked = run(folder, "ask", "Who did Gerasimov speak to?")
    assert (asked.returncode, asked.stdout, asked.stderr) == (1, "", f"Error: {CHANGED}\n")


def test_the_doctor_finds_it_and_ends_with_1(folder: Path) -> None:
    examined = run(folder, "doctor")
    assert examined.returncode == 1
    assert f"wrong reader: {MISSING}\n" in examined.stdout
    assert examined.stdout.splitlines()[-1] == "1 of 11 need something done."


def test_the_discord_bot_does_not_start_and_says_why(folder: Path) -> None:
    with LoopbackDiscord() as server:
        bot = BotProcess(server.api_url, server.token, folder)
        try:
            assert bot.process.wait(timeout=START_S) == 1
        finally:
            bot.kill()
        assert bot.err == f"Error: {MISSING}\n"
        assert server.requests == ()
