"""What is to be shown, of any length, on as many embeds as it needs."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import discord

from bot.render.embeds.limits import (
    DESCRIPTION,
    FIELDS,
    MESSAGE,
    TITLE,
    count_units,
    cut_short,
    split_at_sentences,
)

PARAGRAPH = "\n\n"
MAX_FOOTER = 512
"""Below Discord's limit, so that the longest description and a field have room beside it."""
_PAGE_ROOM = 40  # For "Page 12 of 345." in the footer.


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an embed, escaped, within the limits of a name and a value; neither is empty."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be shown.

    Attributes:
        colour: as 0xRRGGBB.
        title: escaped; of the first embed. Empty: none.
        paragraphs: of the description, escaped, of any length; only bold and escapes where they may have to be split.
        fields: below the description.
        footer: plain text; of the last embed. Empty: none.
    """

    colour: int
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    footer: str = ""


@dataclass(slots=True)
class _Page:
    """An embed that is being filled."""

    title: str
    room: int
    paragraphs: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)

    def has_room_for(self, part: str | Field) -> bool:
        """Whether a part fits below what is there; an empty page has room for any."""
        if isinstance(part, Field):
            return len(self.fields) < FIELDS and count_units(part.name) + count_units(part.value) <= self.room
        description = PARAGRAPH.join((*self.paragraphs, part))
        return not self.fields and count_units(description) <= DESCRIPTION and count_units(part) <= self.room

    def add(self, part: str | Field) -> None:
        """Put a part below what is there."""
        if isinstance(part, Field):
            self.fields.append(part)
            self.room -= count_units(part.name) + count_units(part.value)
        else:
            self.paragraphs.append(part)
            self.room -= count_units(part) + len(PARAGRAPH)


def pack(sheet: Sheet) -> tuple[discord.Embed, ...]:
    """Return a sheet as embeds, each within the limits of a message of its own; at least one.

    The order is kept: title, paragraphs, fields. Where there are several embeds, their footers number them.
    """
    footer = cut_short(sheet.footer, MAX_FOOTER)
    room = MESSAGE - count_units(footer) - _PAGE_ROOM
    title = cut_short(sheet.title, TITLE)
    pages = [_Page(title, room - count_units(title))]
    for part in _parts(sheet):
        if not pages[-1].has_room_for(part):
            pages.append(_Page("", room))
        pages[-1].add(part)
    return tuple(
        _make_embed(page, sheet.colour, _number_page(footer, number, len(pages)))
        for number, page in enumerate(pages, start=1)
    )


def _parts(sheet: Sheet) -> Iterator[str | Field]:
    for paragraph in sheet.paragraphs:
        yield from split_at_sentences(paragraph, DESCRIPTION)
    yield from sheet.fields


def _number_page(footer: str, number: int, count: int) -> str:
    if count == 1:
        return footer
    page = f"Page {number} of {count}."
    return f"{page} {footer}" if footer and number == count else page


def _make_embed(page: _Page, colour: int, footer: str) -> discord.Embed:
    embed = discord.Embed(colour=colour, title=page.title or None, description=PARAGRAPH.join(page.paragraphs) or None)
    for one in page.fields:
        embed.add_field(name=one.name, value=one.value, inline=False)
    if footer:
        embed.set_footer(text=footer)
    return embed
