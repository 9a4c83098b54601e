"""The list of articles that appears while somebody types."""

import asyncio
import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_bot.places import scope_of_interaction
from corpus.errors import CorpusError

if TYPE_CHECKING:
    from bot.discord_bot.bot import FootnoteBot

MAX_CHOICES, MAX_CHOICE_CHARS = 25, 100

_log = logging.getLogger(__name__)


async def choose_articles(
    interaction: "discord.Interaction[FootnoteBot]", typed: str
) -> list[app_commands.Choice[str]]:
    """Return the articles whose title or id holds what was typed, those that begin so first, at most 25."""
    footnote, scope = interaction.client.service.footnote, scope_of_interaction(interaction)

    def work() -> list[tuple[str, str]]:
        library = footnote.open_collection(scope.collection)
        return [(article.name, article.article_id) for article in library]

    try:
        articles = await asyncio.to_thread(work)
    except CorpusError as err:
        # A list that appears while somebody types has nowhere to show an error.
        _log.warning("no choices", extra={"kind": type(err).__name__})
        return []
    return rank_choices(articles, typed)


def rank_choices(articles: list[tuple[str, str]], typed: str) -> list[app_commands.Choice[str]]:
    """Return choices of (name, id) pairs: those that begin with what was typed, then those that hold it."""
    wanted = typed.strip().casefold()
    held = [pair for pair in articles if any(wanted in part.casefold() for part in pair)]
    held.sort(key=lambda pair: (not any(part.casefold().startswith(wanted) for part in pair), pair[0].casefold()))
    return [app_commands.Choice(name=_shorten(name), value=article_id) for name, article_id in held[:MAX_CHOICES]]


def _shorten(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= MAX_CHOICE_CHARS else line[: MAX_CHOICE_CHARS - 1] + "…"
