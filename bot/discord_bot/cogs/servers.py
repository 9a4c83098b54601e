"""Servers that come and go, and what time deletes."""

import asyncio
import logging
import time
from typing import TYPE_CHECKING, TypeVar

import discord
from discord.ext import commands, tasks

from bot.discord_bot.scope import Scope, collection_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.discord_bot.bot import FootnoteBot

T = TypeVar("T")

HOUR_S, DAY_S = 3600.0, 86400.0

_log = logging.getLogger(__name__)


class Servers(commands.Cog):
    """Keeps track of the bot's servers."""

    def __init__(self, bot: "FootnoteBot") -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        """Begin to tidy up."""
        self.tidy.start()

    async def cog_unload(self) -> None:
        """Stop it."""
        self.tidy.cancel()

    @commands.Cog.listener("on_ready")
    async def take_stock(self) -> None:
        """Note which servers there are, and which ones were left while the bot was away."""
        _log.info("ready", extra={"servers": len(self.bot.guilds), "shards": self.bot.shard_count})
        here = {guild.id for guild in self.bot.guilds}
        await self._try(self._note_all, here)

    @commands.Cog.listener("on_guild_join")
    async def welcome(self, guild: discord.Guild) -> None:
        """Prepare a new server's articles, so that its first question is quick."""
        _log.info("joined", extra={"server": guild.id})
        self.bot.book.forget(guild.id)
        await self._try(self.bot.service.store.servers.note_present, (guild.id,))
        await self._try(self.bot.service.make_ready, Scope(guild.id, 0, 0))

    @commands.Cog.listener("on_guild_remove")
    async def part(self, guild: discord.Guild) -> None:
        """Note since when a server is gone; it is deleted some days later."""
        _log.info("left", extra={"server": guild.id})
        self.bot.book.forget(guild.id)
        await self._try(self.bot.service.store.servers.note_removed, guild.id)

    @tasks.loop(hours=1)
    async def tidy(self) -> None:
        """Delete what has expired, and the servers that were left long enough ago, each for itself."""
        settings, store = self.bot.settings, self.bot.service.store
        await self._try(self._expire)
        before = time.time() - settings.delete_days * DAY_S
        for server_id in await self._try(store.servers.removed_before, before) or ():
            await self._try(self._delete, server_id)

    def _note_all(self, here: set[int]) -> None:
        servers = self.bot.service.store.servers
        for server_id in set(servers.present()) - here:
            servers.note_removed(server_id)
        servers.note_present(tuple(here))

    def _expire(self) -> None:
        settings, now = self.bot.settings, time.time()
        gone = self.bot.service.store.expire(
            turns_before=now - settings.conversation_hours * HOUR_S, answers_before=now - settings.keep_days * DAY_S
        )
        if gone.turns or gone.answers:
            _log.info("expired", extra={"turns": gone.turns, "answers": gone.answers})

    def _delete(self, server_id: int) -> None:
        service, collection = self.bot.service, collection_of(server_id)
        service.footnote.delete_collection(collection)
        # Last: as long as the store knows of it, it is tried again.
        service.store.forget_scope(collection, server_id)
        _log.info("deleted", extra={"server": server_id})

    async def _try(self, work: "Callable[..., T]", *arguments: object) -> T | None:
        """Do something in a thread; None where it failed, which is written down, and tried again another time."""
        try:
            return await asyncio.to_thread(work, *arguments)
        except Exception:  # noqa: BLE001 - nobody waits for it, and the next hour must come
            _log.warning("not done", exc_info=True, extra={"work": getattr(work, "__name__", "work")})
            return None
