"""How long the event loop was held up: while it is, nobody's question is even taken."""

import asyncio
import time

EVERY_S = 0.05


class LoopWatch:
    """Sleeps again and again, and notes by how much it overslept.

    Attributes:
        longest_block_s: the longest so far, in seconds; 0 before anything was measured.
    """

    def __init__(self, every_s: float = EVERY_S) -> None:
        self._every_s = every_s
        self.longest_block_s = 0.0

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            began = time.perf_counter()
            await asyncio.sleep(self._every_s)
            self.longest_block_s = max(self.longest_block_s, time.perf_counter() - began - self._every_s)
