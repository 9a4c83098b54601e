"""The article of a web page, as its reader sees it (trafilatura finds it; this module writes it out)."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from corpus.formats.page_text import PageText, Unreadable

# A page of links or a "turn on JavaScript" notice has no 20 words in whole sentences; the shortest news item has.
MIN_PROSE_WORDS = 20

# What no browser shows, beside what trafilatura leaves out itself.
_HIDDEN = ("//template", "//*[@hidden]", "//*[contains(translate(@style, ' ', ''), 'display:none')]")
_INLINE = {"hi", "ref", "code", "del", "lb"}
_QUOTE_MARKS = ((re.compile(r"<q(?:\s[^<>]*)?>", re.IGNORECASE), "“"), (re.compile(r"</q\s*>", re.IGNORECASE), "”"))
# Soft hyphen, zero-width space, word joiner: places to break a line, which no reader sees.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\Z")


def read_web_page(markup: str, *, url: str | None = None) -> PageText:
    """Return the article of a page: its text and metadata, without navigation, comments, captions and scripts.

    Paragraphs, headings, list items and quotations stand on their own, parted by blank lines; a table is one paragraph,
    a row a line, cells parted by tabs. Text is as displayed: no markup, no marks for emphasis or links.

    Args:
        markup: the page.
        url: where it was fetched; then a canonical address on another host is not believed.

    Raises:
        Unreadable: when the page holds no article.
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    for tag, mark in _QUOTE_MARKS:
        markup = tag.sub(mark, markup)
    document = bare_extraction(
        markup,
        url=url,
        with_metadata=True,
        include_comments=False,
        include_formatting=True,
        prune_xpath=list(_HIDDEN),
        # Only a date that the page states: the extensive search guesses from any number on the page.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if not isinstance(document, Document):
        raise _no_article()
    paragraphs = list(_paragraphs(document.body))
    if _count_prose_words(paragraphs) < MIN_PROSE_WORDS:
        raise _no_article()
    return PageText(
        text="\n\n".join(paragraphs),
        title=document.title or None,
        publisher=document.sitename or None,
        url=_choose_url(document.url, url),
        published=document.date or None,
    )


def _no_article() -> Unreadable:
    return Unreadable("holds no article", "open the article itself, or save its text as .txt")


def _paragraphs(block: Any) -> Iterator[str]:
    """Write out a block of trafilatura's tree (its depth is bounded by the parser, at 256)."""
    runs = [block.text or ""]
    for child in block:
        if child.tag in _INLINE:
            runs.append("\n" if child.tag == "lb" else "".join(_inline(child)))
        else:
            yield from _flush(runs)
            yield from _table(child) if _is_table(child) else _paragraphs(child)
            runs = []
        runs.append(child.tail or "")
    yield from _flush(runs)


def _inline(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield "\n" if child.tag == "lb" else "".join(_inline(child))
        yield child.tail or ""


def _flush(runs: list[str]) -> Iterator[str]:
    lines = (_SPACES.sub(" ", line).strip() for line in _INVISIBLE.sub("", "".join(runs)).split("\n"))
    paragraph = "\n".join(line for line in lines if line)
    if paragraph:
        yield paragraph


def _is_table(block: Any) -> bool:
    """A table of facts; one that lays out a page has blocks in its cells."""
    return block.tag == "table" and all(part.tag in _INLINE | {"row", "cell"} for part in block.iterdescendants())


def _table(table: Any) -> Iterator[str]:
    rows = ([" ".join("".join(_inline(cell)).split()) for cell in row] for row in table.iter("row"))
    lines = ("\t".join(cell for cell in row if cell) for row in rows)
    paragraph = "\n".join(line for line in lines if line)
    if paragraph:
        yield paragraph


def _count_prose_words(paragraphs: list[str]) -> int:
    return sum(len(paragraph.split()) for paragraph in paragraphs if _SENTENCE_END.search(paragraph))


def _choose_url(canonical: str | None, fetched: str | None) -> str | None:
    if canonical is None or not canonical.lower().startswith(("http://", "https://")):
        return fetched
    if fetched is not None and _site(canonical) != _site(fetched):
        return fetched
    return canonical


def _site(url: str) -> str:
    """The host without the prefixes under which sites serve the same page."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^(?:www|m|amp|mobile)\.", "", host)
