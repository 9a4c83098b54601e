"""The forms that people send, known by their custom id: one that was shown before a restart still works."""

from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.discord_bot.answering import answer_interaction
from bot.discord_bot.places import scope_of_interaction
from bot.discord_bot.prompts import FORM, read_form
from bot.discord_bot.responding import Messages, respond_privately
from bot.discord_bot.service import Question
from bot.render.embeds.remarks import render_notice

if TYPE_CHECKING:
    from bot.discord_bot.bot import FootnoteBot

NO_REASON = "There was nothing in it; your vote stands without a reason."
THANKS = "Thank you. That is kept with your vote."


class Forms(commands.Cog):
    """Follow-up questions and reasons, as forms."""

    def __init__(self, bot: "FootnoteBot") -> None:
        self.bot = bot

    @commands.Cog.listener("on_interaction")
    async def receive(self, interaction: "discord.Interaction[FootnoteBot]") -> None:
        """Take a form of the bot's that was sent."""
        if interaction.type is not discord.InteractionType.modal_submit or interaction.data is None:
            return
        form = FORM.fullmatch(str(interaction.data.get("custom_id", "")))
        if form is None:
            return
        text = read_form(interaction.data).strip()
        if form["kind"] == "follow":
            private = interaction.message is not None and interaction.message.flags.ephemeral
            await answer_interaction(interaction, Question(text, after=form["answer_id"]), private=private or None)
        else:
            await self._keep_reason(interaction, form["answer_id"], text)

    async def _keep_reason(self, interaction: "discord.Interaction[FootnoteBot]", answer_id: str, text: str) -> None:
        votes, scope = self.bot.service.store.votes, scope_of_interaction(interaction)

        def work() -> Messages:
            if not text:
                return ((render_notice(NO_REASON),),)
            votes.give_reason(answer_id, scope.collection, scope.person_id, text)
            return ((render_notice(THANKS),),)

        await respond_privately(interaction, work)
