"""What must hold of every message, and what of it a person reads."""

import re
from collections.abc import Sequence

import discord

from bot.render.embeds.quotes import LINK_LABEL
from tests.bot.render.embeds.discord_markup import Piece, parse_markup, plain_of

OURS = {"bold", "italic", "quote", "link"}


def units(text: str | None) -> int:
    """How long Discord's clients find a text."""
    return len((text or "").encode("utf-16-le", "surrogatepass")) // 2


def check_message(embeds: Sequence[discord.Embed]) -> None:
    """Hold Discord's limits on one message."""
    assert 1 <= len(embeds) <= 10
    total = 0
    for embed in embeds:
        assert (embed.title or "").strip() or (embed.description or "").strip() or embed.fields
        assert units(embed.title) <= 256
        assert units(embed.description) <= 4096
        assert units(embed.footer.text) <= 2048
        assert len(embed.fields) <= 25
        total += units(embed.title) + units(embed.description) + units(embed.footer.text)
        for field in embed.fields:
            assert field.name.strip()
            assert field.value.strip()
            assert units(field.name) <= 256
            assert units(field.value) <= 1024
            total += units(field.name) + units(field.value)
    assert total <= 6000


def check_markup(embed: discord.Embed) -> None:
    """Hold that there is no markup but our own, and no link but to a source."""
    texts = [embed.title, embed.description, *(text for field in embed.fields for text in (field.name, field.value))]
    for text in texts:
        for piece in parse_markup(text or ""):
            assert piece.kind in {*OURS, "text"}, piece
            assert piece.kind != "link" or piece.text == LINK_LABEL
    for name in (embed.title, *(field.name for field in embed.fields)):
        assert {piece.kind for piece in parse_markup(name or "")} <= {"text"}


def pieces_of(text: str | None, kind: str) -> list[str]:
    """The texts of one kind of markup."""
    return [piece.text for piece in parse_markup(text or "") if piece.kind == kind]


def links_of(text: str | None) -> list[Piece]:
    """The links in a text."""
    return [piece for piece in parse_markup(text or "") if piece.kind == "link"]


def quote_of(embeds: Sequence[discord.Embed], marker: int) -> str:
    """What is quoted under a marker, over all its fields, on one line."""
    parts = []
    for embed in embeds:
        for field in embed.fields:
            if field.name.startswith(f"[{marker}] "):
                value = re.sub(r"\n\[in the article\]\(\S+\)$", "", field.value)
                parts.append(plain_of(value.removeprefix("> ")))
    return " ".join(parts)
