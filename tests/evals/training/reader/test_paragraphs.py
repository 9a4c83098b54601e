from pathlib import Path

from evals.training.held_out import Part
from evals.training.reader.material import Asked
from evals.training.reader.paragraphs import SETS, read_paragraphs
from evals.training.sources import ADVERSARIAL, REPORTING, SQUAD
from tests.evals.training.fakes import ask, find, write_set

TEXT = "Ann met Bob in Oslo. Eve left."


def write_all(folder: Path, name: str, *paragraphs: dict[str, object]) -> Path:
    """A set with these paragraphs, and every other with one question."""
    for each in (*SETS, *REPORTING):
        title = "reported" if each in REPORTING else "title"
        write_set(folder, each, {title: list(paragraphs) if each == name else [ask("It rained.", "Did it?")]})
    return folder


def read_asked(folder: Path, name: str) -> list[Asked]:
    texts = read_paragraphs(folder, Part.TRAINING, seed=0)
    return [asked for text in texts if text.source == name for asked in text.asked]


def test_the_sentence_of_the_shortest_answer_is_the_quote(tmp_path: Path) -> None:
    answers = [{"text": words, "answer_start": TEXT.index(words)} for words in ("in Oslo. Eve", "Oslo", "Oslo")]
    paragraph: dict[str, object] = {"context": TEXT, "qas": [{"id": "1", "question": "Where?", "answers": answers}]}
    short, long = find("Oslo", TEXT), find("in Oslo. Eve", TEXT)
    assert read_asked(write_all(tmp_path, SQUAD, paragraph), SQUAD) == [
        Asked("Where", parts=((short, long),), quotes=(find("Ann met Bob in Oslo.", TEXT),))
    ]


def test_an_unanswerable_question_has_what_looks_like_its_answer(tmp_path: Path) -> None:
    paragraph = ask(TEXT, "Where did Bob go?", plausible="Oslo")
    assert read_asked(write_all(tmp_path, ADVERSARIAL, paragraph), ADVERSARIAL) == [
        Asked("Where did Bob go", near=find("Oslo", TEXT))
    ]


def test_a_paragraph_about_which_nothing_was_asked_is_left_out(tmp_path: Path) -> None:
    folder = write_all(tmp_path, SQUAD, ask(TEXT, "Who left?", "Eve"), {"context": TEXT, "qas": []})
    assert [text.source for text in read_paragraphs(folder, Part.TRAINING, seed=0)] == list(SETS)


def test_titles_that_are_held_out_are_read_apart(tmp_path: Path) -> None:
    for each in (*SETS, *REPORTING):
        titles = ["reported"] if each in REPORTING else [f"title {n}" for n in range(60)]
        write_set(tmp_path, each, {title: [ask(TEXT, "Who left?", "Eve")] for title in titles})
    counts = {part.value: len(read_paragraphs(tmp_path, part, seed=0)) for part in Part}
    assert counts == {"training": 318, "selection": 18, "calibration": 24}
