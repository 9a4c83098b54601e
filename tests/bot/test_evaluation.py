"""`footnote eval` as a person uses it: run, compare, accept, and a dataset of their own."""

import gzip
import json
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from evals.baseline import FOLDER, default_baseline, find_baseline
from evals.dataset import BUILT_IN, read_dataset
from tests.cli import Cli

EXAMPLE = BUILT_IN / "example"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The documented example, copied as a person would begin with it."""
    folder = tmp_path / "mine"
    shutil.copytree(EXAMPLE, folder)
    return folder / "lighthouse.jsonl"


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_the_documented_example_runs_and_writes_every_report(cli: Cli, mine: Path, tmp_path: Path) -> None:
    reports = ("--json", "r.json", "--html", "r.html", "--junit", "r.xml", "--markdown", "r.md")
    run = cli("eval", "run", "--dataset", str(mine), *reports)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("lighthouse: 7 of 7 replies right   reader span, ")
    assert "  ok    faithfulness is at least 1.000: 1.000." in run.out.splitlines()
    assert json.loads((tmp_path / "r.json").read_text())["parts"][0]["cases"][0]["id"] == "lighthouse-001"
    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert ET.parse(tmp_path / "r.xml").getroot().tag == "testsuites"
    assert lines(tmp_path / "r.md")[0].startswith("| | lighthouse (n = 7) | nearest sentence (lighthouse) |")


def test_two_runs_give_the_same_verdicts_and_scores(cli: Cli, mine: Path, tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        assert cli("eval", "run", "--dataset", str(mine), "--json", name).code == 0
    first, second = (json.loads((tmp_path / name).read_text())["parts"][0]["cases"] for name in ("a.json", "b.json"))
    for one, other in zip(first, second, strict=True):
        assert {**one, "latency_ms": 0} == {**other, "latency_ms": 0}
    assert cli("eval", "compare", "a.json", "b.json").code == 0


def test_an_accepted_baseline_lies_beside_the_dataset_and_is_compared_with(cli: Cli, mine: Path) -> None:
    accepted = cli("eval", "accept", "--dataset", str(mine))
    baseline = mine.with_name("lighthouse.span.baseline.json")
    assert accepted.out.splitlines()[-1] == f"Accepted as the baseline: {baseline}"
    told = json.loads(baseline.read_text())["parts"][0]["provenance"]
    assert told["command"] == "footnote eval run --dataset lighthouse --reader span --json FILE"
    assert told["dataset"]["cases"] == 7
    run = cli("eval", "run", "--dataset", str(mine))
    assert run.code == 0
    assert "(7 cases compared)" in run.out


def test_a_regression_ends_with_4_and_names_what_flipped(cli: Cli, mine: Path) -> None:
    assert cli("eval", "accept", "--dataset", str(mine)).code == 0
    run = cli("eval", "run", "--dataset", str(mine), env={"FOOTNOTE_ANSWER_THRESHOLD": "0.99"})
    assert run.code == 4
    assert "  FAIL  right sentence cited got worse: 1.000 -> 0.000" in run.out
    assert "  lost  lighthouse-002  right -> should have answered  How much does the new lens cost?" in run.out


def test_a_case_that_cannot_be_asked_ends_with_3(cli: Cli, mine: Path) -> None:
    case = {"id": "x", "article": "lighthouse", "question": "¿Quién es el jefe del puerto?", "answerable": False}
    with mine.open("a", encoding="utf-8") as file:
        file.write(json.dumps({**case, "tags": ["unanswerable-on-topic"]}) + "\n")
    run = cli("eval", "run", "--dataset", str(mine))
    assert run.code == 3
    assert "not scored: 1 of 8 cases" in run.out
    assert "does not look English" in run.out
    accepted = cli("eval", "accept", "--dataset", str(mine))
    assert accepted.code == 1
    assert accepted.err.startswith("Error: the result cannot become a baseline: 1 case could not be scored (x); ")


def test_an_article_that_was_added_can_be_evaluated(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "oslo.txt").write_text("Ann met Bob in Oslo on Monday.\n\nNobody else came.", encoding="utf-8")
    assert cli("add", "oslo.txt").code == 0
    case = {"id": "a", "article": "oslo", "question": "Who met Bob?", "answerable": True, "tags": ["who"]}
    gold = {"quotes": ["Ann met Bob in Oslo on Monday."], "answers": ["Ann"]}
    (tmp_path / "mine.jsonl").write_text(json.dumps({**case, **gold}), encoding="utf-8")
    run = cli("eval", "run", "--dataset", "mine.jsonl")
    assert run.out.startswith("mine: 1 of 1 replies right")


def test_kept_replies_are_not_asked_for_again(cli: Cli, mine: Path, tmp_path: Path) -> None:
    asked = cli("eval", "run", "--dataset", str(mine), "--replies", "kept.jsonl")
    assert asked.code == 0
    assert len(lines(tmp_path / "kept.jsonl")) == 7
    again = cli("eval", "run", "--dataset", str(mine), "--replies", "kept.jsonl", "--cached-only")
    assert again.out.splitlines()[2:] == asked.out.splitlines()[2:]
    nothing = cli(
        "eval", "run", "--dataset", str(mine), "--replies", "empty.jsonl", "--cached-only", "--html", "r.html"
    )
    assert nothing.code == 3
    assert "no reply to 'Why was the lighthouse switched off?' is kept in 'empty.jsonl'" in nothing.out


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("run", "--dataset", "none.jsonl"), 1, "the file 'none.jsonl' does not exist; give a .jsonl file of cases"),
        (("run", "--dataset", "example", "--baseline", "none.json"), 1, "the file 'none.json' does not exist; give a"),
        (("run", "--cached-only"), 2, '"--cached-only" needs the file of "--replies"'),
        (("compare", "a.json", "b.json"), 1, "the file 'a.json' does not exist; give a file that"),
        (("accept", "--from", "a.json"), 1, "the file 'a.json' does not exist"),
        (("run", "--dataset", "none.jsonl", "--json", "no/r.json"), 1, "cannot be written (there is no folder 'no')"),
        (("run", "--dataset", "none.jsonl", "--html", "."), 1, "the file '.' cannot be written (it is a folder)"),
        (("accept", "--dataset", "none.jsonl", "--baseline", "no/b.json"), 1, "there is no folder 'no'"),
        (
            ("news", "--data", ".", "--to", "held-out"),
            1,
            "articles.jsonl.gz' does not exist; give the folder with news",
        ),
    ],
)
def test_wrong_input_gets_one_sentence(cli: Cli, words: tuple[str, ...], code: int, message: str) -> None:
    run = cli("eval", *words)
    assert run.code == code
    assert message in run.err
    assert run.err.count("\n") == 1


def test_runs_of_other_datasets_cannot_be_compared(cli: Cli, mine: Path, tmp_path: Path) -> None:
    assert cli("eval", "run", "--dataset", str(mine), "--json", "a.json").code == 0
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    (tmp_path / "b.json").write_text(text.replace('"dataset": "lighthouse"', '"dataset": "other"'), encoding="utf-8")
    run = cli("eval", "compare", "a.json", "b.json")
    assert (run.code, run.err) == (
        1,
        "Error: a.json and b.json have no case in common; compare two runs of one dataset\n",
    )


def test_a_comparison_of_a_worse_run_ends_with_4(cli: Cli, mine: Path) -> None:
    assert cli("eval", "run", "--dataset", str(mine), "--json", "a.json").code == 0
    silent = {"FOOTNOTE_ANSWER_THRESHOLD": "0.99"}
    assert cli("eval", "run", "--dataset", str(mine), "--json", "b.json", env=silent).code == 0
    run = cli("eval", "compare", "a.json", "b.json")
    assert run.code == 4
    assert run.out.startswith("lighthouse: 7 cases in both\n")
    accepted = cli("eval", "accept", "--from", "b.json")
    assert "its datasets have no usual place together; say where: --baseline FILE" in accepted.err
    assert cli("eval", "accept", "--from", "b.json", "--baseline", "base.json").code == 0
    assert cli("eval", "run", "--dataset", str(mine), "--baseline", "base.json").code == 0


def test_the_baseline_of_the_built_in_datasets_lies_with_the_evals() -> None:
    dev, example = read_dataset("dev"), read_dataset("example")
    assert default_baseline([dev, example], "span") == FOLDER / "span.json"
    assert default_baseline([read_dataset(str(EXAMPLE / "lighthouse.jsonl")), dev], "span") is None


def test_a_dataset_of_ones_own_beside_a_built_in_one_takes_no_comparison_from_it() -> None:
    mine = read_dataset(str(EXAMPLE / "lighthouse.jsonl"))
    assert find_baseline([mine, read_dataset("dev")], "span") == FOLDER / "span.json"
    assert find_baseline([mine], "span") == EXAMPLE / "lighthouse.span.baseline.json"


def write_news_data(folder: Path, article_id: str) -> None:
    article = {"id": article_id, "title": "Talks", "text": "Ann met Bob in Oslo."}
    row = {"article": article_id, "question": "Who met Bob?", "kind": "who", "style": "plain", "answerable": True}
    row |= {"quotes": ["Ann met Bob in Oslo."], "parts": [["Ann"]]}
    for name, line in (("news/articles", article), ("news-qa/rows-0", row)):
        path = folder / f"{name}.jsonl.gz"
        path.parent.mkdir(parents=True)
        path.write_bytes(gzip.compress(json.dumps(line).encode()))


def test_held_out_news_are_written_as_a_dataset(cli: Cli, tmp_path: Path) -> None:
    write_news_data(tmp_path / "data", "story-2")
    run = cli("eval", "news", "--data", "data", "--to", "held-out")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("held-out: 1 cases about 1 articles (0 not answerable, 0 follow-ups); left out 0 whose")
    assert [case.id for case in read_dataset("held-out").cases] == ["story-2-001"]


def test_news_that_are_trained_on_are_not_written(cli: Cli, tmp_path: Path) -> None:
    write_news_data(tmp_path / "data", "story-0")
    assert cli("eval", "news", "--data", "data", "--to", "held-out").out.startswith(
        "held-out: 0 cases about 0 articles"
    )
    refused = cli("eval", "news", "--data", "data", "--to", "held-out", "--part", "training")
    assert (refused.code, refused.out) == (2, "")
    assert "'training' is not one of 'reporting', 'calibration', 'selection'" in refused.err
