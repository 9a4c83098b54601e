import asyncio
import time
from contextlib import suppress

from bot.discord_bot.loop_watch import LoopWatch


async def test_a_block_of_the_loop_is_noted_with_its_length() -> None:
    watch = LoopWatch(0.001)
    task = asyncio.create_task(watch.run())
    await asyncio.sleep(0.01)
    time.sleep(0.3)
    await asyncio.sleep(0.01)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert watch.longest_block_s >= 0.25
