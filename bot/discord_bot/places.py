"""From Discord's objects to a scope: server, channel, person, roles."""

from typing import TYPE_CHECKING

import discord

from bot.discord_bot.scope import Scope, check_access

if TYPE_CHECKING:
    from bot.store.servers import ServerSettings


def scope_of_interaction(interaction: discord.Interaction) -> Scope:
    """Return where an interaction happened.

    A server that the bot was not added to has no articles: who brings the bot along asks as in direct messages.
    """
    server_id = interaction.guild_id
    if server_id is not None and interaction.client.get_guild(server_id) is None:
        server_id = None
    return Scope(server_id, interaction.channel_id or 0, interaction.user.id)


def scope_of_message(message: discord.Message) -> Scope:
    """Return where a message was written."""
    return Scope(message.guild.id if message.guild else None, message.channel.id, message.author.id)


def check_person(
    settings: "ServerSettings",
    person: discord.User | discord.Member,
    channel: discord.abc.Snowflake | None,
) -> None:
    """Check that a person may ask in a channel; raises Declined as `check_access` does."""
    channels = {channel.id} if channel is not None else set()
    if isinstance(channel, discord.Thread):
        channels.add(channel.parent_id)
    roles = {role.id for role in person.roles} if isinstance(person, discord.Member) else set()
    check_access(settings, channels, roles)
