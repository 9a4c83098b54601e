"""The passages behind a reply, each with its neighbours, the quote in bold."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import discord

from bot.render.embeds.colours import ANSWER
from bot.render.embeds.limits import EMBEDS, FIELD_VALUE, MESSAGE, TITLE, count_units
from bot.render.embeds.markdown import bold, escape
from bot.render.embeds.quotes import link_to, name_place, quote_lines
from bot.render.embeds.remarks import render_notice
from bot.render.embeds.reply import ArticleOf
from bot.render.embeds.sheet import Sheet, pack
from corpus.schema import Article, Passage, Span
from retrieval.schema import Citation

PassagesOf = Callable[[str], Sequence[Passage]]

CHANGED = "The article has changed since; this is what was quoted."
NOTHING = "There is no passage behind this."


def render_context(
    citations: Iterable[Citation], article_of: ArticleOf, passages_of: PassagesOf
) -> tuple[tuple[discord.Embed, ...], ...]:
    """Return messages of embeds, one embed a citation: the passage before the quote's, its own and the one after.

    Args:
        citations: in the order to show; without any, one message says that there is nothing.
        article_of: an id's article; raises `ArticleNotFound` for one that was removed.
        passages_of: an id's passages, in order. Where a quote no longer stands in its passage, it is shown alone.
    """
    embeds = [
        embed
        for citation in citations
        for embed in _render_place(citation, article_of(citation.article_id), passages_of(citation.article_id))
    ]
    return tuple(_group(embeds)) or ((render_notice(NOTHING),),)


def count_embed(embed: discord.Embed) -> int:
    """Return how much of a message's room an embed takes, in units."""
    texts = [embed.title, embed.description, embed.footer.text]
    texts += [text for field in embed.fields for text in (field.name, field.value)]
    return sum(count_units(text) for text in texts if text)


def _render_place(citation: Citation, article: Article, passages: Sequence[Passage]) -> tuple[discord.Embed, ...]:
    label = f"[{citation.marker}] "
    return pack(
        Sheet(
            colour=ANSWER,
            title=label + name_place(article, TITLE - len(label)),
            paragraphs=tuple(_tell_place(citation, article, passages)),
        )
    )


def _tell_place(citation: Citation, article: Article, passages: Sequence[Passage]) -> Iterator[str]:
    own = next((n for n, passage in enumerate(passages) if passage.id == citation.passage_id), None)
    if own is None or not passages[own].span.contains(citation.span) or not _is_there(citation, article):
        yield CHANGED
        yield from quote_lines(article, citation.quote, FIELD_VALUE)
        return
    for passage in passages[max(0, own - 1) : own + 2]:
        yield _mark(passage, citation.span) if passage.id == citation.passage_id else escape(passage.text)
    if linked := link_to(article, citation.quote):
        yield linked


def _is_there(citation: Citation, article: Article) -> bool:
    return citation.span.cut(article.text) == citation.quote


def _mark(passage: Passage, quoted: Span) -> str:
    start, end = quoted.start - passage.span.start, quoted.end - passage.span.start
    before, quote, after = passage.text[:start], passage.text[start:end], passage.text[end:]
    return f"{escape(before)}{bold(escape(quote))}{escape(after)}"


def _group(embeds: Iterable[discord.Embed]) -> Iterator[tuple[discord.Embed, ...]]:
    """The embeds in order, as many a message as one holds."""
    message: list[discord.Embed] = []
    for embed in embeds:
        if message and (len(message) == EMBEDS or sum(map(count_embed, (*message, embed))) > MESSAGE):
            yield tuple(message)
            message = []
        message.append(embed)
    if message:
        yield tuple(message)
