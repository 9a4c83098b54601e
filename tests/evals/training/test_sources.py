from pathlib import Path

import pytest

from evals.errors import DatasetInvalid
from evals.training.held_out import Part
from evals.training.sources import ADVERSARIAL, NATURAL, QAMR, REPORTING, SQUAD, read_sources, titles_of
from tests.evals.training.fakes import ask, write_set

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


def test_no_held_out_or_reporting_title_is_trained_on(folder: Path) -> None:
    parts = [titles_of(read_sources(folder, part, seed=0)) for part in Part]
    assert frozenset.union(*parts) == {title.lower() for title in TITLES} - {"title 7"}
    assert sum(map(len, parts)) == len(TITLES) - 1


def test_questions_of_all_sets_are_written_alike(folder: Path) -> None:
    paragraphs = read_sources(folder, Part.TRAINING, seed=0)
    assert {q.text for p in paragraphs for q in p.questions} == {"Who left", "who stayed", "who met", "Who met"}


def test_answers_and_what_looks_like_one_are_in_the_text(folder: Path) -> None:
    found = {
        (p.source, span.cut(p.text))
        for p in read_sources(folder, Part.TRAINING, seed=0)
        for q in p.questions
        for span in (*q.answers, *([q.plausible] if q.plausible else []))
    }
    assert found == {(SQUAD, "Eve"), (ADVERSARIAL, "Eve"), (NATURAL, '"Bob"'), (QAMR, "Ann")}


def test_a_folder_without_a_file_is_refused_by_its_name(folder: Path) -> None:
    (folder / f"{QAMR}.json.gz").unlink()
    with pytest.raises(DatasetInvalid, match="qamr-documents-train"):
        read_sources(folder, Part.TRAINING, seed=0)
