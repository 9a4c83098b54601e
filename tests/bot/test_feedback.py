"""`footnote feedback export` as a person uses it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.commands import feedback
from bot.errors import ExportRefused
from bot.store.store import STORE_FILE, Store, open_store
from corpus.folder import DataFolder, open_folder
from corpus.library import Library
from evals.dataset import read_dataset
from tests.bot.voting import ASKER, OTHER_VOTER, STORY, VOTER, abstention_from, answer_from, keep
from tests.cli import Cli
from tests.fakes import make

FIRST, SECOND = "On Monday the ferries stopped.", "Ann Reed and Ian Poe led the talks."
WHEN, WHO = "When did the ferries stop?", "Who led the talks?"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    monkeypatch.setenv("FOOTNOTE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    folder = open_folder(tmp_path / "data")
    for collection in ("server-1", "default"):
        Library(folder, collection).add(STORY)
    return folder


@pytest.fixture
def store(data: DataFolder) -> Iterator[Store]:
    with open_store(data.path / STORE_FILE) as opened:
        yield opened


def export(*arguments: str) -> Result:
    app = typer.Typer()
    app.add_typer(feedback.app, name="feedback")
    return CliRunner().invoke(app, ["feedback", "export", *arguments])


def questions(folder: str) -> list[str]:
    return [case.question for case in read_dataset(folder).cases]


def test_every_collection_becomes_a_dataset_that_loads_with_its_articles(store: Store) -> None:
    keep(store, answer_from(STORY, WHEN, FIRST), STORY)
    keep(store, answer_from(STORY, WHO, FIRST), STORY, liked=False)
    keep(store, abstention_from(STORY, WHO), STORY, scope="default")
    run = export("out")
    assert (run.exit_code, run.stderr) == (0, "")
    assert run.stdout.splitlines() == [
        "default: 1 case, 0 to review, in out/default; "
        "to run them: footnote eval run --dataset out/default/cases.jsonl",
        "server-1: 2 cases, 1 to review, in out/server-1; "
        "to run them: footnote eval run --dataset out/server-1/cases.jsonl",
    ]
    dataset = read_dataset("out/server-1/cases.jsonl")
    assert [case.question for case in dataset.cases] == [WHEN, WHO]
    assert dataset.articles["story"] == STORY
    assert questions("out/default") == [WHO]


@pytest.mark.parametrize(("votes", "wanted"), [("up", [WHEN]), ("down", [WHO]), ("all", [WHEN, WHO])])
def test_what_was_liked_or_not_can_be_asked_for_alone(store: Store, votes: str, wanted: list[str]) -> None:
    keep(store, answer_from(STORY, WHEN, FIRST), STORY)
    keep(store, answer_from(STORY, WHO, FIRST), STORY, liked=False)
    export("out", "--votes", votes)
    assert questions("out/server-1") == wanted


def test_one_collection_can_be_asked_for_alone(store: Store) -> None:
    keep(store, answer_from(STORY, WHEN, FIRST), STORY)
    keep(store, answer_from(STORY, WHEN, FIRST), STORY, scope="default")
    export("out", "--collection", "default")
    assert [path.name for path in Path("out").iterdir()] == ["default"]


def test_nobodys_id_is_in_what_is_written(store: Store) -> None:
    answer_id = keep(store, answer_from(STORY, f"When did <@{ASKER}> stop?", FIRST), STORY)
    store.votes.cast(answer_id, "server-1", OTHER_VOTER, liked=False)
    store.votes.give_reason(answer_id, "server-1", OTHER_VOTER, f"ask <@{VOTER}> or {OTHER_VOTER}")
    export("out")
    written = "".join(path.read_text() for path in Path("out").rglob("*") if path.is_file())
    assert not any(str(person) in written for person in (ASKER, VOTER, OTHER_VOTER))


def test_what_lost_its_article_or_its_quote_is_left_out_counted_and_named(store: Store, data: DataFolder) -> None:
    gone = make(STORY.text, "gone")
    keep(store, answer_from(gone, WHEN, FIRST), gone)
    keep(store, answer_from(STORY, WHO, SECOND), STORY)
    keep(store, answer_from(STORY, WHEN, FIRST), STORY)
    Library(data, "server-1").add(make(f"{FIRST} It rained.", title="Ferries"))
    run = export("out")
    assert run.stderr.splitlines() == [
        f"Left out of server-1: {WHEN!r}; its article is not in the collection any more.",
        f"Left out of server-1: {WHO!r}; the article 'story' does not have any more what was quoted; add it as it was.",
        "Left out in all: 2.",
    ]
    assert questions("out/server-1") == [WHEN]


def test_an_abstention_that_found_nothing_is_about_the_only_article_or_left_out(store: Store, data: DataFolder) -> None:
    keep(store, abstention_from(None, "Who?"), STORY)
    keep(store, abstention_from(None, "Who?"), STORY, scope="default")
    Library(data, "default").add(make("Another story altogether.", "other"))
    assert "Left out of default: 'Who?'" in export("out").stderr
    assert questions("out/server-1") == ["Who?"]


def test_where_nobody_voted_nothing_is_made(data: DataFolder, tmp_path: Path) -> None:
    run = export("out")
    assert (run.exit_code, run.stdout, run.stderr) == (0, "", "No vote has been given yet.\n")
    assert not (data.path / STORE_FILE).exists()
    assert not (tmp_path / "out").exists()


def test_a_collection_without_votes_is_told(store: Store) -> None:
    keep(store, answer_from(STORY, WHEN, FIRST), STORY)
    run = export("out", "--collection", "server-2")
    assert (run.exit_code, run.stderr) == (0, "No vote has been given yet in the collection 'server-2'.\n")


def test_votes_of_another_kind_alone_leave_nothing_to_export(store: Store, tmp_path: Path) -> None:
    keep(store, answer_from(STORY, WHEN, FIRST), STORY)
    run = export("out", "--votes", "down")
    assert (run.exit_code, run.stdout, run.stderr) == (0, "", "There is nothing to export.\n")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_something_is_left_as_it_is(store: Store, tmp_path: Path) -> None:
    keep(store, answer_from(STORY, WHEN, FIRST), STORY)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    refused = export("out").exception
    assert isinstance(refused, ExportRefused)
    assert str(refused) == "the folder 'out' is not empty; name a new one, or an empty one that can be written"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["notes.txt"]


def test_a_file_is_no_folder_to_export_to(store: Store, tmp_path: Path) -> None:
    keep(store, answer_from(STORY, WHEN, FIRST), STORY)
    (tmp_path / "out").write_text("mine")
    assert "'out' is not a folder" in str(export("out").exception)
    assert "'out/deep' cannot be written (Not a directory)" in str(export("out/deep").exception)


def test_an_exported_dataset_runs(cli: Cli, data_dir: Path, tmp_path: Path) -> None:
    Library(open_folder(data_dir), "server-1").add(STORY)
    with open_store(data_dir / STORE_FILE) as store:
        keep(store, answer_from(STORY, WHEN, FIRST, words=("Monday",)), STORY)
    export("out")
    run = cli("eval", "run", "--dataset", "out/server-1/cases.jsonl", "--json", "result.json")
    assert (run.code, run.err) == (0, "")
    assert json.loads((tmp_path / "result.json").read_text())["parts"][0]["cases"][0]["id"].startswith("feedback-")
