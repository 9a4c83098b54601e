"""`footnote eval benchmark …`: parts of Footnote on files of the field's standard formats."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.console import Terminal

app = typer.Typer(
    help="Measure a part of Footnote on a file of the field's standard format.",
    epilog="Example: footnote eval benchmark retrieval --qa xquad-en.json.gz",
    no_args_is_help=True,
)


@app.command(epilog="Example: footnote eval benchmark retrieval --qa xquad-en.json.gz")
def retrieval(
    qa: Annotated[Path, typer.Option("--qa", metavar="FILE", help="In the SQuAD format, .json or .json.gz.")],
    paragraphs: Annotated[
        int | None, typer.Option("--paragraphs", metavar="N", min=1, help="So many paragraphs, of random titles.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="So many questions, at random.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Of the choice and the intervals.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print JSON.")] = False,
) -> None:
    """Paragraph retrieval: hit@1, hit@5 and MRR@10, beside plain dense and plain BM25 search."""
    from bot.console import Terminal
    from bot.session import open_footnote

    terminal = Terminal()
    with open_footnote(terminal) as footnote, terminal.progress("Embedding") as progress:
        module = import_module("evals.benchmarks.retrieval")
        table = module.run(
            qa, footnote.indexing_embeddings(), paragraph_count=paragraphs, limit=limit, seed=seed, progress=progress
        )
    _print(terminal, table, as_json=as_json)


def _print(terminal: "Terminal", table: Any, *, as_json: bool) -> None:
    module = import_module("evals.benchmarks.table")
    terminal.write(module.to_json(table) if as_json else module.to_text(table))
