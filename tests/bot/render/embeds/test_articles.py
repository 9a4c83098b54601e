from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.embeds.articles import NO_ARTICLES, render_articles
from corpus.schema import Article
from tests.bot.render.embeds.hostile import hostile_articles
from tests.bot.render.embeds.replies import STORM, TALKS
from tests.bot.render.embeds.seen import check_message, pieces_of


def test_an_article_is_listed_with_its_id_to_copy() -> None:
    (embed,) = render_articles([TALKS, STORM], default_article=None)
    assert embed.title == "2 articles"
    assert embed.description == (
        "**Talks in Oslo**\n`talks` · The Test · 2026-08-01 · 34 words\n\n**Storm in the west**\n`storm` · 9 words"
    )


def test_an_article_without_a_title_is_listed_by_its_id_alone() -> None:
    (embed,) = render_articles([replace(STORM, title=None)], default_article=None)
    assert (embed.title, embed.description) == ("1 article", "`storm` · 9 words")


def test_the_one_that_questions_are_about_is_marked() -> None:
    (embed,) = render_articles([TALKS, STORM], default_article="storm")
    assert (embed.description or "").endswith(
        "`storm` · 9 words\n📌 Questions are about this one, unless they name another."
    )
    assert (embed.description or "").count("📌") == 1


def test_an_empty_list_says_how_to_add_one() -> None:
    (embed,) = render_articles([], default_article="gone")
    assert embed.description == NO_ARTICLES


def test_a_long_list_goes_on_in_further_messages() -> None:
    pages = render_articles([replace(STORM, article_id=f"storm-{n}") for n in range(200)], default_article=None)
    listed = [words for page in pages for words in pieces_of(page.description, "code")]
    assert listed == [f"`storm-{n}`" for n in range(200)]
    for page in pages:
        check_message([page])


@settings(max_examples=40, deadline=None)
@given(st.lists(hostile_articles, max_size=12))
def test_whatever_articles_are_called_the_limits_hold(articles: list[Article]) -> None:
    for page in render_articles(articles, default_article="story-1"):
        check_message([page])
