"""Remarks of the bot's own: one embed, one message."""

import re

import discord

from bot.render.embeds.colours import FAILURE, FAILURE_SIGN, NOTICE
from bot.render.embeds.limits import DESCRIPTION, cut_short
from bot.render.embeds.markdown import escape
from bot.render.embeds.sheet import Sheet, pack

MAX_REMARK = DESCRIPTION - 64
# Harmless whoever wrote it: a slash command's name.
_COMMAND = re.compile(r"\\`(/[a-z]+(?: [a-z]+)*)\\`")


def render_notice(text: str) -> discord.Embed:
    """Return a remark.

    Args:
        text: in markdown of our own; what others wrote in it is escaped. Cut where it is longer than a message.
    """
    return pack(Sheet(NOTICE, paragraphs=(cut_short(text.strip() or "…", MAX_REMARK),)))[0]


def render_failure(text: str, incident: str | None) -> discord.Embed:
    """Return what went wrong.

    Args:
        text: plain; it may repeat what a person typed. Only slash commands in backticks are shown as code.
        incident: under which the log has more, or None; stands in the footer where the text does not name it.
    """
    said = _COMMAND.sub(r"`\1`", escape(text).strip() or "…")
    footer = f"Incident {incident}" if incident and incident not in text else ""
    return pack(Sheet(FAILURE, paragraphs=(f"{FAILURE_SIGN} {cut_short(said, MAX_REMARK)}",), footer=footer))[0]
