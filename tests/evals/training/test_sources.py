from pathlib import Path

import pytest

from evals.errors import DatasetInvalid
from evals.training.held_out import Part
from evals.training.sources import ADVERSARIAL, NATURAL, QAMR, REPORTING, SQUAD, Paragraph, read_sources
from tests.evals.training.fakes import ask, write_set

SETS = (SQUAD, ADVERSARIAL, NATURAL, QAMR)
TITLES = [f"Title {n}" for n in range(60)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    met, spaced = "Ann met Bob. Eve left.", "Ann met `` Bob '' , twice ."
    write_set(tmp_path, SQUAD, {title: [ask(met, "Who left ?", "Eve")] for title in TITLES})
    write_set(tmp_path, ADVERSARIAL, {title: [ask(met, "who stayed?", plausible="Eve")] for title in TITLES})
    write_set(tmp_path, NATURAL, {title.lower(): [ask(spaced, "who met", "`` Bob ''")] for title in TITLES})
    write_set(tmp_path, QAMR, {"Title_0": [ask(met, "Who met?", "Ann")]})
    for name in REPORTING:
        write_set(tmp_path, name, {"title_7": [ask(met, "Who left?", "Eve")]})
    return tmp_path


def read(folder: Path, part: Part = Part.TRAINING) -> tuple[Paragraph, ...]:
    return read_sources(folder, part, seed=0, sets=SETS)


def test_no_held_out_or_reporting_title_is_trained_on(folder: Path) -> None:
    parts = [{paragraph.title for paragraph in read(folder, part)} for part in Part]
    assert set.union(*parts) == {title.lower() for title in TITLES} - {"title 7"}
    assert sum(map(len, parts)) == len(TITLES) - 1


def test_questions_of_all_sets_are_written_alike(folder: Path) -> None:
    assert {q.text for p in read(folder) for q in p.questions} == {"Who left", "who stayed", "who met", "Who met"}


def test_answers_and_what_looks_like_one_are_in_the_text(folder: Path) -> None:
    found = {
        (p.source, span.cut(p.text))
        for p in read(folder)
        for q in p.questions
        for span in (*q.answers, *([q.plausible] if q.plausible else []))
    }
    assert found == {(SQUAD, "Eve"), (ADVERSARIAL, "Eve"), (NATURAL, '"Bob"'), (QAMR, "Ann")}


def test_only_the_sets_that_are_asked_for_are_read(folder: Path) -> None:
    (folder / f"{QAMR}.json.gz").unlink()
    assert {p.source for p in read_sources(folder, Part.TRAINING, seed=0, sets=(SQUAD,))} == {SQUAD}


def test_a_folder_without_a_file_is_refused_by_its_name(folder: Path) -> None:
    (folder / f"{QAMR}.json.gz").unlink()
    with pytest.raises(DatasetInvalid, match="qamr-documents-train"):
        read(folder)
