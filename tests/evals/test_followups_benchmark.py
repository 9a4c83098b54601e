import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from corpus.schema import Article
from evals.benchmarks.followups import run
from evals.benchmarks.table import Row, to_text
from evals.dataset import Dataset, read_dataset
from evals.errors import DatasetInvalid
from retrieval.chain import Chain, Source
from retrieval.lexical import stem_terms
from retrieval.schema import Ask, Decline, Draft, Evidence, Hits, PastTurn, Reason, Reply
from tests.fakes import hits_of, make

ARTICLE_TEXT = "Bob retires in June. Ann runs the harbour. Ann retires in May."
HARBOUR = {"article": "port", "answerable": True, "quotes": ["Ann runs the harbour."], "answers": ["Ann"]}
RETIRES = {
    "article": "port",
    "question": "When does she retire?",
    "answerable": True,
    "tags": ["when", "pronoun"],
    "quotes": ["Ann retires in May."],
    "answers": ["in May", "May"],
    "standalone": "When does Ann retire?",
}
CASES: list[dict[str, object]] = [
    HARBOUR | {"id": "c1", "question": "Who runs the harbour?", "tags": ["who"], "conversation": "a", "turn": 1},
    RETIRES | {"id": "c2", "conversation": "a", "turn": 2},
    {
        "id": "c3",
        "article": "port",
        "question": "What does a lion cost?",
        "answerable": False,
        "tags": ["topic-change", "unanswerable-off-topic"],
        "conversation": "a",
        "turn": 3,
        "standalone": "What does a lion cost?",
    },
    HARBOUR | {"id": "c4", "question": "Who runs the harbour?", "tags": ["who"]},
]


class WholeArticle:
    """Finds every passage of one article."""

    def __init__(self, article: Article) -> None:
        self._article = article

    def search(self, query: str, *, top_k: int, article_id: str | None = None) -> Hits:
        return hits_of(self._article, query)


class SheIsAnn:
    """Answers with the sentence that shares most words with the question, if any; "she" is Ann in a conversation."""

    def read(self, question: str, hits: Hits, history: Sequence[PastTurn] = ()) -> Draft:
        words = set(stem_terms(question.replace("she", "Ann") if history else question))
        sentences = [(sentence, hit.passage) for hit in hits.items for sentence in hit.passage.sentences]
        sentence, passage = max(sentences, key=lambda pair: len(words & set(stem_terms(pair[0].text))))
        evidence = Evidence(1, passage.id, sentence.text, sentence.span)
        found = bool(words & set(stem_terms(sentence.text)))
        declined = None if found else Decline(Reason.OFF_TOPIC)
        return Draft(f"{sentence.text} [1]", (evidence,), (), 0.5, declined, "span")


class HarbourChain:
    """A chain over one article; records what it was asked."""

    def __init__(self, looks_english: Callable[[str], bool] = lambda _: True) -> None:
        article = make(ARTICLE_TEXT, "port")
        source = Source(WholeArticle(article), lambda _: article)
        self._chain = Chain(lambda _: source, SheIsAnn(), looks_english=looks_english)
        self.asked: list[Ask] = []

    def answer(self, ask: Ask) -> Reply:
        self.asked.append(ask)
        return self._chain.answer(ask)


def dataset(folder: Path, cases: Sequence[object] = CASES) -> Dataset:
    (folder / "port.md").write_text(ARTICLE_TEXT, encoding="utf-8")
    (folder / "cases.jsonl").write_text("\n".join(map(json.dumps, cases)), encoding="utf-8")
    return read_dataset(str(folder / "cases.jsonl"))


def values(row: Row) -> list[float | None]:
    return [round(cell.value, 3) if cell else None for cell in row.cells]


def unscored(row: Row) -> list[int | None]:
    return [cell.unscored if cell else None for cell in row.cells]


def test_each_follow_up_is_asked_in_four_ways(tmp_path: Path) -> None:
    chain = HarbourChain()
    table = run([dataset(tmp_path)], chain, top_k=3)
    assert table.counts == {"follow-up questions": 2, "conversations": 1}
    assert table.columns == (
        "right replies",
        "right: answerable",
        "right: not answerable",
        "right: pronoun",
        "right: ellipsis",
        "right: topic-change",
    )
    assert {row.name: values(row) for row in table.rows} == {
        "footnote": [1.0, 1.0, 1.0, 1.0, None, 1.0],
        "as typed": [0.5, 0.0, 1.0, 0.0, None, 1.0],
        "last question + question": [0.0, 0.0, 0.0, 0.0, None, 0.0],
        "person's rewrite": [1.0, 1.0, 1.0, 1.0, None, 1.0],
    }
    assert [(ask.question, len(ask.conversation.turns)) for ask in chain.asked] == [
        ("Who runs the harbour?", 0),
        ("When does she retire?", 1),
        ("What does a lion cost?", 2),
        ("When does she retire?", 0),
        ("What does a lion cost?", 0),
        ("Who runs the harbour? When does she retire?", 0),
        ("When does she retire? What does a lion cost?", 0),
        ("When does Ann retire?", 0),
        ("What does a lion cost?", 0),
    ]
    assert {(ask.collection, ask.top_k) for ask in chain.asked} == {("port", 3)}


def test_what_stands_before_a_lone_follow_up_is_asked_within_its_conversation_alone(tmp_path: Path) -> None:
    chain = HarbourChain()
    lone = RETIRES | {"id": "c5", "before": ["Is it raining?", "Who runs the harbour?"]}
    table = run([dataset(tmp_path, [lone])], chain, top_k=3)
    assert table.counts == {"follow-up questions": 1, "conversations": 1}
    assert [(ask.question, len(ask.conversation.turns)) for ask in chain.asked] == [
        ("Is it raining?", 0),
        ("Who runs the harbour?", 1),
        ("When does she retire?", 2),
        ("When does she retire?", 0),
        ("Who runs the harbour? When does she retire?", 0),
        ("When does Ann retire?", 0),
    ]


def test_follow_ups_of_a_conversation_are_resampled_together(tmp_path: Path) -> None:
    cell = run([dataset(tmp_path)], HarbourChain(), top_k=3).rows[1].cells[0]
    assert cell is not None
    # One conversation always weighs the same: were its turns drawn apart, the interval would be from 0 to 1.
    assert (cell.low, cell.value, cell.high, cell.n) == (0.5, 0.5, 0.5, 2)


def test_a_follow_up_that_cannot_be_asked_is_not_scored_and_shown(tmp_path: Path) -> None:
    chain = HarbourChain(looks_english=lambda question: not question.startswith("When does she"))
    table = run([dataset(tmp_path)], chain, top_k=3)
    assert values(table.rows[1]) == [1.0, None, 1.0, None, None, 1.0]
    assert unscored(table.rows[1]) == [1, None, 0, None, None, 0]
    assert "1 not scored" in to_text(table)


def test_progress_counts_every_case_over_all_datasets(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    (tmp_path / "again").mkdir()
    both = [dataset(tmp_path), dataset(tmp_path / "again")]
    table = run(both, HarbourChain(), top_k=3, progress=lambda done, of: told.append((done, of)))
    assert told == [(done, 18) for done in range(1, 19)]
    assert table.file == "cases + cases"
    assert table.counts == {"follow-up questions": 4, "conversations": 2}


def test_datasets_without_a_follow_up_get_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DatasetInvalid, match="holds no follow-up question"):
        run([dataset(tmp_path, CASES[:1])], HarbourChain(), top_k=3)
