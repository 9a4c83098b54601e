"""Why a chat model gave nothing that can be used, in words for a person, whatever its provider raised.

Providers have error classes of their own, and any package may be one: they are told apart by what they have in
common, a status code and the names of their families.
"""

from collections.abc import Iterator
from enum import StrEnum

from retrieval.errors import ChatModelUnavailable, RetrievalError

MAX_CAUSES = 6
_FAMILIES = (
    ("timeout", "timed out"),
    ("connect", "network", "protocol", "readerror", "sslerror", "gaierror"),
    ("decodeerror", "jsondecode"),
)


class Failure(StrEnum):
    """What kind of failure."""

    UNAVAILABLE = "unavailable"
    TIMEOUT = "timeout"
    KEY = "key"
    UNKNOWN_MODEL = "unknown_model"
    BUSY = "busy"
    REQUEST = "request"
    SERVER = "server"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    MALFORMED = "malformed"
    UNVERIFIED = "unverified"
    UNEXPECTED = "unexpected"


WORTH_ANOTHER_TRY = frozenset({Failure.BUSY, Failure.SERVER, Failure.UNREACHABLE})


class ChatFailed(RetrievalError):
    """A chat model gave nothing that can be used; the offline reader answers instead.

    Attributes:
        failure: its kind.
        wait_s: for how long the provider asks to wait; None when it does not say.
    """

    def __init__(self, failure: Failure, told: str, wait_s: float | None = None) -> None:
        super().__init__(f"the chat model {told}")
        self.failure = failure
        self.told = told
        self.wait_s = wait_s


def translate(err: BaseException) -> ChatFailed:
    """Return what a provider's error means."""
    for cause in _causes(err):
        if isinstance(cause, ChatFailed):
            return cause
        if isinstance(cause, ChatModelUnavailable):
            return ChatFailed(Failure.UNAVAILABLE, f"cannot be used ({cause.problem})")
        status = _read_status(cause)
        if status is not None:
            return _from_status(status, _read_wait(cause))
    names = " ".join(kind.__name__.lower() for cause in _causes(err) for kind in type(cause).__mro__)
    late, broken, garbled = (any(word in names for word in family) for family in _FAMILIES)
    if late:
        return ChatFailed(Failure.TIMEOUT, "did not answer in time")
    if broken:
        return ChatFailed(Failure.UNREACHABLE, "cannot be reached")
    if garbled:
        return ChatFailed(Failure.SERVER, "sent what is no reply")
    return ChatFailed(Failure.UNEXPECTED, f"failed with {type(err).__name__}")


def _from_status(status: int, wait_s: float | None) -> ChatFailed:
    if status in {401, 403}:
        return ChatFailed(Failure.KEY, f"refused the key ({status})")
    if status == 404:
        return ChatFailed(Failure.UNKNOWN_MODEL, f"is not known to its provider ({status})")
    if status in {408, 504}:
        return ChatFailed(Failure.TIMEOUT, f"did not answer in time ({status})")
    if status == 429:
        return ChatFailed(Failure.BUSY, f"asks to wait, or its quota is used up ({status})", wait_s)
    if status >= 500:
        return ChatFailed(Failure.SERVER, f"failed at its provider ({status})", wait_s)
    return ChatFailed(Failure.REQUEST, f"refused the request ({status})")


def _causes(err: BaseException) -> Iterator[BaseException]:
    """An error, what it was raised from, and so on."""
    current: BaseException | None = err
    for _ in range(MAX_CAUSES):
        if current is None:
            return
        yield current
        current = current.__cause__ or current.__context__


def _read_status(err: BaseException) -> int | None:
    for holder in (err, getattr(err, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int) and 400 <= status < 600:
            return status
    return None


def _read_wait(err: BaseException) -> float | None:
    headers = getattr(getattr(err, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None  # None was sent, or a date: then the usual pause is as good.
