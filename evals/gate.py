"""The gate: absolute floors, and no measure worse than the baseline."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.comparison import CONFIDENCE, TAG_CONFIDENCE, Change, Comparison
from evals.errors import DatasetInvalid
from evals.intervals import Estimate
from evals.measures import BY_NAME, measure, unscored
from evals.result import Part

FLOORS_FILE = Path(__file__).resolve().parent / "floors.toml"
ANY_DATASET = "any"
"""The section for datasets without one of their own."""
ROUNDING = 5e-5
"""Results are written with four digits."""

Floors = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the gate holds.

    Attributes:
        name: short, unique in its dataset.
        passed: whether it holds.
        text: one sentence for a person.
    """

    name: str
    passed: bool
    text: str


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate found about one dataset.

    Attributes:
        unscored: ids of the cases without a verdict.
    """

    dataset: str
    findings: tuple[Finding, ...]
    unscored: tuple[str, ...]
    comparison: Comparison | None

    @property
    def passed(self) -> bool:
        """Whether everything holds; cases that could not be scored are another matter."""
        return all(finding.passed for finding in self.findings)


def hold(part: Part, comparison: Comparison | None, floors: Floors) -> Gate:
    """Hold a part against its floors and, where there is one, its comparison with the baseline."""
    found = [_hold_floor(name, floor, measure(BY_NAME[name], part.outcomes)) for name, floor in floors.items()]
    if comparison is not None:
        found += [_regression(change) for change in comparison.worse] or [_no_regression(comparison)]
    return Gate(part.dataset, tuple(found), tuple(one.case_id for one in unscored(part.outcomes)), comparison)


def read_floors(dataset: str, reader: str, path: Path = FLOORS_FILE) -> dict[str, float]:
    """Return the floor of each measure for a dataset and a reader; a ceiling where lower is better.

    Raises:
        DatasetInvalid: when the file cannot be read or names no measure.
    """
    try:
        sections = tomllib.loads(path.read_text(encoding="utf-8"))
        section = sections.get(dataset, {}).get(reader, sections[ANY_DATASET])
        floors = {str(name): float(value) for name, value in section.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as err:
        raise DatasetInvalid(str(path), f"holds no floors ({err})", "write [dataset.reader] and measure = 0.5") from err
    for name in floors:
        if name not in BY_NAME:
            raise DatasetInvalid(str(path), f"names no measure {name!r}", f"the measures are: {', '.join(BY_NAME)}")
    return floors


def _hold_floor(name: str, floor: float, found: Estimate | None) -> Finding:
    held = BY_NAME[name]
    bound = "at least" if held.higher_is_better else "at most"
    if found is None:
        return Finding(f"floor of {name}", True, f"{held.label}: applies to no case, nothing to hold.")
    gap = found.value - floor if held.higher_is_better else floor - found.value
    passed = gap >= -ROUNDING
    if passed:
        text = f"{held.label} is {bound} {floor:.3f}: {found.value:.3f}."
    else:
        text = f"{held.label} must be {bound} {floor:.3f}, not {found.value:.3f}."
    return Finding(f"floor of {name}", passed, text)


def _regression(change: Change) -> Finding:
    what = change.measure.label if change.tag is None else f"{change.measure.label} of the tag {change.tag}"
    name = change.measure.name if change.tag is None else f"{change.measure.name} of {change.tag}"
    interval = f"95 % interval [{change.low:+.3f}, {change.high:+.3f}]"
    text = f"{what} got worse: {change.before:.3f} -> {change.after:.3f} ({change.difference:+.3f}, {interval})."
    return Finding(f"regression of {name}", False, text)


def _no_regression(comparison: Comparison) -> Finding:
    text = (
        f"no measure is worse than the baseline at {CONFIDENCE:.0%} confidence, no tag at {TAG_CONFIDENCE:.0%} "
        f"({comparison.shared} cases compared)."
    )
    return Finding("regression", True, text)
