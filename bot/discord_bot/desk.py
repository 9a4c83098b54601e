"""Where questions wait for their turn: so many at once, so many of a server waiting, none for ever.

Work runs in threads; an event loop is never held up by it. A server has at most all workers but one, so that one busy
server leaves room for the others. Work that takes too long is given up by who waits for it, but keeps its place until
its thread is free again.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


class DeskFull(Exception):
    """Too many questions of this server wait already."""


class DeskClosed(Exception):
    """The bot is about to stop; it takes no more questions."""


class TookTooLong(Exception):
    """No answer came in the time that there was."""


@dataclass(slots=True)
class _Line:
    """The questions of one server."""

    places: asyncio.Semaphore
    length: int = 0
    tasks: set["asyncio.Task[object]"] = field(default_factory=set)


class Desk:
    """Runs blocking work in threads, in turn. Belongs to one event loop.

    Args:
        workers: how much is done at once, at least 1.
        max_waiting: how much more of one server may wait.
        timeout_s: for one piece of work, its waiting included.
    """

    def __init__(self, *, workers: int, max_waiting: int, timeout_s: float) -> None:
        self._max_waiting, self._timeout_s = max_waiting, timeout_s
        self._at_once = max(1, workers - 1)
        self._executor = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="desk")
        self._free = asyncio.Semaphore(workers)
        self._lines: dict[str, _Line] = {}
        self._closed = False

    @property
    def busy(self) -> int:
        """How much is being done or waits."""
        return sum(line.length for line in self._lines.values())

    def check(self, server: str) -> None:
        """Raise DeskFull or DeskClosed when `run` would, now."""
        if self._closed:
            raise DeskClosed
        line = self._lines.get(server)
        if line is not None and line.length >= self._max_waiting + self._at_once:
            raise DeskFull

    async def run(self, server: str, work: Callable[[], T]) -> T:
        """Return what the work returns, or raise what it raises.

        Args:
            server: whose work it is.
            work: called in a thread.

        Raises:
            DeskFull: at once, when too much of this server's waits.
            DeskClosed: at once, when the desk is closed.
            TookTooLong: when the time is up.
        """
        self.check(server)
        line = self._lines.setdefault(server, _Line(asyncio.Semaphore(self._at_once)))
        line.length += 1
        started = asyncio.Event()
        task = asyncio.create_task(self._take_turn(server, line, work, started))
        line.tasks.add(task)
        task.add_done_callback(line.tasks.discard)
        try:
            return await asyncio.wait_for(asyncio.shield(task), self._timeout_s)
        except TimeoutError as err:
            if task.done() and not task.cancelled():
                raise  # The work's own, not the clock's.
            if not started.is_set():
                task.cancel()
            # Whatever it still comes to, nobody waits for it.
            task.add_done_callback(_forget)
            raise TookTooLong from err
        except asyncio.CancelledError:
            if not started.is_set():
                task.cancel()
            task.add_done_callback(_forget)
            raise

    def close_door(self) -> None:
        """Take no more; what is being done or waits goes on."""
        self._closed = True

    async def close(self, grace_s: float) -> bool:
        """Take no more, and wait for what is under way; tell whether all of it ended in time."""
        self.close_door()
        pending = {task for line in self._lines.values() for task in line.tasks}
        if pending:
            _, pending = await asyncio.wait(pending, timeout=grace_s)
        self._executor.shutdown(wait=False, cancel_futures=True)
        return not pending

    async def _take_turn(self, server: str, line: _Line, work: Callable[[], T], started: asyncio.Event) -> T:
        try:
            async with line.places, self._free:
                started.set()
                return await asyncio.get_running_loop().run_in_executor(self._executor, work)
        finally:
            line.length -= 1
            if not line.length and self._lines.get(server) is line:
                del self._lines[server]


def _forget(task: "asyncio.Task[object]") -> None:
    if not task.cancelled():
        task.exception()
