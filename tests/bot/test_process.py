"""The command as a process: interrupts, closed pipes, streams that cannot be used."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "bot", "ask", "-"]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def process(data_dir: Path) -> "subprocess.Popen[bytes]":
    """`footnote ask -`, ready for its first line."""
    environment = {**os.environ, "FOOTNOTE_DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    # A process that was started in the background of a script ignores interrupts, and so would its children.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    started = subprocess.Popen(COMMAND, env=environment, stdin=pipe, stdout=pipe, stderr=pipe)
    signal.signal(signal.SIGINT, before)
    assert started.stdin is not None
    assert started.stdout is not None
    started.stdin.write(b"What is a dirty bomb?\n")
    started.stdin.flush()
    assert started.stdout.readline() == b"> What is a dirty bomb?\n"
    return started


def test_an_interrupt_ends_with_130_and_no_traceback(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, b"")


def test_a_termination_ends_with_143_and_no_traceback(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (143, b"")


def test_a_closed_pipe_ends_quietly(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    process.stdin.write(b"Who is Ben Wallace?\n" * 20)
    process.stdin.close()
    assert process.wait(timeout=20) == 1
    assert process.stderr.read() == b""
    process.stderr.close()


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        ("ask Who? >&-", b"Error: standard output cannot be written (it is closed); "),
        ("ask Who? --json >/dev/full", b"Error: standard output cannot be written (No space left on device); "),
        ("ask - <&-", b"Error: standard input is closed; "),
        ("ask - 0>/dev/null", b"Error: standard input cannot be read (Bad file descriptor); "),
        ("add - <&-", b"Error: standard input is closed; "),
    ],
)
def test_streams_that_cannot_be_used_get_one_sentence(data_dir: Path, command: str, problem: bytes) -> None:
    environment = {**os.environ, "FOOTNOTE_DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT)}
    line = f"{sys.executable} -m bot {command}"
    run = subprocess.run(["/bin/sh", "-c", line], env=environment, capture_output=True, check=False, timeout=60)
    assert run.returncode == 1
    assert run.stderr.startswith(problem)
    assert run.stderr.count(b"\n") == 1


def test_a_terminal_without_unicode_gets_question_marks_and_programs_get_escapes(data_dir: Path) -> None:
    environment = {**os.environ, "FOOTNOTE_DATA_DIR": str(data_dir), "PYTHONIOENCODING": "ascii"}
    ask = [sys.executable, "-m", "bot", "ask", "What did the allies reject?"]
    run = subprocess.run(ask, cwd=ROOT, env=environment, capture_output=True, check=True, timeout=60)
    assert b"?NATO allies reject this allegation,?" in run.stdout
    run = subprocess.run([*ask, "--json"], cwd=ROOT, env=environment, capture_output=True, check=True, timeout=60)
    assert "“NATO allies reject this allegation,”" in json.loads(run.stdout.decode("ascii"))["answer"]


def test_a_question_is_answered_as_soon_as_its_line_is_there(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdout is not None
    assert b"explosive device" in process.stdout.readline()
    process.communicate(timeout=20)
    assert process.returncode == 0
