"""An exported article reads back as it was, whatever its text looks like."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.feedback.article_file import write_article
from corpus.articles import ArticleSource, make_article
from corpus.extract import read_file
from corpus.schema import Article, FurnitureMarks


def read_back(article: Article, folder: Path) -> Article:
    path = folder / f"{article.article_id}.md"
    path.write_text(write_article(article), encoding="utf-8", newline="\n")
    return make_article(read_file(path))


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: none of it\n---\nIt began with a break.",
        "---\nIt began with a break.\n---",
        "# A heading\n\nIts text.",
        "Trailing spaces  \nand a tab\t\n\n\n\nand four empty lines.",
        "<!doctype html><p>No page.",
        "%PDF-1.7 is how a PDF begins.",
        "Über “Zürich”: 🙂 – café",
    ],
)
def test_a_text_that_looks_like_something_else_reads_back_to_the_character(text: str, tmp_path: Path) -> None:
    article = make_article(ArticleSource("story", text, "story", title="A story"))
    assert read_back(article, tmp_path) == article


lines = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=60, deadline=None)
@given(body=lines, title=lines, mark=lines)
@example(body="---\n", title="'null'", mark="- a: [b]\n---\nc  \n\n d")
@example(body="x", title="null", mark="\u2028\u0085")
@example(body="x", title='"{}: #', mark="\uffff\ufffe\t\\")
def test_every_article_reads_back_as_it_was(body: str, title: str, mark: str) -> None:
    source = ArticleSource("story", f"{body}\nwords", "story", "T" + title, publisher=mark, published="2026-11-01")
    marks = FurnitureMarks((mark, "plain"), (title,))
    article = make_article(replace(source, url="https://news.example/a?b=c#d", marks=marks))
    with TemporaryDirectory() as folder:
        assert read_back(article, Path(folder)) == article
