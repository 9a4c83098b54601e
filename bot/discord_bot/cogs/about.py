"""`/help`, `/about`, `/status`: what the bot does, what it keeps, how it is."""

import time
from importlib.metadata import version
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat_findings import examine_privacy
from bot.discord_bot.cogs.checking import NAME
from bot.discord_bot.places import scope_of_interaction
from bot.discord_bot.responding import Messages, respond_privately
from bot.render.embeds.markdown import escape
from bot.render.embeds.remarks import render_notice

if TYPE_CHECKING:
    from bot.discord_bot.bot import FootnoteBot
    from bot.discord_bot.settings import DiscordSettings

HELP = f"""**Ask** with `/ask`, by mentioning me, by replying to me, or in a direct message. Every sentence of an \
answer has a footnote: a passage quoted from the article to the character. What the article does not say, I say so.

**Go on** with “Ask a follow-up”, or open a thread: I know what we talked about (“And when?”). `/forget` ends that.
**Look behind it** with “Show in context”: the passage with its neighbours.
**Check a message**: open its menu, *Apps*, *{NAME}*. I compare it with the article; I never say what is true.
**Tell me** with 👍 or 👎 whether an answer was good, and why.

People who manage this server: `/article add`, `list`, `remove`, and `/settings`."""


class About(commands.Cog):
    """What the bot says of itself."""

    def __init__(self, bot: "FootnoteBot") -> None:
        self.bot = bot
        self._since = time.monotonic()

    @app_commands.command(name="help", description="How to ask me, and what the buttons do.")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def help(self, interaction: "discord.Interaction[FootnoteBot]") -> None:
        """Say how to ask."""
        await respond_privately(interaction, lambda: ((render_notice(HELP),),))

    @app_commands.command(name="about", description="What I am, what I keep, for how long, and who else sees it.")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def about(self, interaction: "discord.Interaction[FootnoteBot]") -> None:
        """Say what is kept."""

        def work() -> Messages:
            told = escape(examine_privacy(self.bot.service.footnote).detail)
            return ((render_notice(describe_privacy(self.bot.settings, told)),),)

        await respond_privately(interaction, work)

    @app_commands.command(name="status", description="Whether I am well.")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def status(self, interaction: "discord.Interaction[FootnoteBot]") -> None:
        """Say how it is."""
        bot, scope = self.bot, scope_of_interaction(interaction)
        latency = bot.latency

        def work() -> Messages:
            footnote = bot.service.footnote
            count = len(footnote.open_collection(scope.collection).ids())
            model = footnote.settings.chat_model if footnote.settings.reader == "chat" else None
            reader = f"the chat model `{model}`, checked" if model else f"offline (`{footnote.settings.reader}`)"
            lines = (
                f"**Footnote** {version('footnote')}, up for {_duration(time.monotonic() - self._since)}",
                f"**Articles here** {count}",
                f"**Answers by** {reader}",
                f"**Being answered or waiting** {bot.desk.busy}",
                f"**Discord is** {latency * 1000:.0f} ms away" if latency < 60 else "**Discord** has not answered yet",
            )
            return ((render_notice("\n".join(lines)),),)

        await respond_privately(interaction, work)


def describe_privacy(settings: "DiscordSettings", told: str) -> str:
    """Return what is kept of people, for how long, how to delete it, and who else sees it.

    Args:
        settings: with the times.
        told: which text goes to which provider, as one sentence.
    """
    return f"""I answer questions about news articles, automatically. I can be wrong: read the quotes.

**What I keep** Your question and its answer, with your Discord id and the channel's, so that follow-ups and buttons \
work; your 👍 or 👎 and the reason you give. Nothing of messages that are not meant for me.

**For how long** A conversation is forgotten {_hours(settings.conversation_hours)} after its last question. \
Questions, answers, votes and reasons are deleted after {_days(settings.keep_days)}. Everything of a server is \
deleted {_days(settings.delete_days)} after I am removed from it.

**How to delete it** `/forget` ends a conversation; `/forget everything:True` deletes all that I keep of you, at once.

**Who else sees it** {told[:1].upper()}{told[1:]}. Whoever runs me can read votes, reasons, and the questions and \
answers they are about, to make the answers better; never who gave them. Other servers see nothing of this one."""


def _hours(hours: float) -> str:
    return "1 hour" if hours == 1 else f"{hours:g} hours"


def _days(days: float) -> str:
    return "1 day" if days == 1 else f"{days:g} days"


def _duration(seconds: float) -> str:
    minutes = int(seconds // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min" if minutes < 48 * 60 else f"{minutes // 1440} days"
