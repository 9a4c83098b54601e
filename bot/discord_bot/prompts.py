"""The forms that people fill in. What they send is handled by its custom id, also after a restart: see `cogs.forms`."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import discord

from retrieval.question import MAX_QUESTION_CHARS

if TYPE_CHECKING:
    from bot.discord_bot.bot import FootnoteBot

FORM = re.compile(r"footnote:form:(?P<kind>follow|reason):(?P<answer_id>[0-9a-f]{12})")
FIELD = "text"
MAX_REASON_CHARS = 1000


async def ask_for_follow_up(interaction: "discord.Interaction[FootnoteBot]", answer_id: str) -> None:
    """Show the form for a question that follows an answer."""
    question: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=FIELD, placeholder="And when was that?", max_length=MAX_QUESTION_CHARS
    )
    await _show(interaction, f"footnote:form:follow:{answer_id}", "Ask a follow-up", "Your question", question)


async def ask_for_reason(interaction: "discord.Interaction[FootnoteBot]", answer_id: str) -> None:
    """Show the form for the reason of a vote."""
    reason: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=FIELD,
        style=discord.TextStyle.paragraph,
        placeholder="What is right or wrong about this answer? It is kept with your vote; see /about.",
        max_length=MAX_REASON_CHARS,
    )
    await _show(interaction, f"footnote:form:reason:{answer_id}", "Say why", "Your reason", reason)


def read_form(fields: Mapping[str, Any]) -> str:
    """Return what was typed into a form that was sent; empty when nothing was."""
    return next((str(part.get("value", "")) for part in _parts(fields) if part.get("custom_id") == FIELD), "")


async def _show(
    interaction: "discord.Interaction[FootnoteBot]",
    custom_id: str,
    title: str,
    label: str,
    field: discord.ui.TextInput[discord.ui.Modal],
) -> None:
    form = discord.ui.Modal(title=title, custom_id=custom_id, timeout=None)
    form.add_item(discord.ui.Label(text=label, component=field))
    # Stopped, so that discord.py does not remember each form that was ever shown.
    form.stop()
    await interaction.response.send_modal(form)


def _parts(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A form's parts at any depth: rows and labels hold others."""
    yield part
    held = [*part.get("components", ()), *([part["component"]] if "component" in part else [])]
    for inner in held:
        yield from _parts(inner)
