"""The gateway greets, tells, forgets and resumes as Discord's does."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from tests.discord_server.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, GUILDS, MESSAGE_CONTENT, Closing
from tests.discord_server.server import LoopbackDiscord

Socket = aiohttp.ClientWebSocketResponse

ALL = GUILDS | GUILD_MESSAGES | DIRECT_MESSAGES | MESSAGE_CONTENT


@pytest_asyncio.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def connect(session: aiohttp.ClientSession, server: LoopbackDiscord) -> Socket:
    """A connection that was greeted."""
    socket = await session.ws_connect(server.gateway.url, timeout=aiohttp.ClientWSTimeout(ws_close=2.0))
    assert await socket.receive_json(timeout=5) == {"op": 10, "d": {"heartbeat_interval": 41250}}
    return socket


async def identify(
    session: aiohttp.ClientSession, server: LoopbackDiscord, intents: int = ALL, shard: tuple[int, int] = (0, 1)
) -> Socket:
    """A connection that has a session and heard of one server."""
    socket = await connect(session, server)
    await socket.send_json({"op": 2, "d": {"token": server.token, "intents": intents, "shard": shard}})
    assert (await socket.receive_json(timeout=5))["t"] == "READY"
    assert (await socket.receive_json(timeout=5))["t"] == "GUILD_CREATE"
    return socket


async def hear(socket: Socket) -> Any:
    return await socket.receive_json(timeout=5)


async def hear_close(socket: Socket) -> int | None:
    frame = await socket.receive(timeout=5)
    assert frame.type is aiohttp.WSMsgType.CLOSE
    return socket.close_code


async def test_a_heartbeat_is_acknowledged(session: aiohttp.ClientSession, server: LoopbackDiscord) -> None:
    socket = await connect(session, server)
    await socket.send_json({"op": 1, "d": None})
    assert await hear(socket) == {"op": 11}
    assert server.gateway.heartbeats == 1


async def test_a_wrong_token_is_closed_with_4004(session: aiohttp.ClientSession, server: LoopbackDiscord) -> None:
    socket = await connect(session, server)
    await socket.send_json({"op": 2, "d": {"token": "another", "intents": 0}})
    assert await hear_close(socket) == 4004


async def test_refused_intents_are_closed_with_4014(session: aiohttp.ClientSession, server: LoopbackDiscord) -> None:
    server.gateway.refused_intents = MESSAGE_CONTENT
    socket = await connect(session, server)
    await socket.send_json({"op": 2, "d": {"token": server.token, "intents": ALL}})
    assert await hear_close(socket) == 4014


async def test_before_identifying_nothing_is_taken(session: aiohttp.ClientSession, server: LoopbackDiscord) -> None:
    socket = await connect(session, server)
    await socket.send_json({"op": 3, "d": {}})
    assert await hear_close(socket) == 4003


async def test_without_its_intent_only_messages_for_the_bot_have_content(
    session: aiohttp.ClientSession, server: LoopbackDiscord
) -> None:
    socket = await identify(session, server, ALL & ~MESSAGE_CONTENT)
    server.say("between us", mentions_bot=False)
    server.say("for you")
    server.say("in private", channel=server.world.open_dm(server.world.bob), mentions_bot=False)
    heard = [(await hear(socket))["d"]["content"] for _ in range(3)]
    assert heard == ["", f"<@{server.world.bot.id}> for you", "in private"]


async def test_without_their_intent_messages_are_not_told(
    session: aiohttp.ClientSession, server: LoopbackDiscord
) -> None:
    socket = await identify(session, server, GUILDS | DIRECT_MESSAGES)
    server.say("in public")
    server.say("in private", channel=server.world.open_dm(server.world.bob), mentions_bot=False)
    assert (await hear(socket))["d"]["content"] == "in private"


async def test_a_resumed_session_hears_what_it_missed(session: aiohttp.ClientSession, server: LoopbackDiscord) -> None:
    socket = await identify(session, server)
    server.close_gateway(4000)
    assert await hear_close(socket) == 4000
    server.wait_for(lambda: server.closings)
    server.say("first")
    server.say("second")
    socket = await connect(session, server)
    await socket.send_json({"op": 6, "d": {"token": server.token, "session_id": "session-1", "seq": 3}})
    heard = [await hear(socket) for _ in range(2)]
    assert [(event["t"], event["s"]) for event in heard] == [("MESSAGE_CREATE", 4), ("RESUMED", 5)]
    assert heard[0]["d"]["content"] == f"<@{server.world.bot.id}> second"


async def test_a_session_that_was_invalidated_cannot_be_resumed(
    session: aiohttp.ClientSession, server: LoopbackDiscord
) -> None:
    socket = await identify(session, server)
    server.invalidate_sessions()
    assert await hear(socket) == {"op": 9, "d": False}
    await socket.send_json({"op": 6, "d": {"token": server.token, "session_id": "session-1", "seq": 1}})
    assert await hear(socket) == {"op": 9, "d": False}


async def test_a_shard_hears_of_its_own_servers_and_the_first_of_direct_messages(
    session: aiohttp.ClientSession, server: LoopbackDiscord
) -> None:
    other, channel = server.world.add_guild("Other")
    sockets = [await identify(session, server, shard=(number, 2)) for number in range(2)]
    server.say("here")
    server.say("elsewhere", channel=channel)
    server.say("in private", channel=server.world.open_dm(server.world.bob))
    for guild in (server.world.newsroom, other):
        assert (await hear(sockets[(guild.id >> 22) % 2]))["d"]["guild_id"] == str(guild.id)
    assert "guild_id" not in (await hear(sockets[0]))["d"]


@pytest.mark.parametrize("code", [1000, 4000])
async def test_how_the_bot_closed_is_remembered(
    session: aiohttp.ClientSession, server: LoopbackDiscord, code: int
) -> None:
    socket = await identify(session, server)
    await socket.close(code=code)
    server.wait_for(lambda: server.closings)
    assert server.closings == (Closing(code, by_bot=True),)


async def test_a_connection_that_breaks_off_has_no_close_frame(
    session: aiohttp.ClientSession, server: LoopbackDiscord
) -> None:
    await identify(session, server)
    await session.close()
    server.wait_for(lambda: server.closings)
    assert server.closings == (Closing(1006, by_bot=True),)
