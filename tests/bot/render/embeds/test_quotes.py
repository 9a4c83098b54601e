from dataclasses import replace

from hypothesis import given, settings

from bot.render.embeds.quotes import link_to, name_place, quote_fields
from corpus.schema import Article
from tests.bot.render.embeds.hostile import hostile_articles
from tests.bot.render.embeds.replies import TALKS
from tests.bot.render.embeds.seen import units


def test_a_place_is_the_name_with_publisher_and_date_as_far_as_known() -> None:
    assert name_place(TALKS) == "Talks in Oslo (The Test, 2026-08-01)"
    assert name_place(replace(TALKS, publisher=None)) == "Talks in Oslo (2026-08-01)"
    assert name_place(replace(TALKS, title=None, publisher=None, published=None)) == "talks"


def test_of_a_long_name_the_end_is_cut_and_not_the_publisher() -> None:
    place = name_place(replace(TALKS, title="word " * 100), 100)
    assert len(place) <= 100
    assert place.endswith(" … (The Test, 2026-08-01)")


def test_an_article_without_an_address_is_not_linked() -> None:
    assert link_to(replace(TALKS, url=None), "It rained.") == ""
    assert link_to(replace(TALKS, url="javascript:alert(1)"), "It rained.") == ""


def test_a_link_to_a_word_without_end_leads_to_the_article_alone() -> None:
    assert link_to(TALKS, "x" * 900) == "[in the article](https://news.test/talks?id=1#top)"


def test_a_quote_that_goes_on_has_its_link_at_the_end() -> None:
    fields = list(quote_fields(3, "Talks", TALKS, "It rained all day in Oslo. " * 80))
    assert [field.name for field in fields] == ["[3] Talks", "[3] continued", "[3] continued"]
    assert ["[in the article]" in field.value for field in fields] == [False, False, True]


@settings(deadline=None)
@given(hostile_articles)
def test_names_fit_and_are_never_empty(article: Article) -> None:
    assert 0 < units(name_place(article)) <= 256
