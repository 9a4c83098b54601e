"""An article as a Markdown file with front matter, which reads back as the very same text."""

import yaml

from corpus.schema import Article


def write_article(article: Article) -> str:
    """Return the document; its text, marks, id, publisher, URL and date are what is read back from it.

    So is its title, unless it has none and its text begins with a heading, which then is its title.
    """
    stated = {
        "id": article.article_id,
        "title": article.title,
        "publisher": article.publisher,
        "url": article.url,
        "published": article.published,
    }
    lines = [f"{key}: {_quote(value)}" for key, value in stated.items() if value is not None]
    for key, marks in (("furniture", article.marks.furniture), ("keep", article.marks.keep)):
        if marks:
            lines += [f"{key}:", *(f"  - {_quote(mark)}" for mark in marks)]
    return "\n".join(("---", *lines, "---", "", article.text, ""))


def _quote(value: str) -> str:
    """A value on one line, in double quotes: so no text can be taken for YAML, or for the end of the front matter."""
    dumped: str = yaml.safe_dump(value, default_style='"', allow_unicode=True, width=float("inf"))
    return dumped.rstrip("\n")
