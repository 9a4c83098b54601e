"""What the bot is just doing for people: it does not stop before that is done, or its time is up."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class UnderWay:
    """Counts what is under way. Belongs to one event loop."""

    def __init__(self) -> None:
        self.count = 0
        self._nothing = asyncio.Event()
        self._nothing.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count one more, as long as it lasts."""
        self.count += 1
        self._nothing.clear()
        try:
            yield
        finally:
            self.count -= 1
            if not self.count:
                self._nothing.set()

    async def wait(self, grace_s: float) -> bool:
        """Wait until nothing is under way; tell whether that came in time."""
        try:
            await asyncio.wait_for(self._nothing.wait(), grace_s)
        except TimeoutError:
            return False
        return True
