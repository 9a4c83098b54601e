"""`footnote chat` as a person uses it: what is behind an answer, what is going on, and how to stop it."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chat_server import ChatServer, Hangs
from tests.cli import Cli

ROOT = Path(__file__).resolve().parents[2]
QUESTION = b"Who did Gerasimov speak to?\n"


def test_sources_show_the_passages_around_a_quote(cli: Cli) -> None:
    run = cli("chat", stdin=QUESTION + b"/sources\n")
    assert run.code == 0
    _, shown = run.out.split("Sources\n")
    context = shown[shown.index("\n[1] russia-dirty-bomb-claims, characters 2544–2795\n") :]
    before, own, after = ("“The world would see through", "On Monday – a day after", "The UK Ministry of Defence said")
    assert 0 < context.index(before) < context.index(own) < context.index(after)


def test_why_shows_how_the_last_answer_came_about(cli: Cli) -> None:
    run = cli("chat", stdin=QUESTION + b"/why\n")
    assert "reader span, confidence 0." in run.out
    assert run.out.count("russia-dirty-bomb-claims:") == 8


def test_before_the_first_answer_there_is_nothing_behind_it(cli: Cli) -> None:
    run = cli("chat", stdin=b"/why\n/sources\n")
    assert (run.code, run.out) == (0, "")
    assert run.err == "There is no answer yet.\nThere is no answer yet.\n"


def test_a_program_gets_what_is_behind_an_answer_as_a_record(cli: Cli) -> None:
    run = cli("chat", "--json", stdin=QUESTION + b"/why\n/sources\n")
    answer, why, sources = map(json.loads, run.out.splitlines())
    assert why["nearest"]
    assert why["dropped"] == []
    assert "dropped" not in answer
    assert sources["citations"] == answer["citations"]


class Typed:
    """`footnote chat` on a terminal of its own."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.master, slave = pty.openpty()
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        command = [sys.executable, "-m", "bot", "chat"]
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, env=environment, start_new_session=True
        )
        signal.signal(signal.SIGINT, before)
        os.close(slave)
        self.seen = ""

    def wait_for(self, words: str, timeout_s: float = 60.0) -> None:
        """Read until the words stand on the screen, which are then forgotten."""
        end = time.monotonic() + timeout_s
        while words not in self.seen:
            assert time.monotonic() < end, self.seen
            if select.select([self.master], [], [], 0.2)[0]:
                text = os.read(self.master, 65536).decode(errors="replace")
                self.seen += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", text)
        self.seen = self.seen.split(words, 1)[1]

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())


@pytest.fixture
def typed(data_dir: Path) -> Iterator[Typed]:
    """A conversation with a chat model that never answers."""
    with ChatServer(Hangs(60)) as server:
        keys = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": f"{server.url}/v1", "TERM": "xterm"}
        chosen = {"FOOTNOTE_CHAT_MODEL": "openai:test-model", "FOOTNOTE_DATA_DIR": str(data_dir)}
        typed = Typed({**os.environ, **keys, **chosen, "HF_HUB_OFFLINE": "1", "PROMPT_TOOLKIT_NO_CPR": "1"})
        yield typed
        typed.process.kill()
        typed.process.wait()
        os.close(typed.master)


def test_an_interrupt_gives_up_the_question_and_not_the_program(typed: Typed) -> None:
    typed.wait_for("\n>")
    typed.type("Who did Gerasimov speak to?\r")
    typed.wait_for("Reading")
    started = time.monotonic()
    os.kill(typed.process.pid, signal.SIGINT)
    typed.wait_for("Cancelled.")
    assert time.monotonic() - started < 10
    typed.type("/why\r")
    typed.wait_for("There is no answer yet.")
    typed.type("\x1b[A")
    typed.wait_for("/why")
    typed.type("\x1b[A")
    typed.wait_for("Who did Gerasimov speak to?")
    typed.type("\x03")
    typed.type("/quit\r")
    assert typed.process.wait(20) == 0
