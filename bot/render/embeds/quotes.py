"""A quote with its place: what its article is called, the quote to the character, a link to its very words."""

from collections.abc import Iterator

from bot.render.embeds.limits import ELLIPSIS, FIELD_NAME, FIELD_VALUE, count_units, cut_short, split_at_sentences
from bot.render.embeds.markdown import block_quote, escape, link
from bot.render.embeds.sheet import Field
from bot.render.terminal import text_fragment_url
from corpus.schema import Article

LINK_LABEL = "in the article"
MAX_LINK = 512
"""Units of a link: a word of a quote may be as long as it likes."""
MAX_BY = 96


def name_place(article: Article, limit: int = FIELD_NAME) -> str:
    """Return an article's name, and its publisher and date as far as they are known, escaped, within so many units."""
    known = ", ".join(tell_known(article))
    by = f" ({cut_short(known, MAX_BY)})" if known else ""
    return cut_short(escape(article.name).strip() or article.article_id, limit - count_units(by)) + by


def tell_known(article: Article) -> tuple[str, ...]:
    """Return an article's publisher and date, escaped, as far as they are known."""
    stated = (escape(part or "").strip() for part in (article.publisher, article.published))
    return tuple(part for part in stated if part)


def link_to(article: Article, quote: str) -> str:
    """Return a link to a quote in its article, or to the article where that is too long; empty without an address."""
    if not article.url:
        return ""
    for url in (text_fragment_url(article.url, quote), article.url):
        linked = link(LINK_LABEL, url)
        if linked != LINK_LABEL and count_units(linked) <= MAX_LINK:
            return linked
    return ""


def quote_lines(article: Article, quote: str, limit: int) -> Iterator[str]:
    """Yield a quote to the character as block quotes of at most `limit` units, the last with the link below it."""
    linked = link_to(article, quote)
    room = limit - len(block_quote("")) - (count_units(linked) + 1 if linked else 0)
    *before, last = split_at_sentences(escape(quote), room) or (ELLIPSIS.strip(),)
    yield from map(block_quote, before)
    yield block_quote(last) + (f"\n{linked}" if linked else "")


def quote_fields(marker: int, place: str, article: Article, quote: str) -> Iterator[Field]:
    """Yield the field of a footnote, and more of them when its quote is longer than a field may be.

    Args:
        marker: of the footnote.
        place: what the field is called beside the marker; escaped, not empty.
        article: that is quoted.
        quote: as it stands there.
    """
    for number, lines in enumerate(quote_lines(article, quote, FIELD_VALUE)):
        yield Field(f"[{marker}] {'continued' if number else place}", lines)
