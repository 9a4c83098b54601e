"""The gateway: the WebSocket over which the bot hears what happens (Discord's documentation, "Gateway")."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import WSCloseCode, WSMsgType, web

from tests.discord_server.compression import Frame, open_stream
from tests.discord_server.journal import Journal, Json
from tests.discord_server.payloads import describe_guild, describe_person
from tests.discord_server.world import World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 0, 1, 2, 6, 7, 9, 10, 11
NOT_AUTHENTICATED, AUTHENTICATION_FAILED, ALREADY_AUTHENTICATED, DISALLOWED_INTENTS = 4003, 4004, 4005, 4014
ABNORMAL = 1006
GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 0, 1 << 9, 1 << 12, 1 << 15

_Close = int


@dataclass(frozen=True, slots=True)
class Closing:
    """How a connection ended.

    Attributes:
        code: of the close frame; `ABNORMAL` when there was none.
        by_bot: whether the bot ended it.
    """

    code: int
    by_bot: bool


@dataclass(slots=True, eq=False)
class Connection:
    """One WebSocket and what is still to be sent over it; a number is the code to close with."""

    socket: web.WebSocketResponse
    encode: Callable[[str], Frame]
    outbox: "asyncio.Queue[Json | _Close]" = field(default_factory=asyncio.Queue)
    session: "Session | None" = None
    closed_with: int | None = None

    def send(self, message: Json) -> None:
        """Send a message after those that wait."""
        self.outbox.put_nowait(message)

    def close(self, code: int) -> None:
        """Close after what waits is sent."""
        self.outbox.put_nowait(code)

    async def write(self) -> None:
        """Send until closed."""
        while self.closed_with is None:
            item = await self.outbox.get()
            if isinstance(item, int):
                self.closed_with = item
                await self.socket.close(code=item)
                return
            frame = self.encode(json.dumps(item))
            await (self.socket.send_str(frame) if isinstance(frame, str) else self.socket.send_bytes(frame))


@dataclass(slots=True, eq=False)
class Session:
    """What the bot is told over one shard, through however many connections."""

    id: str
    shard: int
    shard_count: int
    intents: int
    sent: list[Json] = field(default_factory=list)
    connection: Connection | None = None

    def dispatch(self, event: str, content: Json) -> None:
        """Tell of an event; while there is no connection, when the session is resumed."""
        message = {"op": DISPATCH, "t": event, "s": len(self.sent) + 1, "d": content}
        self.sent.append(message)
        if self.connection is not None:
            self.connection.send(message)

    def concerns(self, guild_id: int | None) -> bool:
        """Whether a server's events come over this shard; direct messages come over the first."""
        return self.shard == (0 if guild_id is None else (guild_id >> 22) % self.shard_count)


class Gateway:
    """All connections of the bot. Belongs to the server's event loop; what it notes is under the journal's lock.

    Args:
        world: that the bot hears of.
        journal: whose lock is held for what is noted.
        token: of the bot.
        heartbeat_s: how often the bot is to send a heartbeat.

    Attributes:
        url: that a session is to be resumed at.
        refused_intents: those that the application may not have.
        identifies, resumes: what the bot sent of them, in order.
        heartbeats: how many there were.
        closings: how connections ended, in order.
    """

    def __init__(self, world: World, journal: Journal, token: str, *, heartbeat_s: float) -> None:
        self._world, self._journal, self._token, self._heartbeat_s = world, journal, token, heartbeat_s
        self.url = ""
        self.refused_intents = 0
        self.identifies: list[Json] = []
        self.resumes: list[Json] = []
        self.resumed = 0
        self.heartbeats = 0
        self.closings: list[Closing] = []
        self._connections: set[Connection] = set()
        self._sessions: dict[str, Session] = {}

    @property
    def open_sessions(self) -> int:
        """How many sessions have a connection."""
        return sum(session.connection is not None for session in self._sessions.values())

    def dispatch(self, event: str, content: Json, guild_id: int | None) -> None:
        """Tell every session of an event that it concerns."""
        for session in self._sessions.values():
            if session.concerns(guild_id):
                self._tell(session, event, content)

    def close(self, code: int) -> None:
        """Close every connection with a code; the sessions can be resumed."""
        for connection in self._connections:
            connection.close(code)

    def ask_to_reconnect(self) -> None:
        """Ask for a new connection of every session."""
        for connection in self._connections:
            connection.send({"op": RECONNECT, "d": None})

    def invalidate(self) -> None:
        """Forget all sessions; the bot has to identify again."""
        self._sessions.clear()
        for connection in self._connections:
            connection.session = None
            connection.send({"op": INVALID_SESSION, "d": False})

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection until it ends."""
        socket = web.WebSocketResponse(timeout=2.0)
        await socket.prepare(request)
        connection = Connection(socket, open_stream(request.query.get("compress")))
        self._connections.add(connection)
        writing = asyncio.create_task(connection.write())
        connection.send({"op": HELLO, "d": {"heartbeat_interval": round(self._heartbeat_s * 1000)}})
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    with self._journal.writing():
                        self._take(connection, json.loads(frame.data))
        finally:
            with self._journal.writing():
                self._part(connection)
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
        return socket

    async def shut_down(self) -> None:
        """Close every connection and wait until they ended."""
        self.close(WSCloseCode.GOING_AWAY)
        while self._connections:
            await asyncio.sleep(0.005)

    def _take(self, connection: Connection, message: Json) -> None:
        match message["op"]:
            case 1:
                self.heartbeats += 1
                connection.send({"op": HEARTBEAT_ACK})
            case 2:
                self._identify(connection, message["d"])
            case 6:
                self._resume(connection, message["d"])
            case _ if connection.session is None:
                connection.close(NOT_AUTHENTICATED)

    def _identify(self, connection: Connection, wanted: Json) -> None:
        self.identifies.append(wanted)
        if connection.session is not None:
            connection.close(ALREADY_AUTHENTICATED)
        elif wanted["token"] != self._token:
            connection.close(AUTHENTICATION_FAILED)
        elif wanted["intents"] & self.refused_intents:
            connection.close(DISALLOWED_INTENTS)
        else:
            shard, shard_count = wanted.get("shard", (0, 1))
            session = Session(f"session-{len(self.identifies)}", shard, shard_count, wanted["intents"])
            self._sessions[session.id] = session
            self._join(connection, session)
            self._greet(session)

    def _greet(self, session: Session) -> None:
        guilds = [guild for guild in self._world.guilds.values() if session.concerns(guild.id)]
        ready: Json = {
            "v": 10, "user": {**describe_person(self._world.bot), "verified": True, "mfa_enabled": False},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id, "resume_gateway_url": self.url,
            "shard": [session.shard, session.shard_count], "application": {"id": str(self._world.bot.id), "flags": 0},
        }  # fmt: skip
        session.dispatch("READY", ready)
        for guild in guilds:
            self._tell(session, "GUILD_CREATE", describe_guild(guild, self._world))

    def _resume(self, connection: Connection, wanted: Json) -> None:
        self.resumes.append(wanted)
        session = self._sessions.get(wanted["session_id"])
        if session is None or wanted["token"] != self._token:
            connection.send({"op": INVALID_SESSION, "d": False})
            return
        for message in session.sent[wanted["seq"] :]:
            connection.send(message)
        self._join(connection, session)
        session.dispatch("RESUMED", {})
        self.resumed += 1

    def _join(self, connection: Connection, session: Session) -> None:
        connection.session, session.connection = session, connection

    def _part(self, connection: Connection) -> None:
        self._connections.discard(connection)
        if connection.session is not None and connection.session.connection is connection:
            connection.session.connection = None
        if connection.closed_with is None:
            self.closings.append(Closing(int(connection.socket.close_code or ABNORMAL), by_bot=True))
        else:
            self.closings.append(Closing(connection.closed_with, by_bot=False))

    def _tell(self, session: Session, event: str, content: Json) -> None:
        """Tell a session of an event as far as its intents go."""
        is_direct = "guild_id" not in content
        needed = {"GUILD_CREATE": GUILDS, "THREAD_CREATE": GUILDS}.get(event, 0)
        if event.startswith("MESSAGE_"):
            needed = DIRECT_MESSAGES if is_direct else GUILD_MESSAGES
        if session.intents & needed != needed:
            return
        if event.startswith("MESSAGE_") and not is_direct and not session.intents & MESSAGE_CONTENT:
            bot_id = str(self._world.bot.id)
            meant = any(person["id"] == bot_id for person in (content["author"], *content["mentions"]))
            if not meant:
                content = content | {"content": "", "embeds": [], "components": [], "attachments": []}
        session.dispatch(event, content)
