"""An article as Footnote reads it."""

from collections.abc import Sequence

from rich.padding import Padding
from rich.text import Text

from corpus.furniture import mark_paragraphs
from corpus.schema import Article, ParagraphKind, Passage

INDENT = 4


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


def _indented(text: str, style: str) -> Padding:
    return Padding(Text(" ".join(text.split()), style=style), (0, 0, 0, INDENT))
