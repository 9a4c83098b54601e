import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.schema import Span
from evals.cases import Tag
from evals.errors import FileUnwritable, ResultInvalid
from evals.outcome import Shown, Verdict
from evals.result import Result, for_keeping, merge, read_result, to_json, write_result
from tests.evals.builders import outcome, part

SHOWN = Shown(
    answer="Ann met “Bob”. [1]",
    reason=None,
    standalone_question="Who met Bob?",
    citations=(Span(0, 12),),
    highlights=(Span(0, 3),),
    nearest=(Span(0, 12), Span(14, 20)),
    missing=("Eve",),
    notices=("Careful.",),
)
OUTCOME = replace(
    outcome("a", tags=[Tag.WHO, Tag.PRONOUN], scores={"token_f1": 0.25, "mrr": None}), shown=SHOWN, latency_ms=7.25
)
WITH_REFERENCES = replace(
    part(OUTCOME, outcome("b", Verdict.NOT_SCORED, error="gone")), references={"always silent": {"right": 0.25}}
)
RESULT = Result((WITH_REFERENCES, part(dataset="test")))


def test_a_result_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    write_result(RESULT, tmp_path / "r.json")
    assert read_result(tmp_path / "r.json") == RESULT


def test_a_file_has_a_case_a_line_and_the_figures_for_people() -> None:
    text = to_json(RESULT)
    assert json.loads(text)["parts"][0]["figures"]["right"] == {
        "value": 1.0,
        "low": 0.025,
        "high": 1.0,
        "n": 1,
        "unscored": 1,
    }
    assert [line[:12] for line in text.splitlines() if line.startswith('{"id"')] == ['{"id": "a", ', '{"id": "b", ']


def test_a_baseline_is_the_same_from_run_to_run() -> None:
    slower = Result(
        (replace(RESULT.parts[0], outcomes=(replace(OUTCOME, latency_ms=9.0), RESULT.parts[0].outcomes[1])),)
    )
    assert to_json(for_keeping(Result(RESULT.parts[:1]))) == to_json(for_keeping(slower))


def test_merging_replaces_the_parts_of_the_same_datasets() -> None:
    dev, test = part(outcome("a")), part(outcome("z"), dataset="test")
    newer = part(outcome("a", Verdict.WRONG_SENTENCE))
    assert merge(Result((dev, test)), [newer]).parts == (newer, test)
    assert merge(None, [dev]).parts == (dev,)
    assert merge(Result((dev,)), [test]).parts == (dev, test)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "is no result of a run"),
        ("[]", "is no result of a run"),
        ('{"format": 2, "parts": []}', "is a result of format 2, not 1"),
        ('{"format": 1, "parts": [{"dataset": "dev"}]}', "is no result of a run"),
        ("[" * 100_000, "is no result of a run"),
        (to_json(Result((part(outcome("a"), outcome("a")),))), "is no result of a run"),
        (to_json(RESULT).replace('"not scored"', '"scored"'), "is no result of a run"),
    ],
)
def test_what_is_no_result_gets_one_sentence(tmp_path: Path, content: str, problem: str) -> None:
    file = tmp_path / "r.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ResultInvalid, match=problem):
        read_result(file)


def test_a_missing_or_unwritable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResultInvalid, match="does not exist; give a file that"):
        read_result(tmp_path / "none.json")
    with pytest.raises(ResultInvalid, match="is not a file"):
        read_result(tmp_path)
    with pytest.raises(FileUnwritable, match="cannot be written"):
        write_result(RESULT, tmp_path)
