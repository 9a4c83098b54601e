"""The result of a run for a terminal: figures, tags, what the gate says, what flipped."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from evals.comparison import Change, Comparison, Flip
from evals.gate import Gate
from evals.intervals import say_figure, say_interval
from evals.outcome import Outcome
from evals.report.view import Row, View, improves, say_calibration, say_change

MAX_FLIPS = 30
MAX_UNSCORED = 10
TAGS = "right replies by tag"

HEAD, QUIET, GOOD, BAD = "bold", "dim", "green", "bold red"


def render_view(view: View) -> list[Text]:
    """Return what a person reads after a run, one dataset of it."""
    lines = [_title(view), Text()]
    width = max([len(TAGS), *(len(row.label) for row in (*view.figures, *view.tags))])
    compared = view.gate.comparison is not None
    lines += _table("", view.figures, width, compared=compared)
    if view.calibration is not None:
        lines.append(Text(say_calibration(view.calibration), style=QUIET))
    lines += [Text(), *_table(TAGS, view.tags, width, compared=compared)]
    lines += [Text(), *render_gate(view.gate, view.part.outcomes)]
    return lines


def render_comparison(comparison: Comparison) -> list[Text]:
    """Return two runs side by side: what changed, and which cases flipped."""
    lines = [Text(f"{comparison.dataset}: {comparison.shared} cases in both", style=HEAD), Text()]
    changes = (*comparison.changes, *comparison.tags)
    width = max((len(_name(change)) for change in changes), default=0)
    lines.append(Text(f"{'':{width}}  before  after  difference  95 % interval", style=QUIET))
    for change in changes:
        line = Text(f"{_name(change):{width}}  {say_figure(change.before):>6} {say_figure(change.after):>6}  ")
        line.append(f"{say_change(change):>10}", style=_style(change))
        line.append(f"  [{change.low:+.3f}, {change.high:+.3f}]", style=QUIET)
        if change.is_worse:
            line.append("  worse", style=BAD)
        lines.append(line)
    return [*lines, *_only_on_one_side(comparison), Text(), *_flips(comparison.flips)]


def render_gate(gate: Gate, outcomes: Sequence[Outcome]) -> list[Text]:
    """Return what the gate found, what flipped, and what could not be scored."""
    lines = [Text("gate", style=HEAD)]
    for finding in gate.findings:
        lines.append(Text("  ok    " if finding.passed else "  FAIL  ", style=GOOD if finding.passed else BAD))
        lines[-1].append(finding.text, style="" if finding.passed else "bold")
    if gate.comparison is None:
        lines.append(Text("  there is no baseline to compare with", style=QUIET))
    else:
        lines += [*_only_on_one_side(gate.comparison), *_flips(gate.comparison.flips)]
    errors = {outcome.case_id: outcome.error for outcome in outcomes if outcome.error is not None}
    if errors:
        lines.append(Text(f"not scored: {len(errors)} of {len(outcomes)} cases", style=BAD))
        lines += [Text(f"  {case_id}  {error}") for case_id, error in list(errors.items())[:MAX_UNSCORED]]
        if len(errors) > MAX_UNSCORED:
            lines.append(Text(f"  … and {len(errors) - MAX_UNSCORED} more", style=QUIET))
    return lines


def _title(view: View) -> Text:
    outcomes = view.part.outcomes
    right = sum(outcome.right for outcome in outcomes)
    title = Text(f"{view.part.dataset}: {right} of {len(outcomes)} replies right", style=HEAD)
    settings = view.part.provenance.get("settings", {})
    remarks = [f"reader {settings.get('reader', 'unknown')}"]
    if view.latencies:
        remarks.append(f"{view.latencies.median:.1f} ms a question (95th percentile {view.latencies.p95:.1f})")
    return title.append(f"   {', '.join(remarks)}", style=QUIET + " not bold")


def _table(label: str, rows: Sequence[Row], width: int, *, compared: bool) -> Iterator[Text]:
    systems = list(dict.fromkeys(name for row in rows for name in row.references))
    head = f"{label:{width}}   value  95 % interval        n" + "".join(f"   {name}" for name in systems)
    yield Text(head + ("   against the baseline" if compared else ""), style=QUIET)
    for row in rows:
        found = row.estimate
        line = Text(f"{row.label:{width}}  {say_figure(found.value):>6}  ")
        line.append(f"{say_interval(found):16}", style=QUIET).append(f" {found.n:5}", style=QUIET)
        for name in systems:
            value = row.references.get(name)
            line.append(f"   {'' if value is None else say_figure(value):>{len(name)}}", style=QUIET)
        if row.change is not None:
            line.append(f"   {say_change(row.change)}", style=_style(row.change))
        if found.unscored:
            line.append(f"   {found.unscored} not scored", style=BAD)
        yield line


def _flips(flips: Sequence[Flip]) -> Iterator[Text]:
    if not flips:
        return
    lost, won = sum(flip.lost for flip in flips), sum(flip.won for flip in flips)
    yield Text(f"flipped: {lost} lost, {won} won, {len(flips) - lost - won} wrong in another way", style=HEAD)
    width = max(len(flip.after.case_id) for flip in flips[:MAX_FLIPS])
    for flip in flips[:MAX_FLIPS]:
        word, style = ("lost", BAD) if flip.lost else ("won ", GOOD) if flip.won else ("    ", QUIET)
        line = Text(f"  {word}  ", style=style, no_wrap=True, overflow="ellipsis")
        line.append(f"{flip.after.case_id:{width}}  ", style="not bold default")
        line.append(f"{flip.before.verdict} -> {flip.after.verdict}  ", style="not bold default")
        yield line.append(" ".join(flip.after.question.split()), style="not bold dim")
    if len(flips) > MAX_FLIPS:
        yield Text(f"  … and {len(flips) - MAX_FLIPS} more", style=QUIET)


def _only_on_one_side(comparison: Comparison) -> Iterator[Text]:
    for ids, what in ((comparison.new, "new or changed"), (comparison.gone, "gone or changed")):
        if ids:
            yield Text(
                f"  {len(ids)} cases are {what} since the baseline and not compared: {_list(ids)}", style="yellow"
            )


def _list(ids: Sequence[str]) -> str:
    return ", ".join(ids[:5]) + (", …" if len(ids) > 5 else "")


def _name(change: Change) -> str:
    return change.measure.label if change.tag is None else f"tag {change.tag}"


def _style(change: Change) -> str:
    if change.is_worse:
        return BAD
    if say_change(change) == "=":
        return QUIET
    return GOOD if improves(change) else "yellow"
