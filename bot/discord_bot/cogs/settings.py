"""`/settings`: what a server's managers choose."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_bot.choosing import choose_articles
from bot.discord_bot.errors import Declined
from bot.discord_bot.outlets import InteractionOutlet
from bot.discord_bot.places import scope_of_interaction
from bot.render.embeds.remarks import render_notice
from bot.store.servers import ServerSettings

if TYPE_CHECKING:
    from bot.discord_bot.bot import FootnoteBot

MAX_NAMED = 50
TOO_MANY = f"That is more than {MAX_NAMED}; take some out first."


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_installs(guilds=True, users=False)
class ServerSettingsCog(commands.GroupCog, group_name="settings", group_description="How I work on this server."):
    """A server's settings."""

    def __init__(self, bot: "FootnoteBot") -> None:
        self.bot = bot

    @app_commands.command(name="show", description="Show the settings of this server.")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def show(self, interaction: "discord.Interaction[FootnoteBot]") -> None:
        """Show the settings."""
        await _say(interaction, await self._settings(interaction))

    @app_commands.command(name="channel", description="Answer in this channel (none named: everywhere).")
    @app_commands.describe(channel="The channel", answer="Whether I answer in it")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def channel(
        self,
        interaction: "discord.Interaction[FootnoteBot]",
        channel: discord.TextChannel | discord.ForumChannel | discord.VoiceChannel,
        answer: bool,
    ) -> None:
        """Put a channel among those to answer in, or take it out."""
        settings = await self._settings(interaction)
        channels = settings.channels | {channel.id} if answer else settings.channels - {channel.id}
        await self._change(interaction, replace(settings, channels=_within(channels)))

    @app_commands.command(name="role", description="Let people with this role ask (none named: everybody).")
    @app_commands.describe(role="The role", ask="Whether its people may ask")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def role(self, interaction: "discord.Interaction[FootnoteBot]", role: discord.Role, ask: bool) -> None:
        """Put a role among those that may ask, or take it out."""
        settings = await self._settings(interaction)
        roles = settings.roles | {role.id} if ask else settings.roles - {role.id}
        await self._change(interaction, replace(settings, roles=_within(roles)))

    @app_commands.command(name="article", description="Answer from one article unless another is asked for.")
    @app_commands.describe(article="The article; leave it out to answer from all of them")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def article(self, interaction: "discord.Interaction[FootnoteBot]", article: str | None = None) -> None:
        """Choose the default article."""
        settings, scope = await self._settings(interaction), scope_of_interaction(interaction)
        chosen = await asyncio.to_thread(self.bot.service.find_article, article, scope) if article else None
        await self._change(interaction, replace(settings, default_article=chosen))

    @article.autocomplete("article")
    async def _complete_article(
        self, interaction: "discord.Interaction[FootnoteBot]", typed: str
    ) -> list[app_commands.Choice[str]]:
        return await choose_articles(interaction, typed)

    @app_commands.command(name="private", description="Show answers to the person who asked only, unless they say so.")
    @app_commands.describe(private="Whether answers are private")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def private(self, interaction: "discord.Interaction[FootnoteBot]", private: bool) -> None:
        """Choose whether answers are private."""
        await self._change(interaction, replace(await self._settings(interaction), private=private))

    @app_commands.command(name="reset", description="Set everything back to how it was in the beginning.")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def reset(self, interaction: "discord.Interaction[FootnoteBot]") -> None:
        """Set everything back."""
        await self._change(interaction, ServerSettings())

    async def _settings(self, interaction: "discord.Interaction[FootnoteBot]") -> ServerSettings:
        return await self.bot.book.get(_server_of(interaction))

    async def _change(self, interaction: "discord.Interaction[FootnoteBot]", settings: ServerSettings) -> None:
        await self.bot.book.set(_server_of(interaction), settings)
        await _say(interaction, settings)


def describe_settings(settings: ServerSettings) -> str:
    """Return a server's settings as lines of Discord's markdown."""
    channels = ", ".join(f"<#{channel}>" for channel in sorted(settings.channels)) or "all channels that I can see"
    roles = ", ".join(f"<@&{role}>" for role in sorted(settings.roles)) or "everybody"
    article = f"`{settings.default_article}`, unless another is asked for" if settings.default_article else "all"
    shown = "the person who asked, unless they choose otherwise" if settings.private else "everybody in the channel"
    return "\n".join(
        (
            f"**I answer in** {channels}",
            f"**Who may ask** {roles}",
            f"**Articles** {article}",
            f"**Answers are for** {shown}",
        )
    )


def _within(ids: frozenset[int]) -> frozenset[int]:
    if len(ids) > MAX_NAMED:
        raise Declined(TOO_MANY)
    return ids


def _server_of(interaction: discord.Interaction) -> int:
    server_id = scope_of_interaction(interaction).server_id
    if server_id is None:
        raise app_commands.NoPrivateMessage
    return server_id


async def _say(interaction: "discord.Interaction[FootnoteBot]", settings: ServerSettings) -> None:
    await InteractionOutlet(interaction, private=True).tell(render_notice(describe_settings(settings)))
