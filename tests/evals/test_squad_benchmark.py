import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.schema import Span
from evals.benchmarks.squad import run
from evals.benchmarks.table import Row
from evals.reference import NearestSentence
from retrieval.errors import RetrievalError
from retrieval.schema import Decline, Draft, Evidence, Highlight, Hits, PastTurn, Reason
from tests.fakes import FirstSentenceReader, fake_embeddings

MEETING = "Ann met Bob in Oslo. They left in May."
HOUSE = "Lee lives in the house."
Contexts = Mapping[str, Mapping[str, Sequence[str]]]
"""Paragraphs, their questions, and the gold answers of each."""
FILE: Contexts = {
    MEETING: {"Who met Bob?": ["Ann"], "When did they leave?": ["in June", "May"], "Who met Eve?": []},
    HOUSE: {"Who built the house?": []},
}
SAID: Mapping[str, tuple[str, float | None]] = {
    "Who met Bob?": ("Ann", 0.9),
    "When did they leave?": ("left in May", 0.6),
    "Who met Eve?": ("Bob", 0.3),
    "Who built the house?": ("Lee", 0.7),
}


class ScriptedReader:
    """Highlights the words for a question in every sentence of the hits that has them.

    It declines below a confidence of .5, and fails at a question that it has no words for.
    """

    def __init__(self, said: Mapping[str, tuple[str, float | None]]) -> None:
        self._said = said

    def read(self, question: str, hits: Hits, history: Sequence[PastTurn] = ()) -> Draft:
        if question not in self._said:
            raise RetrievalError("the reader is unwell")
        words, confidence = self._said[question]
        found = [(s, hit.passage) for hit in hits.items for s in hit.passage.sentences if words in s.text]
        starts = [sentence.span.start + sentence.text.index(words) for sentence, _ in found]
        return Draft(
            " ".join(f"{sentence.text} [{marker}]" for marker, (sentence, _) in enumerate(found, 1)),
            tuple(Evidence(marker, passage.id, s.text, s.span) for marker, (s, passage) in enumerate(found, 1)),
            tuple(Highlight(marker, Span(at, at + len(words))) for marker, at in enumerate(starts, 1)),
            confidence,
            Decline(Reason.NOT_STATED) if confidence is not None and confidence < 0.5 else None,
            "scripted",
        )


def squad_file(folder: Path, contexts: Contexts = FILE) -> Path:
    """Each paragraph is a title of its own."""
    titles = [
        {
            "title": context,
            "paragraphs": [
                {
                    "context": context,
                    "qas": [
                        {"id": "", "question": question, "answers": [{"text": a, "answer_start": 0} for a in answers]}
                        for question, answers in questions.items()
                    ],
                }
            ],
        }
        for context, questions in contexts.items()
    ]
    path = folder / "qa.json"
    path.write_text(json.dumps({"data": titles}), encoding="utf-8")
    return path


def values(row: Row) -> list[float | None]:
    return [None if cell is None else round(cell.value, 3) for cell in row.cells]


def test_a_reader_is_scored_as_the_official_script_does(tmp_path: Path) -> None:
    table = run(squad_file(tmp_path), fake_embeddings(), ScriptedReader(SAID))
    assert table.counts == {"questions": 4, "unanswerable": 2, "paragraphs": 2}
    assert table.columns == ("EM", "F1", "answerable F1", "unanswerable", "best F1", "answerability AUROC")
    assert table.rows[0].name == "footnote (scripted)"
    # "left in May" has F1 .5. Above a confidence of .7 one question is answered, rightly, and one wrongly not.
    assert values(table.rows[0]) == [0.5, 0.625, 0.75, 0.5, 0.75, 0.75]
    assert [cell.n for cell in table.rows[0].cells if cell] == [4, 4, 2, 2, 4, 4]


def test_the_best_threshold_is_over_answers_that_were_held_back(tmp_path: Path) -> None:
    shy = {**SAID, "Who met Bob?": ("Ann", 0.4), "Who built the house?": ("Lee", 0.2)}
    row = run(squad_file(tmp_path), fake_embeddings(), ScriptedReader(shy)).rows[0]
    assert values(row) == [0.5, 0.625, 0.25, 1.0, 0.875, 1.0]


def test_the_nearest_sentence_answers_always_and_whole(tmp_path: Path) -> None:
    contexts: Contexts = {MEETING: {"Who met Bob in Oslo?": ["Ann met Bob in Oslo"], "Did they stay in May?": []}}
    row = run(squad_file(tmp_path, contexts), fake_embeddings(), NearestSentence()).rows[1]
    assert row.name == "best sentence by cosine"
    assert values(row)[:4] == [0.5, 0.5, 1.0, 0.0]


def test_silence_is_right_about_every_unanswerable_question(tmp_path: Path) -> None:
    row = run(squad_file(tmp_path), fake_embeddings(), ScriptedReader(SAID)).rows[2]
    assert row.name == "always silent"
    assert values(row) == [0.5, 0.5, 0.0, 1.0, 0.5, 0.5]


def test_a_file_of_answerable_questions_has_no_figures_of_silence(tmp_path: Path) -> None:
    contexts = {MEETING: {"Who met Bob?": ["Ann"]}}
    table = run(squad_file(tmp_path, contexts), fake_embeddings(), ScriptedReader(SAID))
    assert values(table.rows[0]) == [1.0, 1.0, 1.0, None, None, None]
    assert table.notes == ("Each question is answered from the paragraph that it was written for.",)


def test_a_question_at_which_the_reader_fails_is_counted_not_scored(tmp_path: Path) -> None:
    said = {question: said for question, said in SAID.items() if question != "Who built the house?"}
    first, second, _ = run(squad_file(tmp_path), fake_embeddings(), ScriptedReader(said)).rows
    assert [(cell.n, cell.unscored) for cell in first.cells if cell] == [(3, 1), (3, 1), (2, 0), (1, 1), (3, 1), (3, 1)]
    assert {cell.unscored for cell in second.cells if cell} == {0}


def test_a_reader_that_always_fails_has_no_figures(tmp_path: Path) -> None:
    row = run(squad_file(tmp_path), fake_embeddings(), ScriptedReader({})).rows[0]
    assert (row.name, values(row)) == ("footnote", [None] * 6)


def test_a_reader_without_confidence_has_no_curves(tmp_path: Path) -> None:
    said = {question: (words, None) for question, (words, _) in SAID.items()}
    row = run(squad_file(tmp_path), fake_embeddings(), ScriptedReader(said)).rows[0]
    assert values(row) == [0.25, 0.375, 0.75, 0.0, None, None]


def test_the_paragraph_of_a_question_is_read_whatever_the_others_say(tmp_path: Path) -> None:
    contexts: Contexts = {MEETING: {"Who lives in the house?": ["Ann met Bob in Oslo."]}, HOUSE: {}}
    table = run(squad_file(tmp_path, contexts), fake_embeddings(), FirstSentenceReader())
    assert (values(table.rows[0])[0], table.counts["paragraphs"]) == (1.0, 1)


def test_all_paragraphs_are_searched_in_the_open_domain(tmp_path: Path) -> None:
    contexts: Contexts = {MEETING: {"Who lives in the house?": ["Lee lives in the house."]}, HOUSE: {}}
    table = run(squad_file(tmp_path, contexts), fake_embeddings(), FirstSentenceReader(), open_domain=True)
    assert (values(table.rows[0])[0], values(table.rows[1])[0], table.counts["paragraphs"]) == (1.0, 1.0, 2)


def test_the_words_of_two_articles_are_each_cut_from_their_own(tmp_path: Path) -> None:
    contexts: Contexts = {"Old Ann Reed met Bob.": {"Who met Bob?": ["Ann Reed"]}, "In Oslo, Ann Reed met Bob.": {}}
    reader = ScriptedReader({"Who met Bob?": ("Ann Reed", 0.9)})
    table = run(squad_file(tmp_path, contexts), fake_embeddings(), reader, open_domain=True)
    assert values(table.rows[0])[0] == 1.0


def test_nothing_is_said_about_a_paragraph_of_page_furniture(tmp_path: Path) -> None:
    contexts: Contexts = {"Menu": {"Who met Bob?": []}, MEETING: {"Who met Bob?": ["Ann"]}}
    table = run(squad_file(tmp_path, contexts), fake_embeddings(), NearestSentence())
    assert [values(row)[3] for row in table.rows] == [1.0, 1.0, 1.0]


def test_questions_about_one_paragraph_are_resampled_together(tmp_path: Path) -> None:
    bob = {f"Who met Bob on day {n}?": ["Ann"] for n in range(20)}
    lee = {f"Who owns house {n}?": ["Ann"] for n in range(20)}
    said = {question: (words, 0.9) for words, asked in (("Ann", bob), ("Lee", lee)) for question in asked}
    cell = (
        run(squad_file(tmp_path, {MEETING: bob, HOUSE: lee}), fake_embeddings(), ScriptedReader(said)).rows[0].cells[0]
    )
    assert cell is not None
    assert (cell.value, cell.low, cell.high) == (0.5, 0.0, 1.0)


def test_a_limit_takes_as_many_questions_and_progress_tells_of_them(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    reader = ScriptedReader(SAID)
    table = run(
        squad_file(tmp_path), fake_embeddings(), reader, limit=2, progress=lambda *told_of: told.append(told_of)
    )
    assert table.counts["questions"] == 2
    assert told == [(1, 2), (2, 2)]
