"""An experiment: datasets are read, the product is asked, and the result is held against floors and baseline."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.schema import Article
from evals.baseline import find_baseline, read_baseline
from evals.comparison import compare
from evals.dataset import Dataset, FindArticle, read_dataset
from evals.gate import Gate, hold, read_floors
from evals.judge import DIGITS
from evals.measures import MEASURES
from evals.product import Answerer, Product, Progress, open_product
from evals.provenance import tell_provenance, tell_settings
from evals.reference import REFERENCES
from evals.replies import KeptReplies
from evals.report.view import View, view
from evals.result import Part, Result
from evals.run import run_dataset
from retrieval.build import Announce
from retrieval.settings import Settings

USUAL_DATASETS = ("dev", "test")
EXIT_UNSCORED, EXIT_REGRESSION = 3, 4


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run.

    Attributes:
        datasets: names or paths.
        settings: of the product.
        baseline: to compare with; None for the usual one.
        replies: a file that keeps replies, or None.
        cached_only: ask nobody for a reply that the file does not keep.
        command: that makes the result again, for its provenance; a dataset's name is put in the place of `{}`.
    """

    datasets: tuple[str, ...]
    settings: Settings
    baseline: Path | None = None
    replies: Path | None = None
    cached_only: bool = False
    command: str = "footnote eval run --dataset {}"


@dataclass(frozen=True, slots=True)
class Experiment:
    """A run and what was made of it."""

    datasets: tuple[Dataset, ...]
    result: Result
    baseline: Result | None
    views: tuple[View, ...]

    @property
    def gates(self) -> tuple[Gate, ...]:
        """The gate of each dataset."""
        return tuple(one.gate for one in self.views)

    @property
    def exit_code(self) -> int:
        """4 when the gate fails, else 3 when a case could not be scored, else 0."""
        if not all(gate.passed for gate in self.gates):
            return EXIT_REGRESSION
        return EXIT_UNSCORED if any(gate.unscored for gate in self.gates) else 0


def run_experiment(
    plan: Plan,
    *,
    find_article: FindArticle = lambda _: None,
    announce: Announce = lambda _: None,
    progress: Progress = lambda _done, _total: None,
) -> Experiment:
    """Run the product of the plan's settings over the plan's datasets.

    Args:
        plan: what to run.
        find_article: asked for articles that lie neither beside a dataset nor with Footnote.
        announce: told of work that takes seconds.
        progress: told how many cases are done, and of how many.

    Raises:
        EvalError: when a dataset, the baseline or the kept replies cannot be read.
        RetrievalError, CorpusError: when the product cannot be opened.
    """
    datasets = tuple(read_dataset(name, find_article) for name in dict.fromkeys(plan.datasets))
    # Before the work: a baseline that cannot be read is no reason to wait.
    baseline = read_baseline(plan.baseline, find_baseline(datasets, plan.settings.reader))
    articles = {article_id: one for dataset in datasets for article_id, one in dataset.articles.items()}
    with open_product(articles.values(), plan.settings, announce=announce) as product:
        chain = _with_kept_replies(plan, product, articles)
        result = ask_all(datasets, chain, product, plan, progress)
    return assess(datasets, result, baseline)


def ask_all(datasets: Sequence[Dataset], chain: Answerer, product: Product, plan: Plan, progress: Progress) -> Result:
    """Ask the cases of every dataset."""
    total, done = sum(len(dataset.cases) for dataset in datasets), 0
    parts: list[Part] = []
    for dataset in datasets:
        tell = _beginning_at(done, total, progress)
        outcomes = run_dataset(dataset, chain, top_k=product.top_k, progress=tell, supports=product.supports)
        done += len(outcomes)
        told = tell_provenance(dataset, product.provenance, plan.settings, command=plan.command.format(dataset.name))
        parts.append(Part(dataset.name, told, outcomes, ask_references(dataset, product)))
    return Result(tuple(parts))


def ask_references(dataset: Dataset, product: Product) -> dict[str, dict[str, float]]:
    """Return the figures of the reference readers over a dataset, those that apply."""
    figures: dict[str, dict[str, float]] = {}
    for name, reader in REFERENCES.items():
        outcomes = run_dataset(dataset, product.with_reader(reader), top_k=product.top_k)
        found = {one.name: one.value_of(outcomes) for one in MEASURES if one.of_reader}
        figures[name] = {measure: round(value, DIGITS) for measure, value in found.items() if value is not None}
    return figures


def assess(datasets: Sequence[Dataset], result: Result, baseline: Result | None) -> Experiment:
    """Hold a result against the floors and the baseline."""
    views: list[View] = []
    for part in result.parts:
        before = baseline.part(part.dataset) if baseline else None
        comparison = compare(before, part) if before else None
        reader = str(part.provenance.get("settings", {}).get("reader", ""))
        views.append(view(part, hold(part, comparison, read_floors(part.dataset, reader))))
    return Experiment(tuple(datasets), result, baseline, tuple(views))


def _with_kept_replies(plan: Plan, product: Product, articles: Mapping[str, Article]) -> Answerer:
    if plan.replies is None:
        return product.chain
    return KeptReplies(
        plan.replies,
        None if plan.cached_only else product.chain,
        provenance=product.provenance,
        article_of=articles.__getitem__,
        settings=tell_settings(plan.settings),
    )


def _beginning_at(done: int, total: int, progress: Progress) -> Callable[[int, int], None]:
    return lambda further, _: progress(done + further, total)
