import json
from pathlib import Path

from evals.benchmarks.retrieval import run
from evals.benchmarks.table import to_json, to_text
from tests.fakes import fake_embeddings

PARAGRAPHS = {
    "Harbour": ["The crane fell into the harbour on Friday.", "Ines Okafor runs the harbour of Port Elsin."],
    "Orchestra": ["The orchestra played Mahler to a full hall.", "Its conductor, Lea Brandt, retires in May."],
}
QUESTIONS = {
    "The crane fell into the harbour on Friday.": "When did the crane fall?",
    "Its conductor, Lea Brandt, retires in May.": "Who is the conductor of the orchestra?",
}


def squad_file(folder: Path) -> Path:
    titles = [
        {
            "title": title,
            "paragraphs": [
                {
                    "context": text,
                    "qas": [
                        {"id": text, "question": QUESTIONS[text], "answers": [{"text": text[:3], "answer_start": 0}]}
                    ]
                    if text in QUESTIONS
                    else [],
                }
                for text in texts
            ],
        }
        for title, texts in PARAGRAPHS.items()
    ]
    path = folder / "qa.json"
    path.write_text(json.dumps({"data": titles}), encoding="utf-8")
    return path


def test_three_searches_are_scored_on_the_same_questions(tmp_path: Path) -> None:
    table = run(squad_file(tmp_path), fake_embeddings())
    assert table.counts == {"questions": 2, "paragraphs": 4}
    assert [row.name for row in table.rows] == ["footnote", "dense", "BM25"]
    assert [cell.value for cell in table.rows[0].cells if cell] == [1.0, 1.0, 1.0]
    assert {cell.n for row in table.rows for cell in row.cells if cell} == {2}
    assert to_text(table).splitlines()[0] == "qa.json: 2 questions, 4 paragraphs; means with 95 % intervals"
    assert json.loads(to_json(table))["rows"][0]["name"] == "footnote"


def test_a_limit_takes_as_many_questions(tmp_path: Path) -> None:
    assert run(squad_file(tmp_path), fake_embeddings(), limit=1).counts["questions"] == 1


def test_so_many_paragraphs_are_searched_as_asked_for(tmp_path: Path) -> None:
    table = run(squad_file(tmp_path), fake_embeddings(), paragraph_count=2, seed=1)
    assert table.counts == {"questions": 1, "paragraphs": 2}
