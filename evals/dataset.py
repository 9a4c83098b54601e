"""Read a dataset: its cases, the articles they are about, and the proof that every gold quote occurs in its article."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.articles import make_article
from corpus.errors import CorpusError
from corpus.extract import read_file
from corpus.library import shipped_files
from corpus.schema import Article, Span
from evals.cases import Case
from evals.errors import CaseInvalid, DatasetInvalid
from evals.json_lines import read_lines

BUILT_IN = Path(__file__).resolve().parent / "datasets"
BUILT_IN_NAMES = ("dev", "test", "example")
SUFFIXES = (".md", ".txt", ".html", ".pdf")
GIVE = f"give a .jsonl file of cases, or one of {', '.join(BUILT_IN_NAMES)}"

FindArticle = Callable[[str], Article | None]
"""An id to an article from elsewhere, such as a person's own collection; None when it does not have it."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Cases and the articles they are about.

    Attributes:
        name: "dev", "test" or "example", else the name of the file or folder without its ending.
        path: the file or folder.
        cases: in the order of the files; the turns of a conversation stand together, in order.
        articles: by id; every case's article is there.
    """

    name: str
    path: Path
    cases: tuple[Case, ...]
    articles: Mapping[str, Article]

    @property
    def conversations(self) -> tuple[tuple[Case, ...], ...]:
        """The cases as conversations, those of one question included."""
        grouped: dict[str, list[Case]] = {}
        for case in self.cases:
            grouped.setdefault(f"conversation {case.conversation}" if case.conversation else case.id, []).append(case)
        return tuple(map(tuple, grouped.values()))


def locate_all(quote: str, text: str) -> tuple[Span, ...]:
    """Return every place where a text has a quote to the character, white space alone folded; none for an empty quote.

    >>> locate_all("an", "a banana")
    (Span(start=3, end=5), Span(start=5, end=7))
    """
    words = quote.split()
    if not words:
        return ()
    pattern = r"\s+".join(map(re.escape, words))
    return tuple(Span(match.start(), match.end()) for match in re.finditer(pattern, text))


def read_dataset(name_or_path: str, find_article: FindArticle = lambda _: None) -> Dataset:
    """Read a dataset and check it.

    Args:
        name_or_path: "dev", "test" or "example", a file of JSON lines, or a folder of such files.
        find_article: asked for articles that lie neither beside the dataset nor with Footnote.

    Raises:
        DatasetInvalid: when there is no such dataset, it holds no case, or an article cannot be found or read.
        CaseInvalid: when a line is no case, or contradicts its article or another line; it is named by its number.
    """
    path = BUILT_IN / name_or_path if name_or_path in BUILT_IN_NAMES else Path(name_or_path)
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    articles: dict[str, Article] = {}
    cases: list[Case] = []
    known: dict[str, str] = {}
    for file in files:
        of_file = list(read_lines(file, Case, give=GIVE, mend="see evals/datasets/README.md"))
        for number, case in of_file:
            if case.article not in articles:
                articles[case.article] = find_article_of(case.article, file, number, find_article)
            contradiction = tell_contradiction(case, articles[case.article])
            if contradiction is not None:
                raise CaseInvalid(str(file), number, *contradiction)
            if case.id in known:
                raise CaseInvalid(str(file), number, f"has the id {case.id!r} of {known[case.id]}", "give it another")
            known[case.id] = f"{file.name}, line {number}"
        _check_conversations(of_file, file)
        cases.extend(case for _, case in of_file)
    if not cases:
        raise DatasetInvalid(str(path), "holds no case", GIVE)
    return Dataset(path.name.removesuffix(".jsonl"), path, tuple(cases), articles)


def find_article_of(article_id: str, file: Path, number: int, find_article: FindArticle = lambda _: None) -> Article:
    """Return the article that a line of a dataset is about: beside its file, with Footnote, or from elsewhere.

    Raises:
        DatasetInvalid: when it cannot be read.
        CaseInvalid: when it is nowhere; the line is named.
    """
    folders = (file.parent, file.parent / "articles", file.parent.parent / "articles")
    beside = [folder / f"{article_id}{suffix}" for folder in folders for suffix in SUFFIXES]
    shipped = [path for path in shipped_files() if path.stem == article_id]
    try:
        for path in (*beside, *shipped):
            if path.is_file():
                return make_article(replace(read_file(path), article_id=article_id))
        elsewhere = find_article(article_id)
    except CorpusError as err:
        raise DatasetInvalid(str(file), f"is about the article {article_id!r}, which cannot be read", str(err)) from err
    if elsewhere is None:
        problem = f"is about the article {article_id!r}, which is nowhere"
        raise CaseInvalid(str(file), number, problem, f"put {article_id}.md beside the dataset, or add the article")
    return elsewhere


def tell_contradiction(case: Case, article: Article) -> tuple[str, str] | None:
    """Return what a case says that its article does not have, and what to do; None when the article has all of it."""
    for quote in (*case.quotes, *case.supporting):
        if not locate_all(quote, article.text):
            shown = quote if len(quote) <= 60 else f"{quote[:59]}…"
            problem = f"quotes {shown!r}, which the article {case.article!r} does not have"
            return problem, "copy the sentence from the article"
    for part in (part for parts in case.parts for part in parts):
        if not any(locate_all(part, quote) for quote in (*case.quotes, *case.supporting)):
            return f"gives the answer {part!r}, which none of its quotes has", "copy the words from one of the quotes"
    return None


def _check_conversations(cases: Sequence[tuple[int, Case]], file: Path) -> None:
    ended: set[str] = set()
    before: Case | None = None
    for number, case in cases:
        goes_on = before is not None and case.conversation is not None and before.conversation == case.conversation
        expected = before.turn + 1 if goes_on and before is not None and before.turn else 1
        if before is not None and before.conversation is not None and not goes_on:
            ended.add(before.conversation)
        if case.conversation is not None and (case.conversation in ended or case.turn != expected):
            problem = f"is turn {case.turn} of the conversation {case.conversation!r}"
            raise CaseInvalid(str(file), number, problem, "write the turns one after the other, from 1")
        if goes_on and before is not None and before.article != case.article:
            problem = f"is about another article than the turn before it ({before.article!r})"
            raise CaseInvalid(str(file), number, problem, "ask one article in one conversation")
        before = case
