import socket

import pytest

from retrieval.chat.failures import ChatFailed, Failure, translate
from retrieval.errors import ChatModelUnavailable


class Response:
    def __init__(self, status_code: int, **headers: str) -> None:
        self.status_code = status_code
        self.headers = headers


class ApiStatusError(Exception):
    """As most providers' packages have one: the response is an attribute."""

    def __init__(self, response: Response) -> None:
        super().__init__("an error")
        self.response = response


class ApiTimeoutError(Exception): ...


class ApiConnectionError(Exception): ...


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (400, Failure.REQUEST),
        (401, Failure.KEY),
        (403, Failure.KEY),
        (404, Failure.UNKNOWN_MODEL),
        (408, Failure.TIMEOUT),
        (422, Failure.REQUEST),
        (429, Failure.BUSY),
        (500, Failure.SERVER),
        (503, Failure.SERVER),
        (504, Failure.TIMEOUT),
        (529, Failure.SERVER),
    ],
)
def test_a_status_tells_the_failure_whoever_raises_it(status: int, failure: Failure) -> None:
    assert translate(ApiStatusError(Response(status))).failure is failure


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (ApiTimeoutError(), Failure.TIMEOUT),
        (TimeoutError(), Failure.TIMEOUT),
        (ApiConnectionError(), Failure.UNREACHABLE),
        (ConnectionResetError(), Failure.UNREACHABLE),
        (socket.gaierror(), Failure.UNREACHABLE),
        (ChatModelUnavailable("a:b", "no key", "set it"), Failure.UNAVAILABLE),
        (KeyError("choices"), Failure.UNEXPECTED),
        (ChatFailed(Failure.EMPTY, "said nothing"), Failure.EMPTY),
    ],
)
def test_an_error_without_a_status_is_told_by_its_family(error: Exception, failure: Failure) -> None:
    assert translate(error).failure is failure


def test_what_an_error_was_raised_from_counts() -> None:
    outer = RuntimeError("wrapped")
    outer.__cause__ = ApiStatusError(Response(401))
    assert translate(outer).told == "refused the key (401)"


@pytest.mark.parametrize(
    ("value", "wait_s"), [("2", 2.0), ("0.5", 0.5), ("-1", 0.0), ("Wed, 21 Oct", None), (None, None)]
)
def test_for_how_long_to_wait_is_read_where_it_is_a_number(value: str | None, wait_s: float | None) -> None:
    headers = {} if value is None else {"retry-after": value}
    assert translate(ApiStatusError(Response(429, **headers))).wait_s == wait_s
