"""An article as Footnote reads it."""

from collections.abc import Sequence

from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from corpus.furniture import mark_paragraphs
from corpus.schema import Article, ParagraphKind, Passage

INDENT = 4
HEADERS = ("Id", "Title", "Published", "Words")
MIN_WIDTH_WITH_DATES = 60


def render_article(article: Article, passages: Sequence[Passage]) -> list[Text | Padding]:
    """Return an article's metadata and paragraphs, each with what it is; a passage by its ordinal."""
    stated = (article.title, article.publisher, article.published, article.url)
    blocks: list[Text | Padding] = [Text(article.article_id, style="bold")]
    blocks += [Text(line, style="dim") for line in stated if line]
    for paragraph in mark_paragraphs(article.text, article.marks):
        inside = [passage for passage in passages if paragraph.span.contains(passage.span)]
        blocks.append(Text())
        if paragraph.kind is ParagraphKind.BODY:
            for passage in inside:
                blocks.append(Text(f"passage {passage.ordinal}", style="cyan"))
                blocks.append(_indented(passage.text, ""))
        else:
            blocks.append(Text(str(paragraph.kind), style="yellow"))
            style = "dim strike" if paragraph.kind is ParagraphKind.FURNITURE else "bold"
            blocks.append(_indented(paragraph.span.cut(article.text), style))
    return blocks


def describe_article(article: Article) -> tuple[str, str, str, str]:
    """Return an article's id, its title and date, empty when unknown, and how many words it has."""
    words = len(article.text.split())
    return article.article_id, article.title or "", article.published or "", f"{words:,}"


def tabulate_articles(articles: Sequence[Article], width: int) -> Table:
    """Return a table of articles for a terminal of so many columns; a column that nobody fills is left out."""
    rows = [describe_article(article) for article in articles]
    widths = [max(map(len, column)) for column in zip(HEADERS, *rows, strict=True)]
    columns = (
        # An id is there to be copied: where there is no room for it, it is wrapped and never cut.
        Column(HEADERS[0], width=min(widths[0], width // 2), overflow="fold"),
        Column(HEADERS[1]),
        Column(HEADERS[2], width=widths[2]),
        Column(HEADERS[3], width=widths[3], justify="right"),
    )
    filled = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    if width < MIN_WIDTH_WITH_DATES:
        filled = [place for place in filled if HEADERS[place] != "Published"]
    table = Table(*(columns[place] for place in filled), box=None, header_style="bold", pad_edge=False)
    for row in rows:
        # As Text: a title may look like Rich's own markup.
        table.add_row(*(Text(row[place]) for place in filled))
    return table


def _indented(text: str, style: str) -> Padding:
    return Padding(Text(" ".join(text.split()), style=style), (0, 0, 0, INDENT))
