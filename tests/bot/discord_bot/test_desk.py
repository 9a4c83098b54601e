import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot.discord_bot.desk import Desk, DeskClosed, DeskFull, TookTooLong


class Work:
    """Blocks until it is let go; counts how many are at it at the same time."""

    def __init__(self) -> None:
        self._gate, self._lock = threading.Event(), threading.Lock()
        self.running = self.most = self.done = 0

    def __call__(self) -> str:
        with self._lock:
            self.running += 1
            self.most = max(self.most, self.running)
        self._gate.wait(10)
        with self._lock:
            self.running -= 1
            self.done += 1
        return "done"

    def let_go(self) -> None:
        self._gate.set()


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it never came to that")


@asynccontextmanager
async def desk_of(*, workers: int = 4, max_waiting: int = 100, timeout_s: float = 20) -> AsyncIterator[Desk]:
    desk = Desk(workers=workers, max_waiting=max_waiting, timeout_s=timeout_s)
    yield desk
    await desk.close(5)


async def test_the_work_runs_in_another_thread_and_its_value_comes_back() -> None:
    async with desk_of() as desk:
        assert await desk.run("a", threading.get_ident) != threading.get_ident()


async def test_an_error_of_the_work_comes_back_as_it_was_raised() -> None:
    async with desk_of() as desk:
        with pytest.raises(ZeroDivisionError):
            await desk.run("a", lambda: 1 // 0)
        assert desk.busy == 0


async def test_a_timeout_of_the_works_own_is_not_taken_for_the_desks() -> None:
    def work() -> None:
        raise TimeoutError("of a socket")

    async with desk_of() as desk:
        with pytest.raises(TimeoutError, match="of a socket"):
            await desk.run("a", work)


async def test_one_server_leaves_a_worker_to_the_others() -> None:
    work, other = Work(), Work()
    other.let_go()
    async with desk_of(workers=3) as desk:
        tasks = [asyncio.create_task(desk.run("a", work)) for _ in range(10)]
        await until(lambda: work.running == 2)
        assert await desk.run("b", other) == "done"
        work.let_go()
        assert await asyncio.gather(*tasks) == ["done"] * 10
    assert work.most == 2


async def test_all_servers_together_have_no_more_than_all_workers() -> None:
    work = Work()
    async with desk_of(workers=3) as desk:
        tasks = [asyncio.create_task(desk.run(f"server {n}", work)) for n in range(8)]
        await until(lambda: work.running == 3)
        work.let_go()
        await asyncio.gather(*tasks)
    assert work.most == 3


async def test_one_question_too_many_is_told_so_at_once_and_takes_no_place() -> None:
    work = Work()
    async with desk_of(workers=2, max_waiting=2) as desk:
        tasks = [asyncio.create_task(desk.run("a", work)) for _ in range(3)]
        await until(lambda: work.running == 1)
        with pytest.raises(DeskFull):
            desk.check("a")
        with pytest.raises(DeskFull):
            await desk.run("a", work)
        desk.check("b")
        assert desk.busy == 3
        work.let_go()
        await asyncio.gather(*tasks)
        desk.check("a")
    assert work.done == 3


async def test_who_waits_too_long_is_told_so_and_the_worker_is_busy_until_the_work_is_done() -> None:
    work = Work()
    async with desk_of(workers=1, max_waiting=5, timeout_s=0.1) as desk:
        with pytest.raises(TookTooLong):
            await desk.run("a", work)
        assert desk.busy == 1
        with pytest.raises(TookTooLong):
            await desk.run("a", work)  # Waited for a worker, and never began.
        await until(lambda: desk.busy == 1)
        work.let_go()
        await until(lambda: desk.busy == 0)
    assert work.done == 1


async def test_a_closed_desk_takes_no_more_and_lets_what_is_under_way_end() -> None:
    work = Work()
    async with desk_of() as desk:
        task = asyncio.create_task(desk.run("a", work))
        await until(lambda: work.running == 1)
        closing = asyncio.create_task(desk.close(5))
        await asyncio.sleep(0)
        with pytest.raises(DeskClosed):
            await desk.run("a", work)
        work.let_go()
        assert await closing is True
        assert await task == "done"


async def test_closing_does_not_wait_for_ever() -> None:
    work = Work()
    desk = Desk(workers=1, max_waiting=5, timeout_s=20)
    task = asyncio.create_task(desk.run("a", work))
    await until(lambda: work.running == 1)
    assert await desk.close(0.05) is False
    work.let_go()
    assert await task == "done"


async def test_who_gives_up_waiting_frees_the_place() -> None:
    work = Work()
    async with desk_of(workers=2, max_waiting=5) as desk:
        first, second = (asyncio.create_task(desk.run("a", work)) for _ in range(2))
        await until(lambda: work.running == 1)
        second.cancel()
        await until(lambda: desk.busy == 1)
        work.let_go()
        assert await first == "done"
    assert work.done == 1
