"""Files of an answer's sentences in own words, with the quotes that they rest on: good ones, and planted errors.

A line: {"id": "story-e01", "article": "story", "sentence": "Bob left.", "quotes": ["Ann left"], "label": "wrong",
"kind": "name", "of": "story-g01"}. A planted error names the good sentence that it was made from.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from corpus.schema import Article
from evals.cases import Words
from evals.dataset import BUILT_IN, find_article_of
from evals.errors import DatasetInvalid
from evals.json_lines import read_lines

GIVE = "give dev, test, or a folder with .jsonl files of such sentences"


class Label(StrEnum):
    """Whether the article says what the sentence says."""

    GOOD = "good"
    WRONG = "wrong"


class Kind(StrEnum):
    """Of a planted error."""

    NAME = "name"
    NUMBER = "number"
    DATE = "date"
    NEGATION = "negation"
    ATTRIBUTION = "attribution"
    ROLE = "role"
    ADDITION = "addition"


class CitedStatement(BaseModel):
    """A sentence and its quotes."""

    model_config = ConfigDict(frozen=True)

    id: Words
    article: Words
    sentence: Words
    quotes: tuple[Words, ...] = Field(min_length=1)
    label: Label
    kind: Kind | None = None
    of: str | None = None


def read_statements(name: str) -> tuple[tuple[CitedStatement, ...], Mapping[str, Article]]:
    """Read the sentences of a folder, and the articles that they are about.

    Args:
        name: "dev", "test", or a folder. Articles lie where those of a dataset do.

    Raises:
        DatasetInvalid: when there is no sentence, or an article cannot be read.
        CaseInvalid: when a line is not in the format, or its article is nowhere.
    """
    folder = BUILT_IN / f"{name}-statements" if name in {"dev", "test"} else Path(name)
    mend = f'give each line "id", "article", "sentence", "quotes" and "label" ({", ".join(Label)})'
    files = sorted(folder.glob("*.jsonl")) if folder.is_dir() else []
    statements: list[CitedStatement] = []
    articles: dict[str, Article] = {}
    for file in files:
        for number, one in read_lines(file, CitedStatement, give=GIVE, mend=mend):
            statements.append(one)
            if one.article not in articles:
                articles[one.article] = find_article_of(one.article, file, number)
    if not statements:
        raise DatasetInvalid(str(folder), "holds no sentence" if folder.is_dir() else "is no folder", GIVE)
    return tuple(statements), articles
