"""Files of an answer's sentences in own words, with the quotes that they rest on: good ones, and planted errors.

A line: {"id": "story-e01", "article": "story", "sentence": "Bob left.", "quotes": ["Ann left"], "label": "wrong",
"kind": "name", "of": "story-g01"}. A planted error names the good sentence that it was made from.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from corpus.articles import make_article
from corpus.extract import read_file
from corpus.library import shipped_files
from corpus.schema import Article
from evals.cases import Words
from evals.dataset import BUILT_IN
from evals.errors import DatasetInvalid
from evals.json_lines import read_lines

FOLDER = BUILT_IN / "statements"
GIVE = "give dev, test, or a folder with .jsonl files named by their articles"


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
        name: "dev", "test", or a folder. An article lies among those of the datasets, or comes with Footnote.

    Raises:
        DatasetInvalid: when there is no sentence, or an article is missing.
        CaseInvalid: when a line is not in the format.
    """
    folder = FOLDER / name if name in {"dev", "test"} else Path(name)
    mend = f'give each line "id", "article", "sentence", "quotes" and "label" ({", ".join(Label)})'
    files = sorted(folder.glob("*.jsonl")) if folder.is_dir() else []
    lines = tuple(one for file in files for _, one in read_lines(file, CitedStatement, give=GIVE, mend=mend))
    if not lines:
        raise DatasetInvalid(str(folder), "holds no sentence", GIVE)
    return lines, {article_id: _read_article(article_id, folder) for article_id in {one.article for one in lines}}


def _read_article(article_id: str, folder: Path) -> Article:
    beside = [folder / f"{article_id}.md", BUILT_IN / "articles" / f"{article_id}.md"]
    shipped = [file for file in shipped_files() if file.stem == article_id]
    file = next((file for file in (*beside, *shipped) if file.is_file()), None)
    if file is None:
        raise DatasetInvalid(str(folder), f"is about {article_id!r}, which is not there", GIVE)
    return make_article(read_file(file))
