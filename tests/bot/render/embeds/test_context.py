from collections.abc import Callable, Sequence
from dataclasses import replace

from hypothesis import given, settings

from bot.render.embeds.context import CHANGED, NOTHING, render_context
from corpus.passages import split_passages
from corpus.schema import Article, Passage, Span
from retrieval.schema import Citation
from tests.bot.render.embeds.hostile import hostile_articles
from tests.bot.render.embeds.replies import TALKS, make_many, place, shelf
from tests.bot.render.embeds.seen import check_markup, check_message, pieces_of
from tests.fakes import hits_of, make

QUOTE = "“It is not over,” Ann Lee said."


def cite(article: Article, quote: str, marker: int = 1) -> Citation:
    passage, span = place(quote, hits_of(article))
    return Citation(marker, article.article_id, passage.id, span, quote)


def passages_of(*articles: Article) -> Callable[[str], Sequence[Passage]]:
    return lambda article_id: split_passages(shelf(*articles)(article_id))


def test_a_quote_is_bold_between_its_neighbours() -> None:
    ((embed,),) = render_context([cite(TALKS, QUOTE)], shelf(TALKS), passages_of(TALKS))
    assert embed.title == "[1] Talks in Oslo (The Test, 2026-08-01)"
    assert embed.description == (
        "Ann Lee met Bob Ray in Oslo on Monday. They spoke for an hour.\n\n"
        "**“It is not over,” Ann Lee said.** It rained.\n\n"
        "Bob Ray left by train \\[3] at 10:30.\n\n"
        "[in the article](https://news.test/talks?id=1#:~:text=%E2%80%9CIt%20is%20not%20over%2C%E2%80%9D%20"
        "Ann%20Lee%20said.)"
    )


def test_the_first_passage_has_one_neighbour() -> None:
    ((embed,),) = render_context([cite(TALKS, "They spoke for an hour.")], shelf(TALKS), passages_of(TALKS))
    assert (embed.description or "").startswith(
        "Ann Lee met Bob Ray in Oslo on Monday. **They spoke for an hour.**\n\n“It"
    )


def test_a_quote_of_an_article_that_changed_stands_alone() -> None:
    changed = make("Ann Lee met Bob Ray.\n\n“It is over,” Ann Lee said at last.", "talks")
    ((embed,),) = render_context([cite(TALKS, QUOTE)], shelf(changed), passages_of(changed))
    assert embed.description == f"{CHANGED}\n\n> {QUOTE}"


def test_a_quote_whose_passage_is_gone_stands_alone() -> None:
    citation = replace(cite(TALKS, QUOTE), passage_id="talks:99")
    ((embed,),) = render_context([citation], shelf(TALKS), passages_of(TALKS))
    assert (embed.description or "").startswith(f"{CHANGED}\n\n> {QUOTE}")


def test_without_citations_one_message_says_so() -> None:
    ((embed,),) = render_context([], shelf(), passages_of())
    assert embed.description == NOTHING


def test_a_message_has_ten_embeds_at_most() -> None:
    many = make_many(24)
    citations = [cite(many, quote, n) for n, quote in enumerate(many.text.split("\n\n"), start=1)]
    messages = render_context(citations, shelf(many), passages_of(many))
    assert [len(message) for message in messages] == [10, 10, 4]


@settings(max_examples=40, deadline=None)
@given(hostile_articles)
def test_whatever_is_quoted_messages_hold_the_limits_and_no_markup_but_ours(article: Article) -> None:
    passages = split_passages(article)[:12]
    citations = [Citation(n, article.article_id, one.id, one.span, one.text) for n, one in enumerate(passages, start=1)]
    messages = render_context(citations, shelf(article), passages_of(article))
    for message in messages:
        check_message(message)
        for embed in message:
            check_markup(embed)


def test_nothing_but_the_quote_is_bold() -> None:
    article = make("Before **this** it _was_.\n\nHe said **no** to it. It ended.\n\n# After.", "marks")
    start = article.text.index("He said")
    citation = Citation(1, "marks", "marks:1", Span(start, start + 21), article.text[start : start + 21])
    ((embed,),) = render_context([citation], shelf(article), passages_of(article))
    assert pieces_of(embed.description, "bold") == ["He said **no** to it."]
