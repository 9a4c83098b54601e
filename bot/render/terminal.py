"""A reply for a terminal: styled text that wraps, or the same as plain text for a pipe."""

from collections.abc import Callable, Iterator, Sequence
from typing import assert_never
from urllib.parse import quote as percent_encode

from rich.cells import cell_len
from rich.padding import Padding
from rich.text import Text

from bot.render.segments import SegmentKind, split_segments
from corpus.schema import Article, Span
from retrieval.schema import Abstention, Answer, Reply
from retrieval.wording import say_abstention

ArticleOf = Callable[[str], Article]

MAX_NEAREST = 3
MAX_FRAGMENT_WORDS = 8

MARKER, QUIET, QUOTE, NOTICE = "cyan", "dim", "italic", "yellow"
STYLES = {SegmentKind.PLAIN: "", SegmentKind.HIGHLIGHT: "bold green", SegmentKind.MARKER: MARKER}


def render_reply(reply: Reply, article_of: ArticleOf) -> list[Text | Padding]:
    """Return a reply as blocks, each printed on lines of its own."""
    blocks: list[Text | Padding] = []
    if reply.standalone_question != reply.question:
        blocks += [Text(f"Understood as: {reply.standalone_question}", style=QUIET), Text()]
    match reply:
        case Answer():
            blocks += [*_answer_text(reply), *_sources(reply, article_of)]
        case Abstention():
            blocks += [Text(say_abstention(reply), style="bold"), *_nearest(reply, article_of)]
        case _:
            assert_never(reply)
    if reply.notices:
        blocks += [Text(), *(Text(f"Note: {notice}", style=NOTICE) for notice in reply.notices)]
    return blocks


def _answer_text(answer: Answer) -> Iterator[Text]:
    """A paragraph a statement, with the words that answer in bold and its markers set apart."""
    for statement in split_segments(answer):
        text = Text()
        for segment in statement:
            text.append(segment.text, style=STYLES[segment.kind])
        yield text
        yield Text()


def _sources(answer: Answer, article_of: ArticleOf) -> Iterator[Text | Padding]:
    yield Text("Sources", style="bold")
    for citation in answer.citations:
        label = f"[{citation.marker}] "
        line = Text(label, style=MARKER)
        line.append_text(tell_place(article_of(citation.article_id), citation.span, citation.quote))
        yield line
        yield Padding(Text(one_line(citation.quote), style=QUOTE), (0, 0, 0, cell_len(label)))


def _nearest(abstention: Abstention, article_of: ArticleOf) -> Iterator[Text | Padding]:
    hits = abstention.hits.items[:MAX_NEAREST]
    if not hits:
        return
    yield Text()
    yield Text("The nearest passages", style="bold")
    for hit in hits:
        line = Text("•   ", style=MARKER)
        line.append_text(tell_place(article_of(hit.passage.article_id), hit.passage.span, hit.passage.text))
        yield line
        yield Padding(Text(one_line(hit.passage.text), style=QUOTE), (0, 0, 0, 4))


def tell_place(article: Article, span: Span, quote: str) -> Text:
    """Return where a quote stands, as a link to the very words when the article has an address."""
    name = Text(article.name, style=f"link {text_fragment_url(article.url, quote)}" if article.url else "")
    by = ", ".join(part for part in (article.publisher, article.published) if part)
    return name.append(f", {by}" if by else "", style=QUIET).append(
        f", characters {span.start}–{span.end}", style=QUIET
    )


def text_fragment_url(url: str, quote: str) -> str:
    """Return a URL that opens a page at a quote, in browsers that know text fragments (WICG, Text Fragments).

    >>> text_fragment_url("https://news.test/a", "It was rejected, he said.")
    'https://news.test/a#:~:text=It%20was%20rejected%2C%20he%20said.'
    """
    words = quote.split()
    ends = [" ".join(words)]
    if len(words) > 2 * MAX_FRAGMENT_WORDS:
        ends = [" ".join(words[:MAX_FRAGMENT_WORDS]), " ".join(words[-MAX_FRAGMENT_WORDS:])]
    # A hyphen has a meaning of its own in a text directive.
    fragment = ",".join(percent_encode(end, safe="").replace("-", "%2D") for end in ends)
    return f"{url.partition('#')[0]}#:~:text={fragment}"


def plain_lines(blocks: Sequence[Text | Padding]) -> Iterator[str]:
    """Return blocks as plain text, one block a line, unwrapped: what a pipe gets."""
    for block in blocks:
        if isinstance(block, Padding):
            yield " " * block.left + str(block.renderable)
        else:
            yield block.plain


def one_line(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())
