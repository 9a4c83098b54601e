"""The result of a run as Markdown: the table of the README."""

from collections.abc import Sequence

from evals.intervals import say_figure, say_interval
from evals.report.view import Row, View

SHOWN = (
    "right replies",
    "right follow-ups",
    "token F1",
    "right sentence cited",
    "citation precision",
    "faithfulness",
    "abstention precision",
    "abstention recall",
    "hit@1",
    "AURC",
    "AUROC of confidence",
)


def render_markdown(views: Sequence[View]) -> str:
    """Return figures and tags, a column for each dataset, and the weakest tags named."""
    names = [f"{view.part.dataset} (n = {len(view.part.outcomes)})" for view in views]
    head = f"| | {' | '.join(names)} |\n|---|{'---|' * len(views)}"
    systems = list(views[-1].part.references)
    named_systems = "".join(f" {name} ({views[-1].part.dataset}) |" for name in systems)
    figures_head = f"| | {' | '.join(names)} |{named_systems}\n|---|{'---|' * (len(views) + len(systems))}"
    figures = [
        line + "".join(f" {_reference(views[-1], label, name)} |" for name in systems)
        for label, line in _rows([{row.label: row for row in view.figures} for view in views], SHOWN)
    ]
    tags = [{row.label: row for row in view.tags} for view in views]
    labels = sorted({label for rows in tags for label in rows}, key=lambda label: _order(label, tags))
    weakest = [
        f"`{view.part.dataset}`: {', '.join(row.label for row in view.weakest)}" for view in views if view.weakest
    ]
    named = f"The weakest tags are, in {'; in '.join(weakest)}." if weakest else ""
    of_tags = [line for _, line in _rows(tags, labels)]
    lines = [figures_head, *figures, "", "Right replies by tag, weakest first:", "", head, *of_tags, "", named, ""]
    return "\n".join(lines)


def _rows(tables: Sequence[dict[str, Row]], labels: Sequence[str]) -> list[tuple[str, str]]:
    """The labels that any table has, each with its line."""
    shown = [label for label in labels if any(label in rows for rows in tables)]
    return [(label, f"| {label} | {' | '.join(_cell(rows.get(label)) for rows in tables)} |") for label in shown]


def _reference(view: View, label: str, system: str) -> str:
    value = next(row.references.get(system) for row in view.figures if row.label == label)
    return "" if value is None else say_figure(value)


def _cell(row: Row | None) -> str:
    if row is None:
        return ""
    return f"{say_figure(row.estimate.value)} {say_interval(row.estimate)}, n = {row.estimate.n}"


def _order(label: str, tables: Sequence[dict[str, Row]]) -> tuple[float, str]:
    """By the value in the last table that has the label: the test set, where there is one."""
    return next(rows[label].estimate.value for rows in reversed(tables) if label in rows), label
