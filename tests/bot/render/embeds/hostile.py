"""Text as somebody writes it who wants to break out."""

from dataclasses import replace

from hypothesis import strategies as st

from corpus.schema import Article, Span
from retrieval.citations import Question, as_statement, verify
from retrieval.schema import Decline, Draft, Evidence, Highlight, Reason, Reply
from tests.fakes import hits_of, make

FRAGMENTS = (
    *("**", "*", "_", "__", "***", "~~", "||", "`", "```", "```py\n", "\\", "\\\\", "¯\\_(ツ)_/¯", "a_b_c"),
    *("# ", "## ", "-# ", "- ", "+ ", "* ", "1. ", "12) ", "> ", ">>> ", "#", "-", "\n", "\n\n", "\r\n", " ", "\u2028"),
    *("[", "]", "](", ")", "[a](https://x.test)", "[1]", "[1]: https://x.test", "<https://x.test>", "https://x.test"),
    *("http://", "://", ":", "/", "steam://x", "<mailto:a@x.test>", "<+123>", "www.x.test", "a@x.test"),
    *("@everyone", "@here", "@\u200beveryone", "<@1>", "<@!1>", "<@&1>", "<#1>", "</ask:1>", "<t:1:R>", "<id:browse>"),
    *("<:a:1>", "<a:b:2>", ":fire:", ":+1:", "10:30:45", "discord.gg/abc", "discord.com/invite/abc", "DISCORD.GG/x"),
    *("\u202e", "\u2066", "\u200b", "\u200d", "\u00ad", "\ufeff", "\U000e0041", "\x00", "\x1b", "\ud800", "\u3164"),
    *("👩‍👩‍👧", "👍🏽", "🇬🇧", "❤️", "e\u0301", "\u0301" * 30, "שלום", "مرحبا", "日本", "x" * 60),
    *("word", "Gen. Milley", "The U.S. left. ", "He spoke! ", "No.", "“Yes,” ", "&amp;", "<b>"),
)

hostile_texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=24).map("".join)
long_hostile_texts = st.builds(lambda text, times: text * times, hostile_texts, st.sampled_from((1, 3, 20)))


def _make_article(number: int, text: str, told: tuple[str, str, str], url: str | None) -> Article:
    title, publisher, published = told
    article = make(f"Somebody spoke. {text}", f"story-{number}", url=url)
    return replace(article, title=title or None, publisher=publisher, published=published)


hostile_articles = st.builds(
    _make_article,
    st.integers(0, 99),
    long_hostile_texts,
    st.tuples(long_hostile_texts, long_hostile_texts, hostile_texts),
    st.none() | st.builds("https://news.test/{}".format, hostile_texts) | hostile_texts,
)


@st.composite
def hostile_replies(draw: st.DrawFn) -> tuple[Reply, Article]:
    """What `verify` makes of a draft over every passage of an article, in its words or in others."""
    article = draw(hostile_articles)
    hits = hits_of(article)
    words = draw(st.none() | long_hostile_texts)
    spans = [(hit.passage, hit.passage.sentences[0]) for hit in hits.items]
    draft = Draft(
        text=" ".join(f"{words or as_statement(s.text)} [{n}]" for n, (_, s) in enumerate(spans, start=1)),
        evidence=tuple(Evidence(n, p.id, s.text, s.span) for n, (p, s) in enumerate(spans, start=1)),
        highlights=tuple(
            Highlight(n, Span(s.span.start, draw(st.integers(s.span.start, s.span.end))))
            for n, (_, s) in enumerate(spans[:5], start=1)
        ),
        confidence=draw(st.none() | st.floats(0, 1)),
        declined=draw(st.none() | st.builds(Decline, st.sampled_from(Reason), st.tuples(hostile_texts))),
        reader="span" if words is None else "chat",
        verbatim=words is None,
        notices=tuple(draw(st.lists(long_hostile_texts, max_size=3))),
    )
    question = Question(draw(long_hostile_texts), draw(long_hostile_texts))
    return verify(draft, question, hits, lambda _: article), article
