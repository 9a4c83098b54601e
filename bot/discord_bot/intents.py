"""What the bot asks Discord to tell it: the least that it works with."""

import discord


def make_intents(*, message_content: bool) -> discord.Intents:
    """Return servers and messages; the content of messages that do not mention the bot only where that is wanted.

    Mentions of the bot, replies that ping it, direct messages and the targets of its context menu come with their
    content without that intent.
    """
    intents = discord.Intents.none()
    intents.guilds = True
    intents.guild_messages = True
    intents.dm_messages = True
    intents.message_content = message_content
    return intents
