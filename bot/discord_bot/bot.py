"""The bot: discord.py's client with what it needs to answer, and its way to stop. Its commands come from outside."""

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands

from bot.discord_bot.desk import Desk
from bot.discord_bot.intents import make_intents
from bot.discord_bot.pace import Pace
from bot.discord_bot.server_book import ServerBook
from bot.discord_bot.syncing import sync_commands
from bot.discord_bot.under_way import UnderWay

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.discord_bot.service import Service
    from bot.discord_bot.settings import DiscordSettings

_log = logging.getLogger(__name__)


class FootnoteBot(commands.AutoShardedBot):
    """Answers in Discord.

    Args:
        service: that answers.
        settings: of the bot.
        cogs: its commands and events.
        buttons: that it knows by their custom ids.

    Attributes:
        desk: where questions wait.
        pace: how fast a person may ask.
        book: the settings of the servers.
        under_way: what is being done for people.
    """

    def __init__(
        self,
        service: "Service",
        settings: "DiscordSettings",
        *,
        cogs: "Sequence[Callable[[FootnoteBot], commands.Cog]]",
        buttons: "Sequence[type[discord.ui.DynamicItem[Any]]]",
    ) -> None:
        many = service.store.servers.count() >= settings.shard_from
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=make_intents(message_content=settings.message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            # None: as many connections as Discord recommends.
            shard_count=None if many else 1,
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self.service, self.settings = service, settings
        self._parts, self._buttons = tuple(cogs), tuple(buttons)
        self.desk = Desk(workers=settings.workers, max_waiting=settings.queue, timeout_s=settings.timeout_s)
        self.pace = Pace(settings.per_minute)
        self.book = ServerBook(service.store)
        self.under_way = UnderWay()

    async def setup_hook(self) -> None:
        """Add commands and buttons, and tell Discord of the commands; called once, after the login."""
        self.add_dynamic_items(*self._buttons)
        for make_cog in self._parts:
            await self.add_cog(make_cog(self))
        await sync_commands(self, self.service.store)

    async def finish(self, grace_s: float) -> bool:
        """Take no more questions, and wait until those under way are answered; tell whether they were, in time."""
        self.desk.close_door()
        all_told = await self.under_way.wait(grace_s)
        return await self.desk.close(0) and all_told

    async def on_message(self, _message: discord.Message, /) -> None:
        """Leave messages to the cogs: there are no commands with a prefix."""

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """Write down what an event's own code did not catch."""
        _log.exception("event failed", extra={"event": event_method})
