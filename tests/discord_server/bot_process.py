"""`footnote discord` as a process of its own."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.discord_server.server import LoopbackDiscord

ROOT = Path(__file__).resolve().parents[2]
START_S, END_S = 60, 20
"""How long it may take to start and to end on a slow machine; on another it ends within ten seconds."""


class BotProcess:
    """The process, and what it wrote, which later ones in the same folder add to.

    Args:
        api_url: of the Discord that it is to use.
        token: its DISCORD_TOKEN, or None for none.
        folder: with its data folder `data`; it runs there.
        arguments: of the command.
        environment: further settings.
    """

    def __init__(self, api_url: str, token: str | None, folder: Path, *arguments: str, **environment: str) -> None:
        self._out, self._err = folder / "out", folder / "err"
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("FOOTNOTE_", "DISCORD_"))}
        own = {"FOOTNOTE_DATA_DIR": str(folder / "data"), "FOOTNOTE_DISCORD_API_URL": api_url, "PYTHONPATH": str(ROOT)}
        given = {} if token is None else {"DISCORD_TOKEN": token}
        with self._out.open("ab") as out, self._err.open("ab") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "discord", *arguments],
                cwd=folder,
                env={**outside, **own, **given, **environment},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )

    @property
    def out(self) -> str:
        return self._out.read_text()

    @property
    def err(self) -> str:
        return self._err.read_text()

    def wait_connected(self, server: LoopbackDiscord) -> None:
        """Wait until it is connected, or fail with what it wrote when it ends before."""
        for _ in range(START_S * 5):
            assert self.process.poll() is None, self.err
            try:
                return server.wait_ready(timeout_s=0.2)
            except TimeoutError:
                continue
        pytest.fail(f"not connected in {START_S} s; {self.err}")

    def wait_end(self) -> int:
        return self.process.wait(timeout=END_S)

    def stop(self) -> int:
        """End it as a service manager does."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait_end()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def copy_data(prepared: Path, folder: Path) -> Path:
    """A folder whose `data` is ready to answer."""
    shutil.copytree(prepared, folder / "data", ignore=shutil.ignore_patterns("models"))
    (folder / "data" / "models").symlink_to(prepared / "models")
    return folder
