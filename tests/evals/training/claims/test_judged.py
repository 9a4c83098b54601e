import gzip
import json
from pathlib import Path

import pytest

from evals.benchmarks.claim_file import Claim, Label
from evals.errors import DatasetInvalid
from evals.training.claims.judged import (
    BEGIN,
    FEVER,
    REPORTING,
    Judged,
    group_sources,
    part_summaries,
    read_judged,
)
from evals.training.claims.verdicts import NOT_SUPPORTED, SUPPORTED
from evals.training.held_out import Part

FIRST = "The harbour of the old town was shut in May."
SECOND = "Nobody in the whole town had expected so long a strike."
THIRD = "Seven ships waited for days outside the harbour walls."


def write(folder: Path, name: str, *claims: tuple[str, str, str]) -> None:
    lines = [json.dumps({"source": source, "claim": claim, "label": label}) for source, claim, label in claims]
    (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in REPORTING:
        write(tmp_path, f"dev-{name}", (f"{THIRD} More.", "Ships waited.", "supported"))
    return tmp_path


def read_all(folder: Path, *sets: str) -> list[Judged]:
    found: list[Judged] = []
    for part in Part:
        try:
            found += read_judged(folder, part, seed=0, sets=sets)
        except DatasetInvalid:
            continue
    return found


def test_a_source_with_a_sentence_of_a_reporting_set_is_not_trained_on(folder: Path) -> None:
    linked = f"{THIRD} {SECOND}"
    write(folder, "train-fever", (linked, "a", "supported"), (SECOND, "b", "supported"), (FIRST, "c", "supported"))
    assert [one.claim for one in read_all(folder, FEVER)] == ["c"]


def test_labels_say_no_more_than_is_known(folder: Path) -> None:
    write(folder, "train-fever", (FIRST, "It was open.", "contradicted"), (FIRST, "It was shut.", "supported"))
    write(folder, "train-begin-dialogue", (SECOND, "Nobody had.", "contradicted"))
    found = {one.claim: one.target for one in read_all(folder, FEVER, BEGIN)}
    assert found == {"It was open": NOT_SUPPORTED, "It was shut": SUPPORTED}


def test_sources_linked_by_sentences_are_one_group() -> None:
    groups = group_sources([FIRST, f"{FIRST} {SECOND}", f"{SECOND} Yes.", THIRD])
    assert groups[FIRST] == groups[f"{FIRST} {SECOND}"] == groups[f"{SECOND} Yes."]
    assert groups[THIRD] != groups[FIRST]


def test_a_summary_is_parted_into_sentences_known_to_be_right_or_wrong() -> None:
    claims = [
        Claim(source=FIRST, claim="It was shut. Bob left.", label=Label.SUPPORTED),
        Claim(source=FIRST, claim="It was open. Bob left.", label=Label.UNSUPPORTED),
        Claim(source=FIRST, claim="It was new. Bob came.", label=Label.UNSUPPORTED),
    ]
    parted = [(one.claim, one.label) for one in part_summaries(FIRST, claims)]
    assert parted == [
        ("It was shut.", Label.SUPPORTED),
        ("Bob left.", Label.SUPPORTED),
        ("It was open.", Label.UNSUPPORTED),
    ]
