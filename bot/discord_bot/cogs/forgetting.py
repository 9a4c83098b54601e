"""`/forget`: a conversation, or everything that is kept of a person."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_bot.places import scope_of_interaction
from bot.discord_bot.responding import Messages, respond_privately
from bot.render.embeds.remarks import render_notice

if TYPE_CHECKING:
    from bot.discord_bot.bot import FootnoteBot

FORGOTTEN = "This conversation is forgotten. Your next question here begins a new one."
NOTHING = "There was no conversation of yours here."


class Forgetting(commands.Cog):
    """What people may have deleted."""

    def __init__(self, bot: "FootnoteBot") -> None:
        self.bot = bot

    @app_commands.command(name="forget", description="Forget our conversation in this channel.")
    @app_commands.describe(everything="Delete everything that I keep of you: questions, answers, votes, reasons")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def forget(self, interaction: "discord.Interaction[FootnoteBot]", everything: bool = False) -> None:
        """Forget."""
        store, scope = self.bot.service.store, scope_of_interaction(interaction)

        def work() -> Messages:
            if everything:
                gone = store.forget_person(scope.person_id, None)
                counts = f"{gone.answers} questions with their answers, {gone.votes} votes"
                return ((render_notice(f"Deleted, of all places where you asked me: {counts}."),),)
            turns = store.conversations.forget(scope.collection, scope.place_id, scope.person_id)
            return ((render_notice(FORGOTTEN if turns else NOTHING),),)

        await respond_privately(interaction, work)
