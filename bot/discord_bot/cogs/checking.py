"""“Check against the article”: the claims of a message beside what the article says of them."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_bot.answering import take_turn
from bot.discord_bot.claims_of import split_claims
from bot.discord_bot.errors import Declined
from bot.discord_bot.outlets import InteractionOutlet
from bot.discord_bot.places import check_person, scope_of_interaction
from bot.discord_bot.responding import answered_for
from bot.render.embeds.claims import render_check

if TYPE_CHECKING:
    from bot.discord_bot.bot import FootnoteBot

NAME = "Check against the article"
NO_TEXT = "There is no text in that message to check."
NO_CLAIM = "There is no statement in that message to check: questions, greetings, links and code are none."


class Checking(commands.Cog):
    """Messages beside the article."""

    def __init__(self, bot: "FootnoteBot") -> None:
        self.bot = bot
        self._menu = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)(
            app_commands.allowed_installs(guilds=True, users=True)(
                app_commands.ContextMenu(name=NAME, callback=self.check)
            )
        )

    async def cog_load(self) -> None:
        """Add the command to the menu of messages."""
        self.bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it out again."""
        self.bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def check(self, interaction: "discord.Interaction[FootnoteBot]", message: discord.Message) -> None:
        """Compare a message with the articles, for who asked alone."""
        bot, scope = interaction.client, scope_of_interaction(interaction)
        outlet = InteractionOutlet(interaction, private=True)
        async with answered_for(bot, outlet, scope):
            settings = await bot.book.get(scope.server_id)
            check_person(settings, interaction.user, interaction.channel)
            if not message.content.strip():
                raise Declined(NO_TEXT)
            claims = split_claims(message.content)
            if not claims.claims:
                raise Declined(NO_CLAIM)
            take_turn(bot, scope)
            await outlet.defer()
            service = bot.service

            def work() -> tuple[discord.Embed, ...]:
                checked = service.check(claims, scope, settings.default_article)
                article_of = service.footnote.library(scope.collection).get
                return render_check(checked, article_of, more=claims.more)

            await outlet.send(await bot.desk.run(scope.line, work), None)
