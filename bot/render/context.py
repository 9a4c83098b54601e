"""The passages behind a reply, each with its neighbours, the quote set apart."""

from collections.abc import Callable, Iterator, Sequence

from rich.padding import Padding
from rich.text import Text

from bot.render.terminal import MARKER, QUIET, ArticleOf, one_line, tell_place
from corpus.schema import Article, Passage, Span
from retrieval.schema import Answer, Citation, Reply

QUOTED = "bold green"
INDENT = 4

PassagesOf = Callable[[str], Sequence[Passage]]


def render_context(reply: Reply, article_of: ArticleOf, passages_of: PassagesOf) -> list[Text | Padding]:
    """Return, for each citation, the passage before it, its own and the one after; for an abstention what was found."""
    if not isinstance(reply, Answer):
        blocks: list[Text | Padding] = [Text("There was no answer; this is what was found.", style="bold")]
        for hit in reply.hits.items:
            passage = hit.passage
            found = Citation(hit.rank, passage.article_id, passage.id, passage.span, passage.text)
            blocks += _place(found, article_of(passage.article_id), ())
        return blocks
    return [
        block
        for citation in reply.citations
        for block in _place(citation, article_of(citation.article_id), passages_of(citation.article_id))
    ]


def _place(citation: Citation, article: Article, passages: Sequence[Passage]) -> Iterator[Text | Padding]:
    line = Text(f"[{citation.marker}] ", style=MARKER)
    yield line.append_text(tell_place(article, citation.span, citation.quote))
    own = next((n for n, passage in enumerate(passages) if passage.id == citation.passage_id), None)
    if own is None:
        yield Padding(Text(one_line(citation.quote)), (0, 0, 0, INDENT))
        return
    for passage in passages[max(0, own - 1) : own + 2]:
        yield Padding(_mark(passage, citation.span), (0, 0, 0, INDENT))
        yield Text()


def _mark(passage: Passage, quoted: Span) -> Text:
    """A passage on one line, quiet but for what is quoted of it."""
    start = min(max(quoted.start - passage.span.start, 0), len(passage.text))
    end = min(max(quoted.end - passage.span.start, start), len(passage.text))
    parts = ((passage.text[:start], QUIET), (passage.text[start:end], QUOTED), (passage.text[end:], QUIET))
    marked = Text()
    for text, style in parts:
        marked.append(" ".join(text.split("\n")), style=style)
    return marked
