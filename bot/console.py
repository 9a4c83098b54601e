"""Where the commands write: results to stdout, everything else to stderr."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.errors import OutputUnwritable
from bot.render.terminal import plain_lines

if TYPE_CHECKING:
    from retrieval.index.indexer import Progress

MAX_WIDTH = 100
STAGES = {
    "understand": "Understanding the question …",
    "retrieve": "Retrieving passages …",
    "read": "Reading …",
    "check": "Checking every quote …",
}
"""What the stages of the chain are doing, for a person who waits."""


class Terminal:
    """The two output streams of a command."""

    def __init__(self) -> None:
        self.out = Console(highlight=False)
        self.err = Console(stderr=True, highlight=False)

    @property
    def width(self) -> int:
        """Columns to fill on stdout; asked anew each time, for a terminal can be resized in a conversation."""
        return min(self.out.width, MAX_WIDTH)

    def show(self, blocks: Sequence[Text | Padding]) -> None:
        """Print blocks on stdout: wrapped and in colour on a terminal, as plain unwrapped lines in a pipe.

        Raises:
            OutputUnwritable: when stdout is closed or full, as `write` and `write_json` do.
        """
        if self.out.is_terminal:
            for block in blocks:
                # Rich forgets on its way to the screen what a Text says of its own wrapping.
                no_wrap, overflow = (block.no_wrap, block.overflow) if isinstance(block, Text) else (None, None)
                self.out.print(block, width=self.width, no_wrap=no_wrap, overflow=overflow)
        else:
            for line in plain_lines(blocks):
                self.write(line)

    def write(self, line: str) -> None:
        """Print one line on stdout as it is."""
        if sys.stdout is None:
            raise OutputUnwritable("it is closed")
        try:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            raise  # Whoever reads has enough; that is no error.
        except OSError as err:
            raise OutputUnwritable(err.strerror or str(err)) from err

    def write_json(self, value: object) -> None:
        """Print a value as one line of JSON, in ASCII where stdout is not UTF-8."""
        encoding = getattr(sys.stdout, "encoding", None) or ""
        self.write(json.dumps(value, ensure_ascii=not encoding.lower().startswith(("utf-8", "utf8"))))

    def tell(self, message: str) -> None:
        """Print a remark on stderr."""
        self._remark(Text(message, style="dim"))

    def fail(self, message: str) -> None:
        """Print an error on stderr: one sentence."""
        self._remark(Text("Error: ", style="bold red").append(message, style="not bold default"))

    def _remark(self, text: Text) -> None:
        """Print on stderr: wrapped at words on a terminal, as one line elsewhere."""
        width = min(self.err.width, MAX_WIDTH) if self.err.is_terminal else None
        self.err.print(text, width=width, soft_wrap=width is None)

    @contextmanager
    def working(self) -> "Iterator[Callable[[str], None]]":
        """Show on stderr what is being done, by the name of a stage, on a terminal only; it is gone when it is done."""
        if not self.err.is_terminal:
            yield lambda _: None
            return
        with self.err.status("", spinner="dots") as status:
            yield lambda stage: status.update(Text(STAGES.get(stage, stage), style="dim"))

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
