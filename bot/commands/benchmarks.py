"""`footnote eval benchmark …`: parts of Footnote on files of the field's standard formats."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.asking import ReaderName

if TYPE_CHECKING:
    from retrieval.build import Footnote
    from retrieval.index.indexer import Progress

app = typer.Typer(
    help="Measure a part of Footnote on a file of the field's standard format, beside plain baselines.",
    epilog="Example: footnote eval benchmark retrieval --qa xquad-en.json.gz",
    no_args_is_help=True,
)

QaOption = Annotated[Path, typer.Option("--qa", metavar="FILE", help="In the SQuAD format, .json or .json.gz.")]
LimitOption = Annotated[
    int | None, typer.Option("--limit", metavar="N", min=1, help="So many questions or lines, at random.")
]
SeedOption = Annotated[int, typer.Option("--seed", metavar="N", help="Of the choice and the intervals.")]
JsonOption = Annotated[bool, typer.Option("--json", metavar="", help="Print JSON.")]
ReaderOption = Annotated[ReaderName | None, typer.Option("--reader", help="Who reads the passages.")]


@app.command(epilog="Example: footnote eval benchmark retrieval --qa xquad-en.json.gz")
def retrieval(
    qa: QaOption,
    paragraphs: Annotated[
        int | None, typer.Option("--paragraphs", metavar="N", min=1, help="So many paragraphs, of random titles.")
    ] = None,
    limit: LimitOption = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Paragraph retrieval: hit@1, hit@5 and MRR@10, beside plain dense and plain BM25 search."""

    def run(module: Any, footnote: "Footnote", progress: "Progress") -> Any:
        embeddings = footnote.indexing_embeddings()
        return module.run(qa, embeddings, paragraph_count=paragraphs, limit=limit, seed=seed, progress=progress)

    _measure("retrieval", run, as_json=as_json)


@app.command(epilog="Example: footnote eval benchmark squad --qa squad-dev-v2.0.json.gz --limit 1000")
def squad(  # noqa: PLR0913, PLR0917 - one a flag of the command
    qa: QaOption,
    open_domain: Annotated[
        bool, typer.Option("--open", metavar="", help="Search all paragraphs, instead of reading the one given.")
    ] = False,
    reader: ReaderOption = None,
    limit: LimitOption = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Reading: the official SQuAD 2.0 metrics, answerable and unanswerable halves apart."""
    options = {"open_domain": open_domain, "limit": limit, "seed": seed}
    _measure_reader("squad", qa, options, as_json=as_json, reader=reader)


@app.command(epilog="Example: footnote eval benchmark abstention --qa clapnq-dev.json.gz")
def abstention(
    qa: QaOption,
    reader: ReaderOption = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=2, help="The questions of so many titles, at random.")
    ] = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Silence: how well unanswerable questions of several kinds are told from answerable ones."""
    _measure_reader("abstention", qa, {"limit": limit, "seed": seed}, as_json=as_json, reader=reader)


@app.command(epilog="Example: footnote eval benchmark followups --dataset dev")
def followups(
    dataset: Annotated[
        list[str] | None,
        typer.Option("--dataset", metavar="NAME|PATH", help="Ask its conversations. Default: dev and test."),
    ] = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Follow-up questions: right replies, beside the questions asked without what was said before."""

    def run(module: Any, footnote: "Footnote", progress: "Progress") -> Any:
        datasets = [import_module("evals.dataset").read_dataset(name) for name in dataset or ("dev", "test")]
        articles = {name: article for one in datasets for name, article in one.articles.items()}
        with import_module("evals.product").open_product(articles.values(), footnote.settings) as product:
            return module.run(datasets, product.chain, top_k=product.top_k, seed=seed, progress=progress)

    _measure("followups", run, as_json=as_json)


@app.command(epilog="Example: footnote eval benchmark claims --claims claims.jsonl.gz")
def claims(
    file: Annotated[Path, typer.Option("--claims", metavar="FILE", help="JSON lines with source, claim and label.")],
    limit: LimitOption = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Claims: how well support by a source is told from contradiction and silence."""

    def run(module: Any, footnote: "Footnote", progress: "Progress") -> Any:
        embeddings, support = footnote.indexing_embeddings(), footnote.support().score
        return module.run(file, embeddings, limit=limit, seed=seed, progress=progress, support=support)

    _measure("claims", run, as_json=as_json)


@app.command(epilog="Example: footnote eval benchmark fidelity --dataset dev")
def fidelity(
    dataset: Annotated[
        str, typer.Option("--dataset", metavar="NAME|FOLDER", help="dev, test, or a folder of .jsonl files.")
    ] = "test",
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """A chat model's sentences: planted errors that the second check lets through, and good ones that it does not."""

    def run(module: Any, footnote: "Footnote", progress: "Progress") -> Any:
        return module.run(dataset, footnote.fidelity_check(), footnote.support(), seed=seed, progress=progress)

    _measure("fidelity", run, as_json=as_json)


def _measure_reader(
    name: str, qa: Path, options: Mapping[str, object], *, as_json: bool, reader: ReaderName | None
) -> None:
    """Measure the reader of the settings, or another, on a file of questions."""

    def run(module: Any, footnote: "Footnote", progress: "Progress") -> Any:
        embeddings, own = footnote.indexing_embeddings(), footnote.reader()
        return module.run(qa, embeddings, own, progress=progress, **options)

    _measure(name, run, as_json=as_json, reader=reader)


def _measure(
    name: str,
    run: "Callable[[Any, Footnote, Progress], Any]",
    *,
    as_json: bool,
    reader: ReaderName | None = None,
) -> None:
    """Open Footnote and a benchmark's module, run it, showing progress, and print its table."""
    from bot.console import Terminal
    from bot.session import open_footnote

    terminal = Terminal()
    with open_footnote(terminal, reader=reader) as footnote, terminal.progress("Measuring") as progress:
        table = run(import_module(f"evals.benchmarks.{name}"), footnote, progress)
    printing = import_module("evals.benchmarks.table")
    terminal.write(printing.to_json(table) if as_json else printing.to_text(table))
