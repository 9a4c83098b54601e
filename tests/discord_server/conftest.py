"""A loopback Discord with one command, and a client for its REST API."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.discord_server.calling import ASK, Call, Replied, call
from tests.discord_server.exchanges import Exchange
from tests.discord_server.server import LoopbackDiscord


@pytest.fixture
def server() -> Iterator[LoopbackDiscord]:
    with LoopbackDiscord() as server:
        assert call(server, "PUT", "/applications/1/commands", [ASK])[0] == 200
        yield server


@pytest.fixture
def ask(server: LoopbackDiscord) -> Call:
    def run(method: str, path: str, body: Any = None, **headers: str) -> Replied:
        return call(server, method, path, body, **headers)

    return run


@pytest.fixture
def respond(ask: Call) -> Callable[[Exchange, Any], Replied]:
    """Send the first response to an interaction."""

    def run(exchange: Exchange, body: Any) -> Replied:
        return ask("POST", f"/interactions/{exchange.id}/{exchange.token}/callback?with_response=1", body)

    return run
