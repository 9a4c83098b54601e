"""The bot: discord.py's client with what it needs to answer, its commands, and its way to stop."""

import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_bot.buttons import BUTTONS
from bot.discord_bot.cogs.about import About
from bot.discord_bot.cogs.articles import Articles
from bot.discord_bot.cogs.asking import Asking
from bot.discord_bot.cogs.checking import Checking
from bot.discord_bot.cogs.forgetting import Forgetting
from bot.discord_bot.cogs.forms import Forms
from bot.discord_bot.cogs.servers import Servers
from bot.discord_bot.cogs.settings import ServerSettingsCog
from bot.discord_bot.desk import Desk
from bot.discord_bot.intents import make_intents
from bot.discord_bot.outlets import InteractionOutlet
from bot.discord_bot.pace import Pace
from bot.discord_bot.places import scope_of_interaction
from bot.discord_bot.responding import tell_failure
from bot.discord_bot.server_book import ServerBook
from bot.discord_bot.syncing import sync_commands
from bot.discord_bot.under_way import UnderWay

if TYPE_CHECKING:
    from bot.discord_bot.service import Service
    from bot.discord_bot.settings import DiscordSettings

_log = logging.getLogger(__name__)


class FootnoteBot(commands.AutoShardedBot):
    """Answers in Discord.

    Args:
        service: that answers.
        settings: of the bot.

    Attributes:
        desk: where questions wait.
        pace: how fast a person may ask.
        book: the settings of the servers.
        under_way: what is being done for people.
    """

    def __init__(self, service: "Service", settings: "DiscordSettings") -> None:
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
        self.desk = Desk(workers=settings.workers, max_waiting=settings.queue, timeout_s=settings.timeout_s)
        self.pace = Pace(settings.per_minute)
        self.book = ServerBook(service.store)
        self.under_way = UnderWay()
        self.tree.error(self._fail)

    async def setup_hook(self) -> None:
        """Add commands and buttons, and tell Discord of the commands; called once, after the login."""
        self.add_dynamic_items(*BUTTONS)
        for cog in (Asking, Forgetting, Forms, Checking, Articles, ServerSettingsCog, About, Servers):
            await self.add_cog(cog(self))
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

    async def _fail(self, interaction: "discord.Interaction[FootnoteBot]", err: app_commands.AppCommandError) -> None:
        """Tell who used a command what went wrong."""
        if isinstance(err, app_commands.CommandNotFound):
            _log.warning("unknown command", extra={"command": err.name})
        await tell_failure(InteractionOutlet(interaction, private=True), err, scope_of_interaction(interaction))
