"""`/ask`, and questions in messages: mentions, replies, direct messages, the bot's threads."""

import asyncio
import re
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_bot.answering import answer_interaction, answer_message
from bot.discord_bot.choosing import choose_articles
from bot.discord_bot.outlets import MessageOutlet
from bot.discord_bot.places import scope_of_message
from bot.discord_bot.responding import tell_failure
from bot.discord_bot.service import Question
from bot.errors import StoreProblem
from bot.render.embeds.remarks import render_notice
from retrieval.question import MAX_QUESTION_CHARS

if TYPE_CHECKING:
    from bot.discord_bot.bot import FootnoteBot

WHAT_TO_ASK = (
    "Ask me something about the article, such as “Who said that?” "
    "I quote what it says, and tell you when it does not say."
)
TEXT_ONLY = "I read text only. Write your question in the message."
_ALL_KINDS = (discord.MessageType.default, discord.MessageType.reply)


class Asking(commands.Cog):
    """Questions and their answers."""

    def __init__(self, bot: "FootnoteBot") -> None:
        self.bot = bot

    @app_commands.command(name="ask", description="Ask the article; every sentence of the answer is quoted from it.")
    @app_commands.describe(
        question="What you want to know",
        article="Only this article; otherwise all of them",
        private="Whether only you see the answer",
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def ask(
        self,
        interaction: "discord.Interaction[FootnoteBot]",
        question: app_commands.Range[str, 1, MAX_QUESTION_CHARS],
        article: str | None = None,
        private: bool | None = None,
    ) -> None:
        """Answer a question."""
        await answer_interaction(interaction, Question(question, article), private=private)

    @ask.autocomplete("article")
    async def _complete_article(
        self, interaction: "discord.Interaction[FootnoteBot]", typed: str
    ) -> list[app_commands.Choice[str]]:
        return await choose_articles(interaction, typed)

    @commands.Cog.listener("on_message")
    async def hear(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot."""
        if message.author.bot or message.webhook_id or message.type not in _ALL_KINDS or not self._is_meant(message):
            return
        text = read_question(message, self._own_names(message))
        if not text:
            await self._help(message)
            return
        await answer_message(self.bot, message, Question(text, after=await self._followed(message)))

    def _is_meant(self, message: discord.Message) -> bool:
        """Whether a message is for the bot: it may be written to it, at it, or into a thread of its own."""
        own = self.bot.user
        if own is None:
            return False
        if message.guild is None or own in message.mentions:
            return True
        in_own_thread = isinstance(message.channel, discord.Thread) and message.channel.owner_id == own.id
        # Without its content a message cannot be answered; with it, it may be people talking to each other.
        return in_own_thread and bool(message.content) and not message.mentions and not _is_reply_to_other(message, own)

    def _own_names(self, message: discord.Message) -> tuple[str, ...]:
        own = self.bot.user
        names = (own.display_name, own.name) if own else ()
        me = message.guild.me if message.guild else None
        return (me.display_name, *names) if me else names

    async def _help(self, message: discord.Message) -> None:
        outlet = MessageOutlet(message)
        try:
            await outlet.tell(render_notice(TEXT_ONLY if message.attachments else WHAT_TO_ASK))
        except discord.HTTPException as err:
            await tell_failure(outlet, err, scope_of_message(message))

    async def _followed(self, message: discord.Message) -> str | None:
        """The answer that a message replies to, while it is kept."""
        if message.reference is None or message.reference.message_id is None:
            return None
        find, collection = self.bot.service.store.answers.of_message, scope_of_message(message).collection
        try:
            kept = await asyncio.to_thread(find, message.reference.message_id, collection)
        except StoreProblem:
            return None  # Asking without it is better than not at all; the store fails again where it matters.
        return kept.answer_id if kept else None


def read_question(message: discord.Message, own_names: tuple[str, ...]) -> str:
    """Return what a message asks, on one line: without the bot's mention, others' mentions as names, emoji as names."""
    text = message.clean_content
    for name in own_names:
        text = re.sub(rf"@{re.escape(name)}(?!\w)", " ", text)
    text = re.sub(r"<a?:(\w+):\d+>", r":\1:", text)
    return " ".join(text.replace("\u200b", "").split())


def _is_reply_to_other(message: discord.Message, own: discord.ClientUser) -> bool:
    replied = message.reference.resolved if message.reference else None
    return isinstance(replied, discord.Message) and replied.author.id != own.id
