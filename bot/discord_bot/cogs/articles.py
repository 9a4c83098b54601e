"""`/article add`, `list`, `remove`: what a server's managers do with its articles."""

import asyncio
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.adding import add_source, remove_article
from bot.discord_bot.choosing import choose_articles
from bot.discord_bot.errors import Declined
from bot.discord_bot.outlets import InteractionOutlet
from bot.discord_bot.places import scope_of_interaction
from bot.discord_bot.responding import Messages, answered_for, respond_privately
from bot.render.embeds.articles import render_articles
from bot.render.embeds.markdown import escape
from bot.render.embeds.remarks import render_notice
from bot.session import ensure_current
from corpus.extract import MAX_SOURCE_BYTES, extract_source
from corpus.fetch import fetch_source
from corpus.library import Change

if TYPE_CHECKING:
    from bot.discord_bot.bot import FootnoteBot
    from corpus.articles import ArticleSource
    from corpus.library import Added

MAX_TITLE_CHARS = 300
ONE_OF_THEM = "Give either a file or a web address."
TOO_LARGE = f"That file is larger than {MAX_SOURCE_BYTES // 1_000_000} MB. Give the article alone, as text."
UNREADABLE = "Discord did not hand over that file. Please upload it again."
ADDED = {
    Change.ADDED: "Added: **{}** (`{}`).",
    Change.REPLACED: "Replaced: **{}** (`{}`) has the new text now.",
    Change.UNCHANGED: "Nothing to do: **{}** (`{}`) has this text already.",
}


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_installs(guilds=True, users=False)
class Articles(commands.GroupCog, group_name="article", group_description="The articles that I answer from here."):
    """A server's own articles."""

    def __init__(self, bot: "FootnoteBot") -> None:
        self.bot = bot

    @app_commands.command(name="add", description="Add an article: a file (.txt .md .html .pdf) or a web address.")
    @app_commands.describe(
        file="The article as a file", url="The article's web address", title="Its title, if the article does not say"
    )
    @app_commands.checks.has_permissions(manage_guild=True)
    async def add(
        self,
        interaction: "discord.Interaction[FootnoteBot]",
        file: discord.Attachment | None = None,
        url: str | None = None,
        title: app_commands.Range[str, 1, MAX_TITLE_CHARS] | None = None,
    ) -> None:
        """Add an article, or replace the one that it is a revision of."""
        outlet, scope = InteractionOutlet(interaction, private=True), scope_of_interaction(interaction)
        async with answered_for(self.bot, outlet, scope):
            if (file is None) == (url is None):
                raise Declined(ONE_OF_THEM)
            self.bot.desk.check(scope.line)
            await outlet.defer()
            content = await _read(file) if file is not None else b""

            def work() -> "Added":
                if file is not None:
                    return self._add(extract_source(content, file.filename, file.content_type), scope.collection, title)
                return self._add(fetch_source((url or "").strip()), scope.collection, title)

            added = await self.bot.desk.run(scope.line, work)
            text = ADDED[added.change].format(escape(added.article.name), added.article.article_id)
            await outlet.tell(render_notice(text))

    @app_commands.command(name="list", description="List the articles that I answer from here.")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def list_all(self, interaction: "discord.Interaction[FootnoteBot]") -> None:
        """List the articles."""
        scope = scope_of_interaction(interaction)
        settings = await self.bot.book.get(scope.server_id)

        def work() -> Messages:
            library = self.bot.service.footnote.open_collection(scope.collection)
            return [[page] for page in render_articles(tuple(library), default_article=settings.default_article)]

        await respond_privately(interaction, work)

    @app_commands.command(name="remove", description="Remove an article; answers about it lose what is behind them.")
    @app_commands.describe(article="Which one")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def remove(self, interaction: "discord.Interaction[FootnoteBot]", article: str) -> None:
        """Remove an article."""
        scope = scope_of_interaction(interaction)
        footnote = self.bot.service.footnote

        def work() -> Messages:
            footnote.open_collection(scope.collection)
            article_id = self.bot.service.find_article(article, scope)
            remove_article(footnote, article_id, scope.collection)
            ensure_current(footnote, scope.collection)
            return ((render_notice(f"Removed: `{article_id}`."),),)

        await respond_privately(interaction, work)

    @remove.autocomplete("article")
    async def _complete_article(
        self, interaction: "discord.Interaction[FootnoteBot]", typed: str
    ) -> list[app_commands.Choice[str]]:
        return await choose_articles(interaction, typed)

    def _add(self, source: "ArticleSource", collection: str, title: str | None) -> "Added":
        footnote = self.bot.service.footnote
        footnote.open_collection(collection)
        limit = self.bot.settings.max_articles
        added = add_source(footnote, source, collection, title=title, max_articles=limit)
        ensure_current(footnote, collection)
        return added


async def _read(file: discord.Attachment) -> bytes:
    """The bytes of a file that was sent along."""
    if file.size > MAX_SOURCE_BYTES:
        raise Declined(TOO_LARGE)
    try:
        return await asyncio.wait_for(file.read(), timeout=60)
    except (discord.HTTPException, TimeoutError) as err:
        raise Declined(UNREADABLE) from err
