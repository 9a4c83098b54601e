"""What the bot asked of the loopback Discord, in order, and a way to wait until it did."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
Json = dict[str, Any]

TIMEOUT_S = 15.0
"""How long a test waits by default: the machine may be slow and shared."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request of the REST API as it was answered.

    Attributes:
        path: without the prefix of the API's version.
        body: decoded; None for none.
        authorization: the header, or None.
        known: whether this Discord has such a route.
    """

    method: str
    path: str
    status: int
    body: Any = None
    query: Mapping[str, str] = field(default_factory=dict)
    authorization: str | None = None
    known: bool = True

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"


class Journal:
    """The lock over everything that is recorded. Written by the server's thread, read by the test's."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._requests: list[Request] = []

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Change what is recorded; whoever waits looks again afterwards."""
        with self._changed:
            yield
            self._changed.notify_all()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Look at what is recorded while nothing changes."""
        with self._changed:
            yield

    def add(self, request: Request) -> None:
        """Record a request."""
        with self.writing():
            self._requests.append(request)

    def requests(self) -> tuple[Request, ...]:
        """Return what was asked so far, in order."""
        with self._changed:
            return tuple(self._requests)

    def wait_for(self, look: Callable[[], T], timeout_s: float = TIMEOUT_S) -> T:
        """Return the first truthy value of a function, which is called after every change.

        Raises:
            TimeoutError: when there is none in time; it tells what was asked last.
        """
        with self._changed:
            found = self._changed.wait_for(look, timeout_s)
            if not found:
                last = "; ".join(map(str, self._requests[-12:])) or "nothing"
                raise TimeoutError(f"it did not happen in {timeout_s:g} s; asked last: {last}")
            return found
