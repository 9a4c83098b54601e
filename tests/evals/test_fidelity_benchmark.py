import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from evals.benchmarks.fidelity import back, run, show_all
from evals.benchmarks.statement_file import CitedStatement, Kind, Label, read_statements
from evals.errors import CaseInvalid, DatasetInvalid
from evals.intervals import Estimate
from retrieval.fidelity.backing import Backing
from retrieval.schema import Flaw
from tests.fakes import make

STORY = "Ann left Oslo on Monday. She was not hurt.\n\nBob stayed, the police said."


class WordCheck:
    """Finds fault with what has a word in capitals."""

    def find_flaw(self, statement: str, backing: Backing) -> Flaw | None:
        return Flaw.UNSUPPORTED if "WRONG" in statement or "HARD" in statement else None

    def find_flaw_by_words(self, statement: str, backing: Backing) -> Flaw | None:
        return Flaw.NAME if "WRONG" in statement else None


class Believer:
    def supports(self, claim: str, sentences: Sequence[str]) -> bool:
        return True


def line(number: int, sentence: str, label: str = "good", kind: str | None = None, **more: object) -> dict[str, object]:
    quotes = ["Ann left Oslo on Monday"]
    base = {"id": f"s{number}", "article": "story", "sentence": sentence, "quotes": quotes, "label": label}
    return {**base, **({"kind": kind, "of": "s1"} if kind else {}), **more}


def tell(cell: Estimate | None) -> float | None:
    return None if cell is None else round(cell.value, 2)


def write(folder: Path, *lines: dict[str, object]) -> str:
    (folder / "story.md").write_text(STORY, encoding="utf-8")
    (folder / "story.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return str(folder)


def test_what_is_let_through_is_counted_by_kind(tmp_path: Path) -> None:
    name = write(
        tmp_path,
        line(1, "Ann went."),
        line(2, "HARD but good."),
        line(3, "WRONG.", "wrong", "name"),
        line(4, "HARD.", "wrong", "role"),
        line(5, "Sly.", "wrong", "role"),
        line(6, "Not quoted.", quotes=["Ann left Bergen on Monday"]),
    )
    table = run(name, WordCheck(), Believer())  # type: ignore[arg-type]
    assert {row.name: tuple(map(tell, (*row.cells[:3], row.cells[7]))) for row in table.rows} == {
        "footnote": (0.33, 0.33, 0.0, 0.5),
        "words alone": (0.67, 0.67, 0.0, 1.0),
        "claim checker alone": (0.67, 1.0, 1.0, 1.0),
        "quotes alone": (0.67, 1.0, 1.0, 1.0),
    }
    assert table.counts == {"good sentences": 3, "planted errors": 3, "articles": 1}


def test_a_sentence_stands_beside_its_quotes_and_what_is_around_them() -> None:
    statement = CitedStatement.model_validate(line(1, "She was well.", quotes=["She was not hurt"]))
    assert back(statement, show_all(make(STORY))) == Backing(
        cited=("She was not hurt.",),
        nearby=("Ann left Oslo on Monday.",),
        leading=("Ann left Oslo on Monday.",),
        elsewhere=("Bob stayed, the police said.",),
    )


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatasetInvalid, match="holds no sentence"):
        read_statements(str(tmp_path))
    with pytest.raises(DatasetInvalid, match="'nowhere' is no folder"):
        read_statements("nowhere")
    write(tmp_path, {**line(1, "Ann went."), "label": "fine"})
    with pytest.raises(CaseInvalid, match="label"):
        read_statements(str(tmp_path))
    write(tmp_path, {**line(1, "Ann went."), "article": "nowhere"})
    with pytest.raises(CaseInvalid, match="is about the article 'nowhere', which is nowhere"):
        read_statements(str(tmp_path))


@pytest.mark.parametrize("name", ["dev", "test"])
def test_the_built_in_sentences_quote_their_articles(name: str) -> None:
    statements, articles = read_statements(name)
    ids = Counter(one.id for one in statements)
    assert max(ids.values()) == 1
    assert Counter(one.label for one in statements)[Label.WRONG] >= 160
    assert {one.kind for one in statements} == {None, *Kind}
    for one in statements:
        assert all(quote in articles[one.article].text for quote in one.quotes), one.id
        assert (one.kind is None) is (one.label is Label.GOOD), one.id
        assert one.of is None or one.of in ids, one.id
