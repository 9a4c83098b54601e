"""A thread in which the conversation about an answer goes on."""

import asyncio
from typing import TYPE_CHECKING, Final

import discord

from bot.discord_bot.errors import Declined
from bot.discord_bot.outlets import InteractionOutlet
from bot.discord_bot.places import scope_of_interaction
from bot.discord_bot.responding import answered_for
from bot.discord_bot.scope import Scope
from bot.render.embeds.markdown import escape
from bot.render.embeds.remarks import render_notice

if TYPE_CHECKING:
    from bot.discord_bot.bot import FootnoteBot

MAX_NAME_CHARS = 100
A_DAY_MIN: Final = 1440
THREAD_EXISTS = 160004
"""Discord's code for a message that has a thread already (Discord's documentation, "JSON Error Codes")."""

NOT_HERE = "A thread can be opened in the text channels of a server only. “Ask a follow-up” works everywhere."


async def open_thread(click: "discord.Interaction[FootnoteBot]", answer_id: str) -> None:
    """Open a thread at an answer and let its conversation go on there; tell who clicked where it is."""
    outlet, scope = InteractionOutlet(click, private=True), scope_of_interaction(click)
    async with answered_for(click.client, outlet, scope):
        await outlet.defer()
        service = click.client.service
        kept, reply = await asyncio.to_thread(service.find_kept, answer_id, scope)
        thread_id = await _make_thread(click, reply.question)
        there = Scope(scope.server_id, thread_id, scope.person_id)
        await asyncio.to_thread(service.carry_on, kept, there)
        await outlet.tell(render_notice(f"The conversation goes on in <#{thread_id}>."))


async def _make_thread(click: "discord.Interaction[FootnoteBot]", question: str) -> int:
    """The id of the thread at the message that was clicked; it has one at most."""
    message = click.message
    if message is None or not isinstance(click.channel, discord.TextChannel):
        raise Declined(NOT_HERE)
    try:
        thread = await message.create_thread(name=_name(question), auto_archive_duration=A_DAY_MIN)
    except discord.HTTPException as err:
        if err.code == THREAD_EXISTS:
            return message.id  # A thread has the id of the message that it began at.
        raise
    hears = click.client.settings.message_content
    how = "Just write your next question." if hears else f"Mention {click.client.user.mention} or use `/ask`."  # type: ignore[union-attr]
    await thread.send(embed=render_notice(f"About “{escape(question)}”. {how}"))
    return thread.id


def _name(question: str) -> str:
    """A question as the name of a thread."""
    line = " ".join(question.split())
    return line if len(line) <= MAX_NAME_CHARS else line[: MAX_NAME_CHARS - 1] + "…"
