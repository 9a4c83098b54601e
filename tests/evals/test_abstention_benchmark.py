import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from evals.benchmarks.abstention import Judged, TitleSearcher, decline_alike, read_titles, run
from evals.benchmarks.table import Table
from evals.calibration_scopes import label_searches
from evals.errors import DatasetInvalid
from evals.squad import SquadParagraph, read_squad
from retrieval.errors import RetrievalError
from retrieval.schema import Decline, Draft, Evidence, Hits, PastTurn, Reason
from tests.fakes import fake_embeddings

TOPICS = {"Velm": ("harbour", "bridge", "library", "tunnel", "market"), "Oby": ("school", "museum", "tower", "prison")}


def squad_file(folder: Path, names: tuple[str, ...] = ("Velm", "Oby")) -> Path:
    """A file of titles whose every paragraph tells who closed something, and does not tell who closed it twice."""
    titles = [{"title": name, "paragraphs": [make_paragraph(name, topic) for topic in TOPICS[name]]} for name in names]
    path = folder / "qa.json"
    path.write_text(json.dumps({"data": titles}), encoding="utf-8")
    return path


def make_paragraph(name: str, topic: str) -> dict[str, object]:
    closer = f"Ann {topic.title()}son"
    context = f"The {topic} of {name} opened in May. {closer} of {name} closed the {topic}."
    answers = [{"text": closer, "answer_start": context.index(closer)}]
    return {
        "context": context,
        "qas": [
            {"id": "1", "question": f"who closed the {topic} of {name}", "answers": answers},
            {"id": "2", "question": f"who closed the {topic} of {name} twice", "answers": []},
        ],
    }


class ClosingReader:
    """Cites the sentence that tells who closed what a question is about, sure; else the first, held back.

    Args:
        fails: the questions at which it fails.
        declines: further questions that it declines.
    """

    def __init__(
        self, *, fails: Callable[[str], bool] = lambda _: False, declines: Callable[[str], bool] = lambda _: False
    ) -> None:
        self._fails = fails
        self._declines = declines

    def read(self, question: str, hits: Hits, history: Sequence[PastTurn] = ()) -> Draft:
        if self._fails(question):
            raise RetrievalError("the reader is unwell")
        topic = question.split()[3].rstrip("?")
        sentences = [(hit.passage, sentence) for hit in hits.items for sentence in hit.passage.sentences]
        closing = [pair for pair in sentences if f"closed the {topic}" in pair[1].text]
        passage, sentence = (closing or sentences)[0]
        declined = None if closing and not self._declines(question) else Decline(Reason.NOT_STATED)
        evidence = Evidence(1, passage.id, sentence.text, sentence.span)
        return Draft(f"{sentence.text} [1]", (evidence,), (), 0.9 if closing else 0.2, declined, "closing")


def figures(table: Table, row: int = 0) -> dict[str, float | None]:
    cells = zip(table.columns, table.rows[row].cells, strict=True)
    return {column: None if cell is None else round(cell.value, 3) for column, cell in cells}


def test_silence_and_confidence_are_told_by_kind(tmp_path: Path) -> None:
    table = run(squad_file(tmp_path), fake_embeddings(), ClosingReader())
    # 9 of each kind, save that all 18 are asked about the other title as well.
    assert table.counts == {"questions": 45, "titles": 2}
    assert [row.name for row in table.rows] == ["footnote (closing)", "top passage cosine", "term coverage (IDF)"]
    # Together: the mean of the three AUROCs. Of the two thirds that are sure a quarter is wrong; of all, half.
    assert figures(table) == {
        "declined answerable": 0.0,
        "declined other": 1.0,
        "declined removed": 1.0,
        "declined adversarial": 0.0,
        "AUROC other": 1.0,
        "AUROC removed": 1.0,
        "AUROC adversarial": 0.5,
        "AUROC together": 0.833,
        "AURC together": 0.333,
    }


def test_baselines_decline_as_many_answerable_questions_as_the_product_save_for_ties(tmp_path: Path) -> None:
    reader = ClosingReader(declines=lambda question: "Velm" in question)
    table = run(squad_file(tmp_path), fake_embeddings(), reader)
    assert [figures(table, row)["declined answerable"] for row in range(3)] == [0.556, 0.444, 0.0]


def test_a_kind_that_a_file_lacks_has_no_column(tmp_path: Path) -> None:
    path = squad_file(tmp_path)
    content = json.loads(path.read_text(encoding="utf-8"))
    for title in content["data"]:
        for paragraph in title["paragraphs"]:
            del paragraph["qas"][1]
    path.write_text(json.dumps(content), encoding="utf-8")
    columns = run(path, fake_embeddings(), ClosingReader()).columns
    assert columns[:4] == ("declined answerable", "declined other", "declined removed", "AUROC other")


def test_a_baseline_has_the_products_answers_and_a_threshold_of_its_own() -> None:
    product = [
        Judged("answerable", 1, 0.9, False, True),
        Judged("answerable", 1, 0.1, True, False),
        Judged("answerable", 1, None, None, None),
        Judged("other", 1, 0.1, True, False),
    ]
    assert decline_alike(product, [0.4, 0.6, 0.1, 0.5]) == [
        Judged("answerable", 1, 0.4, True, True),
        Judged("answerable", 1, 0.6, False, False),
        Judged("answerable", 1, None, None, None),
        Judged("other", 1, 0.5, True, False),
    ]


def test_a_baseline_of_a_product_that_is_always_silent_is_silent() -> None:
    product = [Judged("answerable", 1, 0.1, True, True), Judged("other", 1, 0.1, True, False)]
    assert [one.declined for one in decline_alike(product, [0.4, 0.9])] == [True, True]


def test_the_searcher_knows_title_and_article_of_every_search(tmp_path: Path) -> None:
    searcher = TitleSearcher(fake_embeddings().encode_documents)
    kinds: set[str] = set()
    for search in label_searches(read_titles(read_squad(squad_file(tmp_path))), searcher, adversarial={}, seed=0):
        kinds.add(search.kind)
        for passage in (hit.passage for hit in search.hits.items):
            assert passage.span.cut(searcher.article.text) == passage.text
            assert ("Velm" in passage.text, "Oby" in passage.text) == (searcher.title == 1, searcher.title == 2)
    assert kinds == {"answerable", "other", "removed", "adversarial"}


def test_questions_about_one_title_are_resampled_together(tmp_path: Path) -> None:
    reader = ClosingReader(declines=lambda question: "Velm" in question)
    cell = run(squad_file(tmp_path), fake_embeddings(), reader).rows[0].cells[0]
    assert cell is not None
    assert (cell.low, cell.high) == (0.0, 1.0)


def test_a_question_at_which_the_reader_fails_is_counted_not_scored(tmp_path: Path) -> None:
    reader = ClosingReader(fails=lambda question: question == "Who closed the tower of Oby twice?")
    table = run(squad_file(tmp_path), fake_embeddings(), reader)
    counts = {column: (c.n, c.unscored) for column, c in zip(table.columns, table.rows[0].cells, strict=True) if c}
    assert counts["declined adversarial"] == (8, 1)
    assert counts["AUROC adversarial"] == (17, 1)
    # It is also asked about the other title.
    assert counts["AURC together"] == (43, 2)


def test_a_paragraph_of_page_furniture_is_left_out() -> None:
    paragraphs = [SquadParagraph("A", "Menu", ()), SquadParagraph("B", "Ann met Bob.", ())]
    assert read_titles(paragraphs) == [{"title": "B", "paragraphs": [{"context": "Ann met Bob.", "qas": []}]}]


def test_a_limit_takes_titles_and_never_fewer_than_two(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    table = run(
        squad_file(tmp_path), fake_embeddings(), ClosingReader(), limit=1, progress=lambda *done: told.append(done)
    )
    assert table.counts["titles"] == 2
    assert told == [(1, 2), (2, 2)]


def test_a_file_of_one_title_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetInvalid, match="has fewer than two titles; give a file of several"):
        run(squad_file(tmp_path, ("Oby",)), fake_embeddings(), ClosingReader())
