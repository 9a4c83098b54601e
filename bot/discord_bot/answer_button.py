"""What all buttons of an answer have in common: the answer's id is in their custom id, and nothing else is needed."""

import re
from typing import TYPE_CHECKING, Any, ClassVar, Self

import discord

if TYPE_CHECKING:
    from bot.discord_bot.bot import FootnoteBot

Button = discord.ui.Button[discord.ui.View]

ANSWER_ID = r"(?P<answer_id>[0-9a-f]{12})"


class AnswerButton(discord.ui.DynamicItem[Button], template=rf"footnote:[a-z]+:{ANSWER_ID}"):
    """A button of one answer; subclasses say which.

    Attributes:
        kind: its part of the custom id.
        label, emoji: what is seen of it; one of them may be None.
    """

    kind: ClassVar[str]
    label: ClassVar[str | None] = None
    emoji: ClassVar[str | None] = None

    def __init__(self, answer_id: str) -> None:
        super().__init__(Button(label=self.label, emoji=self.emoji, custom_id=f"footnote:{self.kind}:{answer_id}"))
        self.answer_id = answer_id

    async def callback(self, interaction: "discord.Interaction[Any]") -> None:
        """Do what the button is for; the bot's own are the only ones that register it."""
        await self.click(interaction)

    async def click(self, click: "discord.Interaction[FootnoteBot]") -> None:
        """Do what the button is for; whatever happens, one response tells of it."""
        raise NotImplementedError

    @classmethod
    async def from_custom_id(
        cls,
        _click: "discord.Interaction[Any]",
        _item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """Return the button of a custom id that was clicked."""
        return cls(match["answer_id"])


def make_view(*buttons: AnswerButton) -> discord.ui.View:
    """Return buttons below a message; discord.py need not remember them, for their custom ids say everything."""
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(button)
    # One that was not stopped would be kept in memory for each message, for ever.
    view.stop()
    return view
