"""The articles of a server."""

from collections.abc import Sequence

import discord

from bot.render.embeds.colours import NOTICE
from bot.render.embeds.limits import cut_short
from bot.render.embeds.markdown import bold, code, escape
from bot.render.embeds.quotes import tell_known
from bot.render.embeds.sheet import Sheet, pack
from corpus.schema import Article

MAX_NAME_CHARS = 160
MAX_KNOWN_CHARS = 80
NO_ARTICLES = "There is no article here yet. `/article add` adds one."
DEFAULT_SIGN = "📌"
DEFAULT_SAID = f"{DEFAULT_SIGN} Questions are about this one, unless they name another."


def render_articles(articles: Sequence[Article], *, default_article: str | None) -> tuple[discord.Embed, ...]:
    """Return a list of articles as embeds, one a message.

    Args:
        articles: in the order to show; may be empty.
        default_article: the id of the one that questions are about unless they name another; None: all of them.
    """
    if not articles:
        return pack(Sheet(NOTICE, paragraphs=(NO_ARTICLES,)))
    return pack(
        Sheet(
            NOTICE,
            title="1 article" if len(articles) == 1 else f"{len(articles):,} articles",
            paragraphs=tuple(_describe(article, article.article_id == default_article) for article in articles),
        )
    )


def _describe(article: Article, is_default: bool) -> str:
    """The title; the id to give to commands, and what is known of it; a line more where it is the default."""
    words = len(article.text.split())
    parts = [
        code(article.article_id),
        *(cut_short(known, MAX_KNOWN_CHARS) for known in tell_known(article)),
        "1 word" if words == 1 else f"{words:,} words",
    ]
    title = escape(article.title or "").strip()
    lines = [bold(cut_short(title, MAX_NAME_CHARS))] if title else []
    lines.append(" · ".join(parts))
    return "\n".join([*lines, DEFAULT_SAID] if is_default else lines)
