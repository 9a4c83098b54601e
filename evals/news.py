"""Questions about real news articles, written one by one: rows of `news-qa` over the articles of `news`."""

import hashlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evals.errors import DatasetInvalid
from evals.json_lines import read_lines

NEWS = "news-qa"
GIVE, MEND = "give the folder with news and news-qa", "mend the line"


class NewsPart(StrEnum):
    """What an article is for."""

    TRAINING = "training"
    SELECTION = "selection"
    CALIBRATION = "calibration"
    REPORTING = "reporting"


SHARES = {NewsPart.REPORTING: 0.12, NewsPart.CALIBRATION: 0.08, NewsPart.SELECTION: 0.06}
"""Of the articles; the rest is trained on."""


class NewsArticle(BaseModel):
    """A line of `news/articles.jsonl.gz`; all but the id and the text may be empty."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    title: str
    text: str
    date: str = ""
    url: str = ""
    source: str = ""
    licence: str = ""


class NewsTurn(BaseModel):
    """An earlier turn."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    q: str
    a: str


class NewsRow(BaseModel):
    """A line of `news-qa/rows-*.jsonl.gz`, as the README beside it says."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    article: str
    question: str
    kind: str
    style: str
    answerable: bool
    quotes: tuple[str, ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()
    near: str = ""
    history: tuple[NewsTurn, ...] = ()
    standalone: str = ""
    conversation: str = ""
    turn: int = 0
    link: str = ""


def news_part_of(article_id: str) -> NewsPart:
    """Return what an article is for, the same however many articles there are.

    >>> news_part_of("wikinews-b85bb9518cea847f")
    <NewsPart.TRAINING: 'training'>
    """
    place = int.from_bytes(hashlib.sha256(f"news:{article_id}".encode()).digest()[:8], "big") / 2**64
    for part, share in SHARES.items():
        if place < share:
            return part
        place -= share
    return NewsPart.TRAINING


def read_articles(data: Path) -> dict[str, NewsArticle]:
    """Return the articles of a folder by id; `reserved` ones are none of them.

    Raises:
        DatasetInvalid, CaseInvalid: when the file is not what it should be.
    """
    file = data / "news" / "articles.jsonl.gz"
    return {one.id: one for _, one in read_lines(file, NewsArticle, give=GIVE, mend=MEND)}


def read_rows(data: Path) -> Iterator[NewsRow]:
    """Yield the rows of a folder, in the order of the files.

    Raises:
        DatasetInvalid, CaseInvalid: when there is none, or a file is not what it should be.
    """
    files = sorted((data / NEWS).glob("rows-*.jsonl.gz"))
    if not files:
        raise DatasetInvalid(str(data / NEWS), "has no rows-*.jsonl.gz", GIVE)
    for file in files:
        yield from (row for _, row in read_lines(file, NewsRow, give=GIVE, mend=MEND))
