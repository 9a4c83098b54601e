from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.adding import add_source, remove_article
from corpus.articles import ArticleSource
from corpus.errors import ArticleInvalid, ArticleNotFound
from corpus.library import Change
from retrieval.build import Footnote
from retrieval.settings import Settings

STORY = "The ship left the port of Odesa on Tuesday. The captain said that it carries maize for the market."
FURNITURE = "Please use Chrome browser for a more accessible video player"


@pytest.fixture
def footnote(tmp_path: Path) -> Iterator[Footnote]:
    with Footnote(Settings(data_dir=tmp_path / "data", _env_file=None)) as opened:  # type: ignore[call-arg]
        yield opened


def source(text: str = STORY, article_id: str | None = None) -> ArticleSource:
    return ArticleSource("story.txt", text, article_id)


def test_an_article_is_added_to_its_collection_alone(footnote: Footnote) -> None:
    added = add_source(footnote, source(), "server-5", title="A ship leaves")
    assert (added.change, added.article.article_id) == (Change.ADDED, "a-ship-leaves")
    assert added.article.title == "A ship leaves"
    assert footnote.library("server-5").ids() == ("a-ship-leaves",)
    assert footnote.library().ids() == ("russia-dirty-bomb-claims",)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Der Kapitän sagte, das Schiff sei mit Mais beladen. " * 5, "does not look like English text"),
        (FURNITURE, "holds nothing but what looks like page furniture"),
    ],
)
def test_what_cannot_be_asked_about_is_refused(footnote: Footnote, text: str, problem: str) -> None:
    with pytest.raises(ArticleInvalid, match=problem):
        add_source(footnote, source(text), "server-5")


def test_a_full_collection_takes_no_further_article_and_still_replaces_one(footnote: Footnote) -> None:
    add_source(footnote, source(article_id="one"), "server-5", max_articles=1)
    more = STORY + " It was late."
    with pytest.raises(ArticleInvalid, match="is one article too many: there are 1, as many as there may be"):
        add_source(footnote, source(more, article_id="two"), "server-5", max_articles=1)
    replaced = add_source(footnote, source(more, article_id="one"), "server-5", max_articles=1)
    assert replaced.change is Change.REPLACED
    assert footnote.library("server-5").ids() == ("one",)


def test_an_article_is_removed_from_its_collection_alone(footnote: Footnote) -> None:
    for collection in ("server-1", "server-2"):
        add_source(footnote, source(article_id="one"), collection)
    remove_article(footnote, "one", "server-1")
    assert (footnote.library("server-1").ids(), footnote.library("server-2").ids()) == ((), ("one",))
    with pytest.raises(ArticleNotFound):
        remove_article(footnote, "one", "server-1")


def test_a_collection_that_begins_by_adding_holds_that_alone_also_when_it_is_opened_later(footnote: Footnote) -> None:
    add_source(footnote, source(), "server-5", article_id="ship")
    assert footnote.open_collection("server-5").ids() == ("ship",)


def test_an_id_stated_by_the_source_gives_way_to_the_one_that_is_asked_for(footnote: Footnote) -> None:
    assert (
        add_source(footnote, source(article_id="stated"), "server-5", article_id="asked").article.article_id == "asked"
    )
