"""The border of the bot: what is done for an interaction, and how a failure is told. Nothing ends in silence."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import discord

from bot.discord_bot.failures import explain
from bot.discord_bot.outlets import InteractionOutlet, Outlet
from bot.discord_bot.places import scope_of_interaction
from bot.discord_bot.scope import Scope
from bot.render.embeds.remarks import render_failure, render_notice

if TYPE_CHECKING:
    from bot.discord_bot.bot import FootnoteBot

_log = logging.getLogger(__name__)

Messages = Sequence[Sequence[discord.Embed]]
"""The embeds of one message after the other."""


async def respond_privately(
    interaction: "discord.Interaction[FootnoteBot]", work: Callable[[], Messages], view: discord.ui.View | None = None
) -> None:
    """Show what some work comes to, to the person alone; whatever happens, one response tells of it.

    Args:
        interaction: not yet responded to.
        work: done in a thread; its messages are shown in order.
        view: the buttons below the first message.
    """
    outlet, scope = InteractionOutlet(interaction, private=True), scope_of_interaction(interaction)
    async with answered_for(interaction.client, outlet, scope):
        await outlet.defer()
        first, *others = await asyncio.to_thread(work)
        await interaction.edit_original_response(embeds=list(first), view=view)
        for embeds in others:
            await interaction.followup.send(embeds=list(embeds), ephemeral=True)


@asynccontextmanager
async def answered_for(bot: "FootnoteBot", outlet: Outlet, scope: Scope) -> AsyncIterator[None]:
    """Do something for a person: the bot does not stop before it is done, and what goes wrong with it is told."""
    with bot.under_way.one():
        try:
            yield
        except Exception as err:  # noqa: BLE001 - the border of the bot: nothing ends in silence
            await tell_failure(outlet, err, scope)


async def tell_failure(outlet: Outlet, err: BaseException, scope: Scope) -> None:
    """Tell a person what went wrong; where even that cannot be said, the log has it."""
    where = {"server": scope.server_id, "place": scope.place_id}
    told = explain(err, **where)
    try:
        await outlet.tell(render_notice(told.text) if told.is_own else render_failure(told.text, told.incident))
    except (discord.HTTPException, discord.ClientException, OSError) as unsaid:
        _log.warning("not told", extra={"kind": type(unsaid).__name__, "detail": str(unsaid)[:200], **where})
