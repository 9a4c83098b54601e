"""A small Discord on loopback: REST and gateway for a real bot in a process of its own, driven by a test.

    with LoopbackDiscord() as server:
        ... start a bot with server.api_url and server.token ...
        server.wait_ready()
        answer = server.slash("ask", {"question": "Who?"}).wait_answer()

It takes what Discord takes and refuses what Discord refuses, as far as a bot that answers questions can tell.
"""

import asyncio
import base64
import json
import threading
from collections.abc import Callable
from typing import Any, Self, TypeVar

from aiohttp import web

from tests.discord_server.acting import Acting
from tests.discord_server.exchanges import Exchange
from tests.discord_server.faults import Fault, Faults
from tests.discord_server.gateway import Closing, Gateway
from tests.discord_server.journal import TIMEOUT_S, Journal, Json, Request
from tests.discord_server.refusals import NO_JSON, NO_ROUTE, UNAUTHORIZED, Refusal
from tests.discord_server.responses import respond_json
from tests.discord_server.rest import Rest
from tests.discord_server.world import World

T = TypeVar("T")

API = "/api/v10"
OPEN = "/gateway"
WITH_THEIR_OWN_TOKEN = ("/interactions/", "/webhooks/")
"""Paths that need no authorization: the one, and what begins like the others."""


def make_token(bot_id: int) -> str:
    """Return a token in the form of a bot's, which none has."""
    return f"{base64.b64encode(str(bot_id).encode()).decode().rstrip('=')}.Loopbk.{'not-a-real-token-of-anybody'}"


class LoopbackDiscord(Acting):
    """The server, in a thread of its own, on a free port.

    Args:
        world: who and what there is; the usual one by default.
        respond_within_s: how long an interaction waits for its first response.
        heartbeat_s: how often the bot is to send a heartbeat.
        shards: how many connections are recommended.

    Attributes:
        token: of the bot.
        gateway: its connections, and what they were used for.
    """

    def __init__(
        self, world: World | None = None, *, respond_within_s: float = 3.0, heartbeat_s: float = 41.25, shards: int = 1
    ) -> None:
        super().__init__(world or World(), Journal(), respond_within_s=respond_within_s)
        self.token = make_token(self.world.bot.id)
        self._faults, self._shards = Faults(), shards
        self.gateway = Gateway(self.world, self._journal, self.token, heartbeat_s=heartbeat_s)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="loopback-discord", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._call(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._call(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def api_url(self) -> str:
        """The address of the API."""
        return f"http://127.0.0.1:{self._port}{API}"

    @property
    def requests(self) -> tuple[Request, ...]:
        """What the bot asked, in order."""
        return self._journal.requests()

    @property
    def unknown_requests(self) -> tuple[Request, ...]:
        """What the bot asked that this Discord does not have."""
        return tuple(request for request in self.requests if not request.known)

    @property
    def messages(self) -> tuple[Json, ...]:
        """What the bot said and is still there, in order."""
        bot_id = str(self.world.bot.id)
        with self._journal.reading():
            said = tuple(dict(message) for message in self.world.messages.values())
        return tuple(message for message in said if message["author"]["id"] == bot_id)

    @property
    def commands(self) -> tuple[Json, ...]:
        """The commands as the bot registered them last."""
        with self._journal.reading():
            return tuple(self._rest.commands)

    @property
    def closings(self) -> tuple[Closing, ...]:
        """How the connections of the gateway ended, in order."""
        with self._journal.reading():
            return tuple(self.gateway.closings)

    @property
    def typing(self) -> tuple[int, ...]:
        """The channels that the bot was seen typing in."""
        with self._journal.reading():
            return tuple(self._rest.typing)

    def wait_for(self, look: Callable[[], T], timeout_s: float = TIMEOUT_S) -> T:
        """Return the first truthy value of a function; raises TimeoutError when there is none in time."""
        return self._journal.wait_for(look, timeout_s)

    def wait_ready(self, timeout_s: float = TIMEOUT_S) -> None:
        """Wait until the bot is connected over all its shards."""
        self.wait_for(lambda: self.gateway.open_sessions >= self._wanted_sessions(), timeout_s)

    def fail_next(
        self, method: str, path_pattern: str, status: int, *, times: int = 1, retry_after_s: float = 0.1
    ) -> None:
        """Let the next requests of a kind fail; see `Fault`."""
        with self._journal.writing():
            self._faults.add(Fault(method, path_pattern, status, times, retry_after_s))

    def close_gateway(self, code: int) -> None:
        """Close every connection of the gateway with a code; 4000 lets the bot resume."""
        self._loop.call_soon_threadsafe(self.gateway.close, code)

    def invalidate_sessions(self) -> None:
        """Let the bot identify again."""
        self._loop.call_soon_threadsafe(self.gateway.invalidate)

    def ask_to_reconnect(self) -> None:
        """Ask the bot for new connections, as Discord does before it restarts a machine."""
        self._loop.call_soon_threadsafe(self.gateway.ask_to_reconnect)

    def _wanted_sessions(self) -> int:
        identifies = self.gateway.identifies
        return int(identifies[-1].get("shard", (0, 1))[1]) if identifies else 1

    def _open(self, exchange: Exchange) -> None:
        self._rest.exchanges[exchange.token] = exchange

    def _tell(self, event: str, content: Json, guild_id: int | None) -> None:
        self._call(self._dispatch(event, content, guild_id))

    async def _dispatch(self, event: str, content: Json, guild_id: int | None) -> None:
        with self._journal.writing():
            self.gateway.dispatch(event, content, guild_id)

    def _call(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(TIMEOUT_S)

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_route("*", API + "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._port = int(self._runner.addresses[0][1])
        self.gateway.url = f"ws://127.0.0.1:{self._port}/gateway"
        self._rest = Rest(self.world, self.gateway.dispatch, gateway_url=self.gateway.url, shards=self._shards)

    async def _stop(self) -> None:
        await self.gateway.shut_down()
        await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.Response:
        """Answer one request, and record it together with what it changed."""
        text, path = await request.text(), request.path.removeprefix(API)
        authorization = request.headers.get("Authorization")
        with self._journal.writing():
            fault, known, body = self._faults.take(request.method, path), True, None
            try:
                body = _decode(text)
                if fault is None and authorization != f"Bot {self.token}" and not _is_open(path):
                    raise UNAUTHORIZED
                response = fault.respond() if fault else respond_json(self._rest.respond(request.method, path, body))
            except Refusal as refusal:
                known = refusal is not NO_ROUTE
                response = respond_json(refusal.body(), status=refusal.status)
            query = dict(request.query)
            self._journal.add(Request(request.method, path, response.status, body, query, authorization, known))
        return response


def _decode(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError as err:
        raise NO_JSON from err


def _is_open(path: str) -> bool:
    return path == OPEN or path.startswith(WITH_THEIR_OWN_TOKEN)
