"""Where a reply goes: the answer to an interaction, or a message that answers a message."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Protocol

import discord

from bot.discord_bot.errors import Declined

NO_EMBEDS = "I need the permission Embed Links in this channel to show an answer with its quotes."


class Outlet(Protocol):
    """Where a reply goes."""

    @property
    def is_private(self) -> bool:
        """Whether only the person who asked sees it."""
        ...

    @property
    def may_thread(self) -> bool:
        """Whether a thread can be opened at what is sent."""
        ...

    async def send(self, pages: Sequence[discord.Embed], view: discord.ui.View | None) -> tuple[int, ...]:
        """Send pages, one a message, the buttons below the last; return the ids of the messages.

        Raises:
            discord.HTTPException: when Discord does not take them.
        """
        ...

    async def tell(self, notice: discord.Embed) -> None:
        """Say one thing instead of an answer; raises as `send` does."""
        ...


class InteractionOutlet:
    """The response to an interaction, which may have been deferred.

    Args:
        interaction: to respond to.
        private: whether only the person who asked sees it; fixed when it is deferred.
    """

    def __init__(self, interaction: discord.Interaction, *, private: bool) -> None:
        self._interaction = interaction
        self.is_private = private

    @property
    def may_thread(self) -> bool:
        """Whether everybody sees it, in a channel that can have threads."""
        return not self.is_private and isinstance(self._interaction.channel, discord.TextChannel)

    async def defer(self) -> None:
        """Tell Discord that an answer will come: it waits 3 seconds for that, and 15 minutes for the answer."""
        await self._interaction.response.defer(ephemeral=self.is_private, thinking=True)

    async def send(self, pages: Sequence[discord.Embed], view: discord.ui.View | None) -> tuple[int, ...]:
        """Edit the deferred response to the first page; the others follow it."""
        ids: list[int] = []
        for number, page in enumerate(pages, start=1):
            below = view if number == len(pages) else None
            if number == 1:
                ids.append((await self._interaction.edit_original_response(embed=page, view=below)).id)
                continue
            sent = await self._interaction.followup.send(
                embed=page, view=below or discord.utils.MISSING, ephemeral=self.is_private, wait=True
            )
            ids.append(sent.id)
        return tuple(ids)

    async def tell(self, notice: discord.Embed) -> None:
        """Answer with a notice: in private, unless something was deferred in public already."""
        if self._interaction.response.is_done():
            await self._interaction.edit_original_response(embed=notice, view=None)
        else:
            await self._interaction.response.send_message(embed=notice, ephemeral=True)


class MessageOutlet:
    """A reply to a message, in its channel.

    Args:
        message: that asked.
    """

    is_private = False

    def __init__(self, message: discord.Message) -> None:
        self._message = message

    @property
    def may_thread(self) -> bool:
        """Whether the channel can have threads."""
        return isinstance(self._message.channel, discord.TextChannel)

    @asynccontextmanager
    async def typing(self) -> AsyncIterator[None]:
        """Show that something is being written; where that fails, the answer matters more."""
        async with AsyncExitStack() as stack:
            with suppress(discord.HTTPException):
                await stack.enter_async_context(self._message.channel.typing())
            yield

    async def send(self, pages: Sequence[discord.Embed], view: discord.ui.View | None) -> tuple[int, ...]:
        """Reply with the first page; the others follow it.

        Raises:
            Declined: when embeds may not be sent here.
            discord.HTTPException: when Discord does not take them.
        """
        if not self._may_embed():
            raise Declined(NO_EMBEDS)
        ids: list[int] = []
        for number, page in enumerate(pages, start=1):
            below = view if number == len(pages) else None
            ids.append((await self._send(page, below, replying=number == 1)).id)
        return tuple(ids)

    async def tell(self, notice: discord.Embed) -> None:
        """Reply with a notice."""
        if not self._may_embed():
            await self._message.channel.send(NO_EMBEDS, reference=self._reference(), mention_author=False)
            return
        await self._send(notice, None, replying=True)

    async def _send(self, page: discord.Embed, view: discord.ui.View | None, *, replying: bool) -> discord.Message:
        options: dict[str, object] = {}
        if replying:
            options |= {"reference": self._reference(), "mention_author": False}
        if view is not None:
            options["view"] = view
        return await self._message.channel.send(embed=page, **options)  # type: ignore[call-overload,no-any-return]

    def _reference(self) -> discord.MessageReference:
        # A question that was deleted meanwhile still gets its answer.
        return self._message.to_reference(fail_if_not_exists=False)

    def _may_embed(self) -> bool:
        guild = self._message.guild
        if guild is None or guild.me is None:
            return True
        return self._message.channel.permissions_for(guild.me).embed_links
