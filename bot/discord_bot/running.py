"""Run the bot until it is told to stop: log in, connect, and on SIGTERM or SIGINT finish what is being answered."""

import asyncio
import logging
import os
import signal
import sys
from typing import TYPE_CHECKING

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discord_bot.assembly import make_bot
from bot.discord_bot.errors import DiscordUnreachable, IntentRefused, TokenRefused
from bot.discord_bot.loop_watch import LoopWatch

if TYPE_CHECKING:
    from bot.discord_bot.bot import FootnoteBot
    from bot.discord_bot.service import Service
    from bot.discord_bot.settings import DiscordSettings

GRACE_S, CLOSING_S = 7.0, 2.5
"""How long running answers may go on after a signal, and how long closing may take: ten seconds in all."""

_log = logging.getLogger(__name__)


def run_bot(service: "Service", settings: "DiscordSettings", token: str) -> None:
    """Run the bot until a signal ends it.

    Raises:
        TokenRefused, IntentRefused, DiscordUnreachable: when it cannot start.
    """
    whole = asyncio.run(_run(service, settings, token))
    if not whole:
        # A thread that is still at work would hold up the end of the process for as long as it likes.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


async def _run(service: "Service", settings: "DiscordSettings", token: str) -> bool:
    """Tell whether everything that was begun was also finished."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    # It does not speak, and need not be told what it would need for that.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    if settings.api_url is not None:
        # discord.py has no setting for it; large bots put a proxy there, the tests their own Discord.
        Route.BASE = settings.api_url
    bot = make_bot(service, settings)
    watch = LoopWatch()
    watching = asyncio.create_task(watch.run())
    running = asyncio.create_task(_start(bot, settings, token))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
            return True
        _log.info("stopping", extra={"under_way": bot.under_way.count})
        whole = await bot.finish(GRACE_S)
        _log.info("stopped", extra={"finished": whole, "longest_block_ms": round(watch.longest_block_s * 1000)})
        return whole
    finally:
        stopping.cancel()
        watching.cancel()
        await _close(bot, running)


async def _start(bot: "FootnoteBot", settings: "DiscordSettings", token: str) -> None:
    """Log in and stay connected; discord.py connects again by itself."""
    try:
        await bot.login(token)
        if settings.api_url is not None:
            _, gateway, _ = await bot.http.get_bot_gateway()
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
        await bot.connect(reconnect=True)
    except discord.LoginFailure as err:
        raise TokenRefused from err
    except discord.PrivilegedIntentsRequired as err:
        raise IntentRefused from err
    except (aiohttp.ClientError, discord.HTTPException, discord.GatewayNotFound, OSError) as err:
        raise DiscordUnreachable(str(err) or type(err).__name__) from err


async def _close(bot: "FootnoteBot", running: "asyncio.Task[None]") -> None:
    try:
        await asyncio.wait_for(bot.close(), CLOSING_S)
    except TimeoutError:
        _log.warning("not closed in time")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
