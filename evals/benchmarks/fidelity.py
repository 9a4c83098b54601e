"""The second check of a chat model's sentences: how many planted errors does it let through, how many good ones not?

The quotes of all of them are real, so that a check of quotes alone lets every one through.
"""

from collections.abc import Callable, Mapping, Sequence

from corpus.passages import split_passages
from corpus.schema import Article
from evals.benchmarks.statement_file import CitedStatement, Kind, Label, read_statements
from evals.benchmarks.table import Progress, Row, Table
from evals.intervals import Estimate, estimate_mean
from retrieval.checker.support import SupportScorer
from retrieval.fidelity.backing import Backing, gather_backing, locate
from retrieval.fidelity.check import FidelityCheck
from retrieval.schema import Hit, Hits

FOOTNOTE, BY_WORDS, BY_MODEL, BY_QUOTES = "footnote", "words alone", "claim checker alone", "quotes alone"
COLUMNS = ("good sentences let through", "planted errors let through", *(f"errors: {kind}" for kind in Kind))
NOTES = (
    "What is not let through is replaced by the sentence that it quotes, or left out where that stands there already.",
)

LetThrough = Callable[[str, Backing], bool]


def run(
    name: str,
    check: FidelityCheck,
    support: SupportScorer,
    *,
    seed: int = 0,
    progress: Progress = lambda _done, _total: None,
) -> Table:
    """Check the sentences of a dataset in four ways; those made from one good sentence are resampled together.

    A sentence is checked beside all passages of its article. One of which a quote is not found is not let through.

    Args:
        name: "dev", "test", or a folder.
        check: the product's.
        support: the claim checker.
        seed: of the intervals.
        progress: told `(done, total)` sentences checked.

    Raises:
        DatasetInvalid: when the dataset cannot be read.
    """
    statements, articles = read_statements(name)
    hits = {article_id: show_all(article) for article_id, article in articles.items()}
    ways: Mapping[str, LetThrough] = {
        FOOTNOTE: lambda text, backing: check.find_flaw(text, backing) is None,
        BY_WORDS: lambda text, backing: check.find_flaw_by_words(text, backing) is None,
        BY_MODEL: lambda text, backing: support.supports(text, [*backing.nearby, *backing.cited]),
        BY_QUOTES: lambda _text, _backing: True,
    }
    passed: dict[str, list[bool]] = {way: [] for way in ways}
    for done, one in enumerate(statements, start=1):
        backing = back(one, hits[one.article])
        for way, lets_through in ways.items():
            passed[way].append(backing is not None and lets_through(one.sentence, backing))
        progress(done, len(statements))
    counts = {"good sentences": sum(one.label is Label.GOOD for one in statements)}
    counts |= {"planted errors": len(statements) - counts["good sentences"], "articles": len(articles)}
    rows = tuple(_judge(way, of_way, statements, seed) for way, of_way in passed.items())
    return Table(name, counts, COLUMNS, rows, NOTES)


def show_all(article: Article) -> Hits:
    """Return every passage of an article as a hit, in order, each with the one before it; the scores say nothing."""
    passages = split_passages(article)
    before = (None, *passages)
    return Hits(
        "",
        tuple(
            Hit(
                passage,
                score=0.0,
                rank=rank,
                cosine=0.0,
                lexical=0.0,
                sentence_cosines=tuple(0.0 for _ in passage.sentences),
                before=before[rank - 1],
            )
            for rank, passage in enumerate(passages, start=1)
        ),
    )


def back(statement: CitedStatement, hits: Hits) -> Backing | None:
    """Return what a sentence rests on; None when one of its quotes is not found."""
    located = {marker: locate(quote, hits) for marker, quote in enumerate(statement.quotes, start=1)}
    found = {marker: one for marker, one in located.items() if one is not None}
    return gather_backing(found, found, hits) if len(found) == len(located) else None


def _judge(way: str, passed: Sequence[bool], statements: Sequence[CitedStatement], seed: int) -> Row:
    def share(counts: Callable[[CitedStatement], bool]) -> Estimate | None:
        counted = [(float(let), one.of or one.id) for let, one in zip(passed, statements, strict=True) if counts(one)]
        if not counted:
            return None
        values, groups = zip(*counted, strict=True)
        return estimate_mean(values, groups=groups, seed=seed)

    kinds = [share(lambda one, kind=kind: one.kind is kind) for kind in Kind]  # type: ignore[misc]
    good, wrong = share(lambda one: one.label is Label.GOOD), share(lambda one: one.label is Label.WRONG)
    return Row(way, (good, wrong, *kinds))
