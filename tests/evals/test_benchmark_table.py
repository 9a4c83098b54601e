import json

import pytest

from evals.benchmarks.table import Row, Table, take, to_json, to_text
from evals.intervals import Estimate

HALF, WHOLE = Estimate(0.5, 0.25, 0.75, 4), Estimate(1.0, 0.4, 1.0, 4, unscored=2)


def test_n_stands_in_the_head_and_what_is_missing_is_shown() -> None:
    table = Table("qa.json", {"questions": 1204}, ("F1", "EM"), (Row("ours", (HALF, None)), Row("BM25", (WHOLE, HALF))))
    assert to_text(table).splitlines() == [
        "qa.json: 1,204 questions; means with 95 % intervals",
        "       F1 (n = 4)                          EM (n = 4)",
        "ours   .500 [.250, .750]                   -",
        "BM25   1.000 [.400, 1.000], 2 not scored   .500 [.250, .750]",
    ]


def test_counts_that_differ_stand_in_the_cells() -> None:
    rows = (Row("ours", (HALF,)), Row("theirs", (Estimate(0.5, 0.4, 0.6, 9),)))
    assert [
        line.rpartition("   ")[2] for line in to_text(Table("f", {}, ("F1",), rows, ("A note.",))).splitlines()
    ] == [
        "f: ; means with 95 % intervals",
        "F1",
        ".500 [.250, .750] n = 4",
        ".500 [.400, .600] n = 9",
        "A note.",
    ]


def test_a_wide_table_lies_on_its_side() -> None:
    columns = tuple(f"measure number {k}" for k in range(8))
    lines = to_text(Table("f", {"cases": 4}, columns, (Row("ours", (HALF,) * 8),))).splitlines()
    assert lines[1].split() == ["ours"]
    assert lines[2] == "measure number 0 (n = 4)   .500 [.250, .750]"
    assert len(lines) == 10


def test_programs_get_every_figure() -> None:
    table = Table("f", {"cases": 4}, ("F1", "EM"), (Row("ours", (HALF, None)),), ("A note.",))
    assert json.loads(to_json(table)) == {
        "file": "f",
        "counts": {"cases": 4},
        "rows": [{"name": "ours", "F1": {"value": 0.5, "low": 0.25, "high": 0.75, "n": 4, "unscored": 0}, "EM": None}],
        "notes": ["A note."],
    }


@pytest.mark.parametrize(("limit", "count"), [(None, 9), (9, 9), (20, 9), (3, 3)])
def test_so_many_are_taken_in_their_order(limit: int | None, count: int) -> None:
    taken = list(take(range(9), limit, seed=1))
    assert len(taken) == count
    assert taken == sorted(set(taken))
    assert taken == list(take(range(9), limit, seed=1))
