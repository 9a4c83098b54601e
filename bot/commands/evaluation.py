"""`footnote eval …`: the room `evals` from the command line; it is loaded by name, and only when asked for."""

from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands import benchmarks
from bot.commands.asking import ReaderName

if TYPE_CHECKING:
    from bot.console import Terminal
    from retrieval.settings import Settings

app = typer.Typer(
    help="Measure Footnote, and hold it to what it could before.",
    no_args_is_help=True,
    epilog="Example: footnote eval run --dataset dev --html report.html",
)
app.add_typer(benchmarks.app, name="benchmark")


class NewsPart(StrEnum):
    """The parts of the news articles that nothing is trained on."""

    REPORTING = "reporting"
    CALIBRATION = "calibration"
    SELECTION = "selection"


DatasetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--dataset",
        metavar="NAME|PATH",
        help="dev, test, example, or your own .jsonl file or folder of them; may be given several times. "
        "Default: dev and test.",
    ),
]
ReaderOption = Annotated[ReaderName | None, typer.Option("--reader", help="Who reads the passages.")]
BaselineOption = Annotated[
    Path | None,
    typer.Option("--baseline", metavar="FILE", help="Compare with this result instead of the accepted one."),
]
RepliesOption = Annotated[
    Path | None,
    typer.Option("--replies", metavar="FILE", help="Keep replies in this file; ask only for those not in it."),
]
CachedOnlyOption = Annotated[
    bool, typer.Option("--cached-only", metavar="", help="Ask for nothing: what --replies lacks is not scored.")
]


def _output(flag: str, what: str) -> Any:
    return typer.Option(flag, metavar="FILE", help=f"Write {what}.")


@app.command(epilog="Example: footnote eval run --dataset dev --html report.html")
def run(  # noqa: PLR0913, PLR0917 - one a flag of the command
    dataset: DatasetOption = None,
    reader: ReaderOption = None,
    baseline: BaselineOption = None,
    json: Annotated[Path | None, _output("--json", "the result, for compare and accept")] = None,
    html: Annotated[Path | None, _output("--html", "a report to look at, one file without network")] = None,
    junit: Annotated[Path | None, _output("--junit", "JUnit XML for a CI server")] = None,
    markdown: Annotated[Path | None, _output("--markdown", "the tables of the README")] = None,
    replies: RepliesOption = None,
    cached_only: CachedOnlyOption = False,
) -> None:
    """Ask every case of the datasets, and compare with the baseline.

    Ends with 4 when something got worse or fell below its floor, with 3 when a case could not be scored.
    """
    from bot.console import Terminal

    if cached_only and replies is None:
        raise typer.BadParameter('"--cached-only" needs the file of "--replies"')
    terminal = Terminal()
    output = import_module("evals.output")
    output.refuse_unwritable(json, html, junit, markdown, replies)
    experiment = _run(terminal, dataset, reader, baseline=baseline, replies=replies, cached_only=cached_only)
    output.write_reports(experiment, json=json, html=html, junit=junit, markdown=markdown)
    for view in experiment.views:
        terminal.show(import_module("evals.report.terminal").render_view(view))
    raise typer.Exit(experiment.exit_code)


@app.command(epilog="Example: footnote eval compare before.json after.json")
def compare(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help='A result that "run --json" wrote.')],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="Another one.")],
) -> None:
    """Compare two results: what changed, which cases flipped. Ends with 4 when something got worse."""
    from bot.console import Terminal

    terminal = Terminal()
    comparisons = import_module("evals.output").compare_files(before, after)
    for comparison in comparisons:
        terminal.show(import_module("evals.report.terminal").render_comparison(comparison))
    raise typer.Exit(4 if any(comparison.worse for comparison in comparisons) else 0)


@app.command(epilog="Example: footnote eval accept --dataset dev")
def accept(
    dataset: DatasetOption = None,
    reader: ReaderOption = None,
    result: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Accept this result instead of running anew.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="Write it here instead of the usual place.")
    ] = None,
    replies: RepliesOption = None,
) -> None:
    """Make a result the new baseline, with its provenance. Say in the commit why it may be so."""
    from bot.console import Terminal

    terminal = Terminal()
    output = import_module("evals.output")
    output.refuse_unwritable(to, replies)
    if result is not None:
        path = output.accept_file(result, to)
    else:
        experiment = _run(terminal, dataset, reader, replies=replies)
        for view in experiment.views:
            terminal.show(import_module("evals.report.terminal").render_view(view))
        path = output.accept_experiment(experiment, to)
    terminal.write(f"Accepted as the baseline: {path}")


@app.command(epilog="Example: footnote eval news --data news-data --to held-out")
def news(
    data: Annotated[Path, typer.Option("--data", metavar="FOLDER", help="Holds the folders news and news-qa.")],
    to: Annotated[
        Path, typer.Option("--to", metavar="FOLDER", help="Write it here; not within Footnote's own folder.")
    ],
    part: Annotated[NewsPart, typer.Option("--part", help="Whose articles to take.")] = NewsPart.REPORTING,
) -> None:
    """Write held-out news articles, and the questions about them, as a dataset for "run --dataset FOLDER"."""
    from bot.console import Terminal

    written = import_module("evals.news_dataset").write_news(data, to, import_module("evals.news").NewsPart(part.value))
    Terminal().write(f"{to}: {written}")


def _run(terminal: "Terminal", datasets: list[str] | None, reader: ReaderName | None, **plan: object) -> Any:
    """Run an experiment over datasets, showing progress; `plan` has further fields of `evals.experiment.Plan`."""
    from retrieval.settings import read_settings

    module = import_module("evals.experiment")
    settings = read_settings()
    if reader is not None:
        settings = settings.model_copy(update={"reader": reader.value})
    names = tuple(datasets or module.USUAL_DATASETS)
    command = f"footnote eval run --dataset {{}} --reader {settings.reader} --json FILE"
    with terminal.progress("Asking") as progress:
        return module.run_experiment(
            module.Plan(names, settings, command=command, **plan),
            find_article=lambda article_id: _find_added(settings, article_id),
            announce=terminal.tell,
            progress=progress,
        )


def _find_added(settings: "Settings", article_id: str) -> Any:
    """An article that the person added, or None."""
    from corpus.errors import ArticleNotFound
    from retrieval.build import Footnote

    with Footnote(settings) as footnote:
        try:
            return footnote.library().get(article_id)
        except ArticleNotFound:
            return None
