"""A quick part of the evals over the real product; `make eval` is the whole."""

import json
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from evals.baseline import FOLDER
from evals.comparison import compare
from evals.dataset import Dataset, read_dataset
from evals.experiment import Plan, ask_all, assess
from evals.product import open_product
from evals.result import Part, read_result
from retrieval.settings import Settings
from tests.cli import Cli

# A hundred questions, which take a minute and a half on a processor without VNNI.
pytestmark = pytest.mark.timeout(600)

BASELINE = FOLDER / "span.json"
EVERY = 5
MAX_FLIPS = 2
"""Another processor rounds activations to other bytes here and there: a case that is on the border may flip."""


@pytest.fixture(scope="module")
def subset() -> Dataset:
    """Every fifth conversation or question of dev, about all its articles."""
    whole = read_dataset("dev")
    cases = [case for talk in whole.conversations[::EVERY] for case in talk]
    return replace(whole, cases=tuple(cases))


@pytest.fixture(scope="module")
def outcomes(subset: Dataset, prepared_folder: Path) -> Part:
    settings = Settings(data_dir=prepared_folder, _env_file=None)  # type: ignore[call-arg]
    with open_product(subset.articles.values(), settings) as product:
        return ask_all([subset], product.chain, product, Plan(("dev",), settings), lambda _done, _total: None).parts[0]


def test_the_product_replies_as_in_the_committed_baseline(subset: Dataset, outcomes: Part) -> None:
    before = read_result(BASELINE).part("dev")
    assert before is not None
    comparison = compare(before, outcomes)
    assert comparison.shared == len(subset.cases) >= 80
    assert comparison.new == ()
    assert len(comparison.flips) <= MAX_FLIPS, [flip.after.case_id for flip in comparison.flips]


def test_the_product_is_better_than_what_anybody_could_write(subset: Dataset, outcomes: Part) -> None:
    (view,) = assess([subset], read_result(BASELINE), None).views[:1]
    right = next(row for row in view.figures if row.label == "right replies")
    assert right.references.keys() == {"nearest sentence", "always silent"}
    assert right.estimate.value > max(right.references.values()) + 0.1
    assert outcomes.references["always silent"]["abstention_recall"] == 1.0
    assert outcomes.references["nearest sentence"]["abstention_recall"] == 0.0


def test_the_baseline_is_of_the_datasets_as_they_are() -> None:
    baseline = read_result(BASELINE)
    assert [part.dataset for part in baseline.parts] == ["dev", "test"]
    for part in baseline.parts:
        dataset = read_dataset(part.dataset)
        assert [one.case_id for one in part.outcomes] == [case.id for case in dataset.cases]
        assert part.provenance["dataset"]["cases"] == len(dataset.cases)
        assert part.provenance["commit"]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("number", [0, 1])
def test_the_committed_baseline_is_made_again_by_the_command_in_it(cli: Cli, tmp_path: Path, number: int) -> None:
    kept = json.loads(BASELINE.read_text(encoding="utf-8"))["parts"][number]
    program, *words = shlex.split(kept["provenance"]["command"])
    assert program == "footnote"
    assert words[-2:] == ["--json", "FILE"]
    assert cli(*words[:-1], "again.json").code == 0
    again = json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))["parts"][0]
    assert (again["figures"], again["references"]) == (kept["figures"], kept["references"])
    for one, other in zip(again["cases"], kept["cases"], strict=True):
        one.pop("latency_ms")
        one.get("shown", {}).pop("nearest", None)
        assert one == other
