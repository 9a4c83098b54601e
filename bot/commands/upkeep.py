"""`footnote index`, `doctor` and `bench`: keep it running, and see how it runs."""

from typing import Annotated

import typer

from bot.commands.asking import CollectionOption


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Example: footnote index --rebuild")(index)
    app.command(epilog="Example: footnote doctor")(doctor)
    app.command(epilog="Example: footnote bench --runs 3")(bench)


def index(
    rebuild: Annotated[bool, typer.Option("--rebuild", metavar="", help="Make it anew.")] = False,
    collection: CollectionOption = "default",
) -> None:
    """Build the index, or bring it up to date with the articles."""
    from bot.console import Terminal
    from bot.session import check_collection, open_footnote, update_index

    terminal = Terminal()
    with open_footnote(terminal) as footnote:
        check_collection(footnote, collection)
        report = update_index(footnote, terminal, collection, rebuild=rebuild)
    changes = [f"{len(report.added)} indexed", f"{len(report.removed)} removed", f"{report.unchanged} unchanged"]
    terminal.write(f"The index is up to date: {report.passages} passages; articles: {', '.join(changes)}.")


def doctor() -> None:
    """Look at settings, data folder, model and index, and say what to do where something is wrong."""
    from bot.console import Terminal
    from bot.doctor import examine
    from bot.render.findings import render_findings

    terminal = Terminal()
    findings = examine()
    terminal.show(render_findings(findings))
    raise typer.Exit(int(any(not finding.healthy for finding in findings)))


def bench(
    runs: Annotated[int, typer.Option("--runs", metavar="N", min=1, max=50, help="Cold starts.")] = 5,
    questions: Annotated[int, typer.Option("--questions", metavar="N", min=10, max=5000, help="Warm questions.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print JSON.")] = False,
) -> None:
    """Time a cold start and warm questions, beside sentence-transformers and a plain LangChain pipeline."""
    import json
    from dataclasses import asdict

    from bot.bench import measure
    from bot.console import Terminal
    from bot.render.findings import render_timings
    from bot.session import make_ready, open_footnote

    terminal = Terminal()
    with open_footnote(terminal) as footnote:
        make_ready(footnote, terminal)
        timings = measure(footnote, runs=runs, questions=questions, tell=terminal.tell)
    if as_json:
        terminal.write(json.dumps([asdict(timing) for timing in timings]))
    else:
        terminal.show(render_timings(timings))
