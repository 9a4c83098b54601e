"""What a person sees of what the bot said, as plain values to compare."""

from typing import Any

import discord

Seen = discord.Message | Any


def title_of(message: Seen) -> str:
    return message.embeds[0].title or ""


def text_of(message: Seen) -> str:
    """Everything that can be read: descriptions, fields, footers of all embeds."""
    parts: list[str] = [message.content]
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or ""]
        parts += [f"{field.name}\n{field.value}" for field in embed.fields]
        parts.append(embed.footer.text or "")
    return "\n".join(part for part in parts if part)


def buttons_of(message: Seen) -> dict[str, str]:
    """The custom ids of the buttons by what is on them."""
    found: dict[str, str] = {}
    for row in message.components:
        children = row["components"] if isinstance(row, dict) else row.children
        for button in children:
            if isinstance(button, dict):
                label = button.get("label") or button.get("emoji", {}).get("name")
                found[label] = button["custom_id"]
            else:
                found[button.label or button.emoji.name] = button.custom_id
    return found
