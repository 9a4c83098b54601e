"""Where the commands write: results to stdout, everything else to stderr."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.render.terminal import plain_lines

if TYPE_CHECKING:
    from retrieval.index import Progress

MAX_WIDTH = 100


class Terminal:
    """The two output streams of a command."""

    def __init__(self) -> None:
        self.out = Console(highlight=False, soft_wrap=False)
        self.err = Console(stderr=True, highlight=False)
        for console in (self.out, self.err):
            if console.is_terminal:
                console.width = min(console.width, MAX_WIDTH)

    def show(self, blocks: Sequence[Text | Padding]) -> None:
        """Print blocks on stdout: wrapped and in colour on a terminal, as plain unwrapped lines in a pipe."""
        if self.out.is_terminal:
            for block in blocks:
                self.out.print(block)
        else:
            for line in plain_lines(blocks):
                self.write(line)

    def write(self, line: str) -> None:
        """Print one line on stdout as it is."""
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def tell(self, message: str) -> None:
        """Print a remark on stderr."""
        self.err.print(Text(message, style="dim"))

    def fail(self, message: str) -> None:
        """Print an error on stderr: one sentence."""
        self.err.print(Text("Error: ", style="bold red").append(message, style="not bold default"), soft_wrap=True)

    @contextmanager
    def progress(self, label: str) -> "Iterator[Progress]":
        """Show a progress bar on stderr while work goes on, on a terminal only; nothing for work without steps."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self.err,
            transient=True,
            disable=not self.err.is_terminal,
        )
        with bar:
            task = bar.add_task(label, total=None, visible=False)
            yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)
