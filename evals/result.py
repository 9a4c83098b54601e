"""The result of a run as a file, and back. A baseline is such a file, without what varies from run to run."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from corpus.schema import Span
from evals.cases import Tag
from evals.errors import FileUnwritable, ResultInvalid
from evals.intervals import Estimate
from evals.measures import MEASURES, measure
from evals.outcome import Outcome, Shown, Verdict

FORMAT = 1
MAX_FILE_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """What came of one dataset.

    Attributes:
        dataset: its name.
        provenance: what made the replies, and the command that makes them again.
        outcomes: one a case, in the order of the dataset.
        references: figures of simpler systems over the same cases in the same run: system, measure, value.
    """

    dataset: str
    provenance: Mapping[str, Any]
    outcomes: tuple[Outcome, ...]
    references: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def figures(self) -> dict[str, Estimate | None]:
        """Return every measure by its name; None where it applies to no case."""
        return {one.name: measure(one, self.outcomes) for one in MEASURES}


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one run: a part for each dataset."""

    parts: tuple[Part, ...]

    def part(self, dataset: str) -> Part | None:
        """Return the part of a dataset, or None."""
        return next((part for part in self.parts if part.dataset == dataset), None)


def write_result(result: Result, path: Path) -> None:
    """Write a result, one case a line, so that versions of it can be compared line by line.

    Raises:
        FileUnwritable: when the file cannot be written.
    """
    write_text(to_json(result), path)


def write_text(text: str, path: Path) -> None:
    """Write a text file whole; raises FileUnwritable when it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as err:
        raise FileUnwritable(str(path), err.strerror or str(err)) from err


def to_json(result: Result) -> str:
    """Return a result as JSON: figures first, then one case a line."""
    parts = ",\n".join(_part_json(part) for part in result.parts)
    return f'{{"format": {FORMAT}, "parts": [\n{parts}\n]}}\n'


def for_keeping(result: Result) -> Result:
    """Return a result without what differs from run to run (latencies) and what a comparison does not need."""
    return Result(
        tuple(
            replace(part, outcomes=tuple(_for_keeping(outcome) for outcome in part.outcomes)) for part in result.parts
        )
    )


def _for_keeping(outcome: Outcome) -> Outcome:
    shown = None if outcome.shown is None else replace(outcome.shown, nearest=())
    return replace(outcome, latency_ms=None, shown=shown)


def read_result(path: Path) -> Result:
    """Read a result.

    Raises:
        ResultInvalid: when the file cannot be read or is no result of this format.
    """
    try:
        if not path.is_file():
            raise ResultInvalid(str(path), "is not a file" if path.exists() else "does not exist")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise ResultInvalid(str(path), f"has more than {MAX_FILE_BYTES:,} bytes")
        fields = json.loads(path.read_text(encoding="utf-8"))
        if fields["format"] != FORMAT:
            raise ResultInvalid(str(path), f"is a result of format {fields['format']!r}, not {FORMAT}")
        return Result(tuple(_part(part) for part in fields["parts"]))
    except OSError as err:
        raise ResultInvalid(str(path), f"cannot be read ({err.strerror or err})") from err
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as err:
        raise ResultInvalid(str(path), f"is no result of a run ({type(err).__name__})") from err


def _part_json(part: Part) -> str:
    head = {
        "dataset": part.dataset,
        "provenance": dict(part.provenance),
        "figures": {name: _rounded(found) for name, found in part.figures().items()},
        "references": {
            system: {name: round(value, 4) for name, value in of_system.items()}
            for system, of_system in part.references.items()
        },
    }
    cases = ",\n".join(_dumps(_outcome_fields(outcome)) for outcome in part.outcomes)
    return f'{_dumps(head)[:-1]}, "cases": [\n{cases}\n]}}'


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _rounded(found: Estimate | None) -> dict[str, float | int] | None:
    return None if found is None else {name: round(value, 4) for name, value in asdict(found).items()}


def _outcome_fields(outcome: Outcome) -> dict[str, Any]:
    """The fields of an outcome that are not at their defaults."""
    fields: dict[str, Any] = {
        "id": outcome.case_id,
        "article": outcome.article,
        "fingerprint": outcome.fingerprint,
        "group": outcome.group,
        "question": outcome.question,
        "answerable": outcome.answerable,
        "tags": list(outcome.tags),
        "verdict": outcome.verdict,
        "scores": {name: None if score is None else round(score, 4) for name, score in outcome.scores.items()},
        "confidence": None if outcome.confidence is None else round(outcome.confidence, 4),
        "would_be_right": outcome.would_be_right,
    }
    if outcome.shown is not None:
        fields["shown"] = {
            name: [[one.start, one.end] if isinstance(one, Span) else one for one in value]
            if isinstance(value, tuple)
            else value
            for name in Shown.__slots__
            if (value := getattr(outcome.shown, name))
        }
    if outcome.error is not None:
        fields["error"] = outcome.error
    if outcome.latency_ms is not None:
        fields["latency_ms"] = round(outcome.latency_ms, 2)
    return fields


def _part(fields: Mapping[str, Any]) -> Part:
    outcomes = tuple(_outcome(case) for case in fields["cases"])
    if len({outcome.case_id for outcome in outcomes}) < len(outcomes):
        raise ValueError("a case stands twice")
    references = {
        str(system): {str(name): float(value) for name, value in of_system.items()}
        for system, of_system in fields["references"].items()
    }
    return Part(str(fields["dataset"]), dict(fields["provenance"]), outcomes, references)


def _outcome(fields: Mapping[str, Any]) -> Outcome:
    shown = fields.get("shown")
    return Outcome(
        case_id=str(fields["id"]),
        article=str(fields["article"]),
        fingerprint=str(fields["fingerprint"]),
        group=str(fields["group"]),
        question=str(fields["question"]),
        answerable=bool(fields["answerable"]),
        tags=tuple(Tag(tag) for tag in fields["tags"]),
        verdict=Verdict(fields["verdict"]),
        scores={str(name): None if score is None else float(score) for name, score in fields["scores"].items()},
        confidence=None if fields["confidence"] is None else float(fields["confidence"]),
        would_be_right=bool(fields["would_be_right"]),
        shown=None if shown is None else _shown(shown),
        error=fields.get("error"),
        latency_ms=fields.get("latency_ms"),
    )


def _shown(fields: Mapping[str, Any]) -> Shown:
    def spans(name: str) -> tuple[Span, ...]:
        return tuple(Span(int(start), int(end)) for start, end in fields.get(name, ()))

    return Shown(
        answer=str(fields.get("answer", "")),
        reason=fields.get("reason"),
        standalone_question=str(fields.get("standalone_question", "")),
        citations=spans("citations"),
        highlights=spans("highlights"),
        withheld=spans("withheld"),
        nearest=spans("nearest"),
        missing=tuple(map(str, fields.get("missing", ()))),
        notices=tuple(map(str, fields.get("notices", ()))),
    )


def merge(into: Result | None, parts: Iterable[Part]) -> Result:
    """Return a result with these parts in the place of those of the same datasets, the others kept."""
    fresh = {part.dataset: part for part in parts}
    kept: Sequence[Part] = into.parts if into else ()
    merged = [fresh.pop(part.dataset, part) for part in kept]
    return Result((*merged, *fresh.values()))
