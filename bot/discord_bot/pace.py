"""How fast one person may ask: a bucket of tokens a person (Turner 1986, the leaky bucket as a meter)."""

import time
from collections.abc import Callable
from math import ceil

MAX_PEOPLE = 10_000
"""How many buckets are kept; those that are full again tell nothing and go first."""


class Pace:
    """Counts the questions of each person. One thread: the event loop's.

    Args:
        per_minute: questions, all of which may come at once.
        now: seconds of a clock that never goes back.
    """

    def __init__(self, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._per_second = per_minute / 60
        self._now = now
        self._buckets: dict[int, tuple[float, float]] = {}

    def take(self, person_id: int) -> int:
        """Count a question and return 0, or leave it uncounted and return the whole seconds to wait, at least 1."""
        now = self._now()
        left, at = self._buckets.pop(person_id, (self._size, now))
        left = min(self._size, left + (now - at) * self._per_second)
        taken = left >= 1
        self._buckets[person_id] = (left - 1 if taken else left, now)
        if len(self._buckets) > MAX_PEOPLE:
            self._sweep(now)
        return 0 if taken else max(1, ceil((1 - left) / self._per_second))

    def _sweep(self, now: float) -> None:
        filling_s = self._size / self._per_second
        kept = {person: bucket for person, bucket in self._buckets.items() if now - bucket[1] < filling_s}
        # Oldest first: a bucket moves to the end when it is used.
        self._buckets = dict(list(kept.items())[-MAX_PEOPLE:])
