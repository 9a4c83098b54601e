"""The result of a run as one HTML page: no network, no script but its own, legible on a phone and in the dark.

Everything that comes from articles, questions and replies is escaped by Jinja; a content security policy with the
hashes of the page's own script and style lets nothing else run.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.cases import Case
from evals.dataset import Dataset, locate_all
from evals.experiment import Experiment
from evals.intervals import say_figure, say_interval
from evals.outcome import Outcome, Verdict
from evals.report.charts import HEIGHT, WIDTH, Curve, Reliability, draw_histogram, draw_reliability, draw_risk_coverage
from evals.report.excerpt import Excerpt, excerpt
from evals.report.view import View, improves, say_change
from evals.report.why import explain

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Card:
    """A case as the page shows it.

    Attributes:
        before: its verdict in the baseline, when that is another one.
        excerpts: the paragraphs that are cited or should be.
        earlier: the questions of the conversation before it.
        scores: label and value, those that apply.
    """

    dataset: str
    case: Case
    outcome: Outcome
    before: Verdict | None
    why: str
    excerpts: tuple[Excerpt, ...]
    earlier: tuple[str, ...]
    scores: tuple[tuple[str, str], ...]


def render_page(experiment: Experiment) -> str:
    """Return the page."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(figure=say_figure, interval=say_interval, change=say_change)
    environment.tests["better"] = improves
    style, script = ((FOLDER / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    cards = tuple(_cards(experiment))
    return environment.get_template("page.html.j2").render(
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:",
        views=experiment.views,
        passed=all(gate.passed for gate in experiment.gates),
        curves=tuple(_curves(experiment)),
        reliabilities=tuple(_reliabilities(experiment.views)),
        histograms=[(view, draw_histogram(view.latencies.values)) for view in experiment.views if view.latencies],
        chart=(WIDTH, HEIGHT),
        cards=cards,
        verdicts=[verdict for verdict in Verdict if any(card.outcome.verdict is verdict for card in cards)],
        tags=sorted({tag for card in cards for tag in card.outcome.tags}),
        articles=sorted({card.outcome.article for card in cards}),
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _curves(experiment: Experiment) -> Iterator[Curve]:
    for number, view in enumerate(experiment.views):
        before = experiment.baseline.part(view.part.dataset) if experiment.baseline else None
        if before is not None:
            yield draw_risk_coverage(f"{view.part.dataset}, baseline", f"series-{number} before", before.outcomes)
        yield draw_risk_coverage(view.part.dataset, f"series-{number}", view.part.outcomes)


def _reliabilities(views: Sequence[View]) -> Iterator[Reliability]:
    for number, view in enumerate(views):
        if view.calibration is not None:
            yield draw_reliability(view.part.dataset, f"series-{number}", view.calibration)


def _cards(experiment: Experiment) -> Iterator[Card]:
    for dataset, view in zip(experiment.datasets, experiment.views, strict=True):
        yield from _cards_of(dataset, view)


def _cards_of(dataset: Dataset, view: View) -> Iterator[Card]:
    comparison = view.gate.comparison
    before = {flip.after.case_id: flip.before.verdict for flip in comparison.flips} if comparison else {}
    outcomes = {outcome.case_id: outcome for outcome in view.part.outcomes}
    for conversation in dataset.conversations:
        for place, case in enumerate(conversation):
            outcome = outcomes[case.id]
            yield Card(
                dataset=view.part.dataset,
                case=case,
                outcome=outcome,
                before=before.get(case.id),
                why=explain(outcome),
                excerpts=_excerpts(case, outcome, dataset),
                earlier=_earlier(conversation[:place], case),
                scores=tuple(
                    (name.replace("_", " "), "not scored" if score is None else say_figure(score))
                    for name, score in outcome.scores.items()
                ),
            )


def _earlier(turns: Sequence[Case], case: Case) -> tuple[str, ...]:
    return (*(question for turn in turns for question in (*turn.before, turn.question)), *case.before)


def _excerpts(case: Case, outcome: Outcome, dataset: Dataset) -> tuple[Excerpt, ...]:
    article = dataset.articles[case.article]
    gold = [place for quote in case.quotes for place in locate_all(quote, article.text)]
    shown = outcome.shown
    marks = [("gold", gold)]
    if shown is not None:
        marks += [("cited", [*shown.citations]), ("withheld", [*shown.withheld]), ("answers", [*shown.highlights])]
    return excerpt(article, marks)
