"""Cases, outcomes and parts for tests, with what matters to the test given and the rest usual."""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.cases import Case, Tag
from evals.outcome import Outcome, Verdict
from evals.result import Part


def case(**fields: Any) -> Case:
    usual: dict[str, Any] = {"id": "one", "article": "story", "question": "Who met Bob?", "answerable": True}
    usual |= {"tags": ["who"], "quotes": ["Ann met Bob."], "answers": ["Ann"]} if fields.get("answerable", True) else {}
    return Case.model_validate({**usual, **fields})


def outcome(
    case_id: str = "one",
    verdict: Verdict = Verdict.RIGHT,
    *,
    answerable: bool = True,
    tags: Sequence[Tag] = (Tag.WHO,),
    group: str | None = None,
    fingerprint: str = "f",
    scores: Mapping[str, float | None] | None = None,
    confidence: float | None = 0.5,
    error: str | None = None,
) -> Outcome:
    right = verdict is Verdict.RIGHT
    silent = verdict is Verdict.SHOULD_ANSWER or (right and not answerable)
    usual = {} if error else {"right": float(right), "abstained": float(silent)}
    return Outcome(
        case_id=case_id,
        article="story",
        fingerprint=fingerprint,
        group=group or case_id,
        question=f"Question {case_id}?",
        answerable=answerable,
        tags=tuple(tags),
        verdict=verdict,
        scores={**usual, **(scores or {})},
        confidence=None if error else confidence,
        would_be_right=right and answerable,
        error=error,
    )


def part(*outcomes: Outcome, dataset: str = "dev") -> Part:
    return Part(dataset, {"command": "footnote eval run", "settings": {"reader": "span"}}, outcomes)
