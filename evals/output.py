"""What the commands of the evals read and write: results, reports, baselines."""

from pathlib import Path

from evals.baseline import FOLDER, accept, default_baseline
from evals.comparison import Comparison, compare
from evals.dataset import BUILT_IN_NAMES
from evals.errors import FileUnwritable, NotAcceptable, NotComparable
from evals.experiment import Experiment
from evals.measures import unscored
from evals.report.junit import render_junit
from evals.report.markdown import render_markdown
from evals.report.page import render_page
from evals.result import Result, read_result, to_json, write_text


def write_reports(
    experiment: Experiment,
    *,
    json: Path | None = None,
    html: Path | None = None,
    junit: Path | None = None,
    markdown: Path | None = None,
) -> None:
    """Write the reports that are asked for; raises FileUnwritable when one cannot be written."""
    if json is not None:
        write_text(to_json(experiment.result), json)
    if html is not None:
        write_text(render_page(experiment), html)
    if junit is not None:
        write_text(render_junit(experiment.views), junit)
    if markdown is not None:
        write_text(render_markdown(experiment.views), markdown)


def refuse_unwritable(*paths: Path | None) -> None:
    """Raise FileUnwritable for a path that no file can be written to, before work is done for it; pass over None."""
    for path in paths:
        if path is not None and path.is_dir():
            raise FileUnwritable(str(path), "it is a folder")
        if path is not None and not path.parent.is_dir():
            raise FileUnwritable(str(path), f"there is no folder {str(path.parent)!r}")


def compare_files(before: Path, after: Path) -> tuple[Comparison, ...]:
    """Compare two results, over the datasets that both have.

    Raises:
        ResultInvalid: when a file is no result.
        NotComparable: when the two have no case in common.
    """
    old, new = read_result(before), read_result(after)
    pairs = [(known, part) for part in new.parts if (known := old.part(part.dataset)) is not None]
    comparisons = tuple(compare(known, part) for known, part in pairs)
    if not any(comparison.shared for comparison in comparisons):
        raise NotComparable(str(before), str(after))
    return comparisons


def accept_experiment(experiment: Experiment, to: Path | None) -> Path:
    """Make a run the baseline, at its usual place or another; return where it lies.

    Raises:
        NotAcceptable: when a case has no verdict, or the datasets share no usual place.
        ResultInvalid: when there is a file that is no baseline.
        FileUnwritable: when it cannot be written.
    """
    usual = default_baseline(experiment.datasets, _reader(experiment.result))
    return _accept(experiment.result, to or usual)


def accept_file(path: Path, to: Path | None) -> Path:
    """Make a result that was written the baseline; raises what `accept_experiment` raises."""
    result = read_result(path)
    datasets = {part.dataset for part in result.parts}
    usual = FOLDER / f"{_reader(result)}.json" if datasets <= set(BUILT_IN_NAMES) else None
    return _accept(result, to or usual)


def _accept(result: Result, path: Path | None) -> Path:
    if path is None:
        raise NotAcceptable("its datasets have no usual place together", "say where: --baseline FILE")
    lost = [outcome.case_id for part in result.parts for outcome in unscored(part.outcomes)]
    if lost:
        named = f"{', '.join(lost[:3])}{', …' if len(lost) > 3 else ''}"
        cases = "1 case" if len(lost) == 1 else f"{len(lost)} cases"
        raise NotAcceptable(f"{cases} could not be scored ({named})", "mend that first")
    accept(result.parts, path)
    return path


def _reader(result: Result) -> str:
    return str(result.parts[0].provenance.get("settings", {}).get("reader", "unknown")) if result.parts else "unknown"
