"""The bot put together: its commands, its buttons, and what a command that failed says."""

import logging
from typing import TYPE_CHECKING

from discord import app_commands

from bot.discord_bot.bot import FootnoteBot
from bot.discord_bot.buttons import BUTTONS
from bot.discord_bot.cogs.about import About
from bot.discord_bot.cogs.articles import Articles
from bot.discord_bot.cogs.asking import Asking
from bot.discord_bot.cogs.checking import Checking
from bot.discord_bot.cogs.forgetting import Forgetting
from bot.discord_bot.cogs.forms import Forms
from bot.discord_bot.cogs.servers import Servers
from bot.discord_bot.cogs.settings import ServerSettingsCog
from bot.discord_bot.outlets import InteractionOutlet
from bot.discord_bot.places import scope_of_interaction
from bot.discord_bot.responding import tell_failure

if TYPE_CHECKING:
    import discord

    from bot.discord_bot.service import Service
    from bot.discord_bot.settings import DiscordSettings

COGS = (Asking, Forgetting, Forms, Checking, Articles, ServerSettingsCog, About, Servers)

_log = logging.getLogger(__name__)


def make_bot(service: "Service", settings: "DiscordSettings") -> FootnoteBot:
    """Return the whole bot, not yet logged in."""
    bot = FootnoteBot(service, settings, cogs=COGS, buttons=BUTTONS)
    bot.tree.error(_tell_failure)
    return bot


async def _tell_failure(interaction: "discord.Interaction[FootnoteBot]", err: app_commands.AppCommandError) -> None:
    """Tell who used a command what went wrong, where the command did not."""
    if isinstance(err, app_commands.CommandNotFound):
        _log.warning("unknown command", extra={"command": err.name})
    await tell_failure(InteractionOutlet(interaction, private=True), err, scope_of_interaction(interaction))
