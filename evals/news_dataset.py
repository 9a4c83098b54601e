"""Held-out news articles and the questions about them, written as a dataset into a folder: `footnote eval news`.

The texts are other people's: the folder is a person's own, and never within Footnote's.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.articles import make_article, slugify
from corpus.extract import read_file
from corpus.schema import Article
from evals.cases import Case
from evals.errors import DatasetInvalid, FileUnwritable
from evals.news import MEND, NewsArticle, NewsPart, NewsRow, news_part_of, read_articles, read_rows
from evals.news_cases import make_cases

OWN_FOLDER = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and how many rows were left out because their article does not have what they quote."""

    cases: tuple[Case, ...]
    left_out: int

    def __str__(self) -> str:
        """Return it in one line, for a person."""
        articles = len({case.article for case in self.cases})
        silent = sum(not case.answerable for case in self.cases)
        later = sum(case.is_follow_up for case in self.cases)
        held = f"{len(self.cases)} cases about {articles} articles ({silent} not answerable, {later} follow-ups)"
        return f"{held}; left out {self.left_out} whose quotes their article does not have"


def write_news(data: Path, to: Path, part: NewsPart) -> Written:
    """Write the articles of a part that have questions, and their cases, one file of each an article.

    Args:
        data: the folder with `news` and `news-qa`.
        to: a folder that is empty or not there yet.
        part: whose articles to take.

    Raises:
        DatasetInvalid, CaseInvalid: when the data is not what it should be.
        FileUnwritable: when the folder holds something, is within Footnote's own, or cannot be written to.
    """
    _refuse(to)
    articles = {name: one for name, one in read_articles(data).items() if news_part_of(name) is part}
    rows: dict[str, list[NewsRow]] = {name: [] for name in articles}
    lost = 0
    for row in read_rows(data):
        if row.article in rows:
            rows[row.article].append(row)
        elif news_part_of(row.article) is part:
            lost += 1
    _refuse_twins(articles, data)
    try:
        made = [make_cases(rows[name], _write_article(one, to)) for name, one in articles.items() if rows[name]]
        for one in made:
            if one.cases:
                _write_cases(one.cases, to)
    except OSError as err:
        raise FileUnwritable(str(to), err.strerror or str(err)) from err
    return Written(tuple(case for one in made for case in one.cases), lost + sum(one.left_out for one in made))


def _refuse(to: Path) -> None:
    if OWN_FOLDER in (to.resolve(), *to.resolve().parents):
        raise FileUnwritable(str(to), "texts of others do not go into Footnote's own folder")
    if to.exists() and not (to.is_dir() and not any(to.iterdir())):
        raise FileUnwritable(str(to), "it is there, and no empty folder")


def _refuse_twins(articles: dict[str, NewsArticle], data: Path) -> None:
    ids: dict[str, str] = {}
    for name in articles:
        if ids.setdefault(slugify(name), name) != name:
            problem = f"has two articles whose id would be {slugify(name)!r}: {ids[slugify(name)]!r} and {name!r}"
            raise DatasetInvalid(str(data), problem, MEND)


def _write_article(article: NewsArticle, to: Path) -> Article:
    """Write an article, and return it as datasets read it."""
    article_id = slugify(article.id)
    path = to / "articles" / f"{article_id}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(("---", *_head(article), "---", "", article.text, "")), encoding="utf-8")
    return make_article(replace(read_file(path), article_id=article_id))


def _head(article: NewsArticle) -> Iterator[str]:
    """The lines of the front matter; a string of JSON is one of YAML."""
    stated = {"title": article.title, "publisher": article.source, "url": article.url, "published": article.date}
    for key, value in stated.items():
        if value and (key != "url" or value.startswith(("http://", "https://"))):
            yield f"{key}: {json.dumps(value, ensure_ascii=False)}"
    if article.licence:
        yield f"# licence: {' '.join(article.licence.split())}"


def _write_cases(cases: tuple[Case, ...], to: Path) -> None:
    """Write the cases of one article."""
    lines = "".join(f"{case.model_dump_json(exclude_defaults=True)}\n" for case in cases)
    (to / f"{cases[0].article}.jsonl").write_text(lines, encoding="utf-8")
