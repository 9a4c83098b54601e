"""The path of a question through Discord: may it be asked, wait for its turn, answer, show, keep."""

import asyncio
import logging
from typing import TYPE_CHECKING

import discord

from bot.discord_bot.buttons import make_answer_view
from bot.discord_bot.errors import Hurried
from bot.discord_bot.outlets import InteractionOutlet, MessageOutlet, Outlet
from bot.discord_bot.places import check_person, scope_of_interaction, scope_of_message
from bot.discord_bot.responding import answered_for
from bot.discord_bot.scope import Scope
from bot.discord_bot.service import NOT_KEPT, Question, Served
from bot.errors import StoreProblem
from bot.render.embeds.remarks import render_notice
from bot.render.embeds.reply import render_reply

if TYPE_CHECKING:
    from bot.discord_bot.bot import FootnoteBot
    from bot.store.servers import ServerSettings

_log = logging.getLogger(__name__)

PRIVATE_HERE = "On this server my answers are private. Please ask with `/ask`."


async def answer_interaction(
    interaction: "discord.Interaction[FootnoteBot]", question: Question, *, private: bool | None = None
) -> None:
    """Answer a question that came by a command or a button; whatever happens, one response tells of it.

    Args:
        interaction: not yet responded to.
        question: with the article as the person named it.
        private: what the person wants; None for what the server does.
    """
    bot = interaction.client
    scope = scope_of_interaction(interaction)
    outlet = InteractionOutlet(interaction, private=True)
    async with answered_for(bot, outlet, scope):
        settings = await bot.book.get(scope.server_id)
        check_person(settings, interaction.user, interaction.channel)
        take_turn(bot, scope)
        outlet.is_private = settings.private if private is None else private
        await outlet.defer()
        await _answer(bot, question, scope, settings, outlet)


async def answer_message(bot: "FootnoteBot", message: discord.Message, question: Question) -> None:
    """Answer a question that stands in a message; whatever happens, one reply or a log line tells of it."""
    scope = scope_of_message(message)
    outlet = MessageOutlet(message)
    async with answered_for(bot, outlet, scope):
        settings = await bot.book.get(scope.server_id)
        check_person(settings, message.author, message.channel)
        if settings.private:
            await outlet.tell(render_notice(PRIVATE_HERE))
            return
        take_turn(bot, scope)
        async with outlet.typing():
            await _answer(bot, question, scope, settings, outlet)


def take_turn(bot: "FootnoteBot", scope: Scope) -> None:
    """Count a question against its person's pace, before anything is deferred.

    Raises:
        DeskFull, DeskClosed: when there is no room for it.
        Hurried: when its person asks too fast.
    """
    bot.desk.check(scope.line)
    if wait_s := bot.pace.take(scope.person_id):
        raise Hurried(wait_s)


async def _answer(
    bot: "FootnoteBot", question: Question, scope: Scope, settings: "ServerSettings", outlet: Outlet
) -> None:
    service = bot.service

    def work() -> tuple[Served, tuple[discord.Embed, ...]]:
        served = service.answer(question, scope, settings.default_article)
        return served, render_reply(served.reply, service.footnote.library(scope.collection).get)

    served, pages = await bot.desk.run(scope.line, work)
    if served.answer_id is None:
        await outlet.send((*pages, render_notice(NOT_KEPT)), None)
        return
    view = make_answer_view(served.answer_id, may_thread=outlet.may_thread)
    messages = await outlet.send(pages, view)
    extra = {"latency_ms": round(served.latency_ms), "server": scope.server_id, "reader": served.reply.reader}
    _log.info("answered", extra=extra)
    await _note_messages(bot, served.answer_id, messages)


async def _note_messages(bot: "FootnoteBot", answer_id: str, messages: tuple[int, ...]) -> None:
    """Keep which messages an answer is, so that a reply to one of them follows it."""
    try:
        for message_id in messages:
            await asyncio.to_thread(bot.service.store.answers.note_message, answer_id, message_id)
    except StoreProblem as err:
        _log.warning("messages not noted", extra={"kind": type(err).__name__})
