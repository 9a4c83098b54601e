import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.articles import ArticleSource, is_article_id, make_article, normalise_text, slugify
from corpus.errors import ArticleInvalid
from corpus.schema import FurnitureMarks


@given(st.text())
def test_a_text_is_normalised_once(text: str) -> None:
    assert normalise_text(normalise_text(text)) == normalise_text(text)


@given(st.text())
def test_a_slug_is_always_an_id(words: str) -> None:
    assert is_article_id(slugify(words))


@pytest.mark.parametrize(
    ("typed", "normalised"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("\ufeff  Ships\tleft. ", "Ships\tleft."),
        ("Cafe\u0301", "Café"),
        ("a\x00b\x1b[31mc\u202e", "ab[31mc"),
        ("one\u2028two\u2029three", "one\ntwo\n\nthree"),
        ("zero\u200bwidth", "zero\u200bwidth"),
    ],
)
def test_a_text_is_normalised_as_every_offset_will_see_it(typed: str, normalised: str) -> None:
    assert normalise_text(typed) == normalised


@pytest.mark.parametrize("text", ["", "  \n ", "\x00", "…—!", "\ufeff"])
def test_a_source_without_words_is_refused(text: str) -> None:
    with pytest.raises(ArticleInvalid, match=r"^'x.txt' holds no text; give a source with the text of an article$"):
        make_article(ArticleSource("x.txt", text))


def test_a_text_over_the_limit_is_refused() -> None:
    with pytest.raises(ArticleInvalid, match="holds 5,000,001 characters, more than the 5,000,000 of one article"):
        make_article(ArticleSource("x.txt", "a" * 5_000_001))


@pytest.mark.parametrize(
    ("source", "article_id"),
    [
        (ArticleSource("a/b/My Story.v2.txt", "Words."), "my-story-v2"),
        (ArticleSource("https://news.example/world/grain-deal/", "Words."), "grain-deal"),
        (ArticleSource("-", "Words."), "article"),
        (ArticleSource("x.txt", "Words.", title="Türkiye’s grain deal"), "turkiyes-grain-deal"),
        (ArticleSource("x.txt", "Words.", article_id="stated", title="Title"), "stated"),
        (ArticleSource("x.txt", "Words.", title="新聞"), "article"),
    ],
)
def test_an_article_is_named_by_its_id_its_title_or_its_origin(source: ArticleSource, article_id: str) -> None:
    assert make_article(source).article_id == article_id


@pytest.mark.parametrize("stated", ["Grain", "a--b", "-a", "a_b", "", "a" * 41, "ä"])
def test_a_stated_id_must_be_a_slug(stated: str) -> None:
    with pytest.raises(ArticleInvalid, match="an id is lower-case letters, digits and single hyphens, at most 40"):
        make_article(ArticleSource("x.txt", "Words.", article_id=stated))


def test_metadata_is_one_line_and_what_is_empty_is_none() -> None:
    article = make_article(
        ArticleSource("x.txt", "Words.", title=" Two\nlines\x00 ", publisher=" ", published="2022-10-25")
    )
    assert (article.title, article.publisher, article.published) == ("Two lines", None, "2022-10-25")


def test_the_hash_is_of_what_is_read_and_not_of_the_metadata() -> None:
    plain = make_article(ArticleSource("x.txt", "Words.\n\nMore on Nato"))
    titled = make_article(ArticleSource("y.txt", "\ufeffWords.\r\n\r\nMore on Nato", title="A title"))
    marked = make_article(
        ArticleSource("x.txt", "Words.\n\nMore on Nato", marks=FurnitureMarks(keep=("More on Nato",)))
    )
    assert plain.content_hash == titled.content_hash
    assert plain.content_hash != marked.content_hash
