import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.passages import split_passages
from corpus.schema import Article, Sentence, Span
from evals.dataset import BUILT_IN, Dataset, read_dataset
from evals.errors import DatasetInvalid
from evals.fitting.calibrate_reader import (
    Attempt,
    Trade,
    ask,
    choose_threshold,
    describe,
    fit_answer,
    read_all,
    render,
    trade,
)
from evals.fitting.signs_reader import SignsReader
from retrieval.chain import Chain, Source
from retrieval.reader import answer_weights
from retrieval.reader.choosing import AnswerSigns
from retrieval.reader.reading import Reading, ReadSentence
from retrieval.schema import Hits, PastTurn
from tests.fakes import hits_of, make

TEXT = "Ann runs the harbour. Bob left it in May."
WEIGHTS = {"answers": 1.0, "margin": 0.0, "support": 0.0, "constant": 0.0}
QUESTIONS = {"Who runs the harbour?": "Ann", "And who left?": "Bob", "Why was that?": "harbour"}
"""What is asked, and a word of the sentence that the model finds."""
CASES = [
    {"id": "a", "question": "Who runs the harbour?", "tags": ["who"], "quotes": ["Ann runs the harbour."]},
    {"id": "b", "question": "And who left?", "tags": ["ellipsis"], "quotes": ["Bob left it in May."]},
    {"id": "c", "question": "¿Por qué se fue el señor del puerto?", "tags": ["why", "topic-change"]},
    {"id": "d", "question": "Why was that?", "tags": ["pronoun", "unanswerable-on-topic"]},
]


def attempt(odds: float | None, *, right: bool, answerable: bool = True) -> Attempt:
    return Attempt(None if odds is None else AnswerSigns(odds, 0.0, 0.0), answerable, right)


class FindingModel:
    """Is sure of the sentence that has a question's word, the surer the longer the history; records the histories."""

    def __init__(self) -> None:
        self.histories: list[tuple[PastTurn, ...]] = []

    def read(self, question: str, history: Sequence[PastTurn], sentences: Sequence[Sentence]) -> Reading:
        self.histories.append(tuple(history))
        found = [QUESTIONS[question] in sentence.text for sentence in sentences]
        odds = 2.0 + len(history)
        read = (
            ReadSentence(s, Span(s.span.start, s.span.end), odds if has else -odds, -1.0, ())
            for s, has in zip(sentences, found, strict=True)
        )
        return Reading(odds, tuple(read))


class WholeArticle:
    def __init__(self, article: Article) -> None:
        self._article = article

    def search(self, query: str, *, top_k: int, article_id: str | None = None) -> Hits:
        return hits_of(self._article, query)


def dataset(folder: Path) -> Dataset:
    talk = [
        {"article": "port", "answerable": "quotes" in case, "conversation": "talk", "turn": turn}
        | ({"standalone": case["question"]} if turn > 1 else {})
        | ({"answers": [case["quotes"][0].split()[0]]} if "quotes" in case else {})
        | case
        for turn, case in enumerate(CASES, start=1)
    ]
    talk[2]["tags"] = ["why", "topic-change", "unanswerable-off-topic"]
    (folder / "port.md").write_text(TEXT, encoding="utf-8")
    (folder / "port.jsonl").write_text("\n".join(map(json.dumps, talk)), encoding="utf-8")
    return read_dataset(str(folder / "port.jsonl"))


def test_each_case_is_asked_in_its_conversation_and_told_by_its_signs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = make(TEXT, "port")
    assert len(split_passages(article)) == 1
    model = FindingModel()
    reader = SignsReader(model, threshold=0.5)
    source = Source(WholeArticle(article), lambda _: article)
    chain = Chain(lambda _: source, reader, looks_english=lambda question: "é" not in question)
    assert list(ask(dataset(tmp_path), chain, reader, top_k=3)) == [
        Attempt(AnswerSigns(2.0, 2.0, -1.0), is_answerable=True, would_be_right=True),
        Attempt(AnswerSigns(3.0, 3.0, -1.0), is_answerable=True, would_be_right=True),
        Attempt(AnswerSigns(4.0, 4.0, -1.0), is_answerable=False, would_be_right=False),
    ]
    assert [[turn.question for turn in history] for history in model.histories] == [
        [],
        ["Who runs the harbour?"],
        ["Who runs the harbour?", "And who left?"],
    ]
    assert capsys.readouterr().err.startswith("not asked: c: ")


def test_the_fit_finds_the_odds_of_being_right() -> None:
    draws = np.random.default_rng(0)
    odds = draws.uniform(-4, 4, 4000)
    right = draws.random(4000) < 1 / (1 + np.exp(-(0.8 * odds - 0.5)))
    made = [attempt(float(one), right=bool(hit)) for one, hit in zip(odds, right, strict=True)]
    weights = fit_answer([*made, attempt(None, right=False)])
    assert (weights["answers"], weights["constant"]) == (pytest.approx(0.8, abs=0.08), pytest.approx(-0.5, abs=0.1))
    assert (weights["margin"], weights["support"]) == (0.0, 0.0)


MIXED = [
    attempt(3.0, right=True),
    attempt(1.0, right=True),
    attempt(2.0, right=False),
    attempt(None, right=False),
    attempt(-1.0, right=False, answerable=False),
    attempt(2.0, right=False, answerable=False),
]


def test_a_threshold_trades_answers_for_silence() -> None:
    assert trade(MIXED, WEIGHTS, 0.5) == Trade(
        right=0.5, answered_rightly=0.5, silent=0.5, answered_wrongly=0.25, wrongly_silent=0.25
    )
    # The logistic of 2 is .881.
    assert trade(MIXED, WEIGHTS, 0.9) == Trade(
        right=0.5, answered_rightly=0.25, silent=1.0, answered_wrongly=0.0, wrongly_silent=0.75
    )


def test_without_unanswerable_cases_their_share_is_none() -> None:
    assert trade(MIXED[:2], WEIGHTS, 0.5).silent is None


def test_a_case_without_an_answer_is_silent_at_any_threshold() -> None:
    assert trade([attempt(None, right=False)], WEIGHTS, 0.0).wrongly_silent == 1.0


def test_the_threshold_is_the_highest_with_most_right_replies() -> None:
    # Right from .5 to .73, the logistic of 1.
    cases = [attempt(1.0, right=True), attempt(-0.01, right=False, answerable=False)]
    assert choose_threshold(cases, WEIGHTS) == 0.73


def test_few_right_replies_are_given_for_a_higher_threshold() -> None:
    # Two of 400 right answers, whose confidence is .5, may go; three may not.
    sure = [attempt(2.0, right=True)] * 397
    assert choose_threshold([*sure, attempt(2.0, right=True), *[attempt(0.0, right=True)] * 2], WEIGHTS) == 0.88
    assert choose_threshold([*sure, *[attempt(0.0, right=True)] * 3], WEIGHTS) == 0.5


def test_what_the_confidence_is_worth_and_what_thresholds_trade_is_told() -> None:
    lines = list(describe("mine", MIXED, WEIGHTS, 0.52))
    assert lines[0].startswith("mine, n = 6, 4 answerable: ECE .")
    assert lines[0].endswith("AUROC .750, of answerability .562")
    assert [line.split()[0] for line in lines[2:]] == [
        ".200", ".250", ".300", ".350", ".400", ".450", ".500", ".520", ".550", ".600", ".650", ".700", ".750", ".800",
    ]  # fmt: skip
    assert lines[9].split() == [".520", ".500", ".500", ".500", ".250", ".250", "chosen"]


def test_cases_that_are_all_alike_have_no_curve() -> None:
    assert "AUROC -, of answerability -" in next(iter(describe("mine", MIXED[:2], WEIGHTS, 0.5)))


@pytest.mark.parametrize("name", ["test", str(BUILT_IN / "test"), str(BUILT_IN / "test" / "bank-fine.jsonl")])
def test_the_dataset_that_reports_is_refused(name: str) -> None:
    with pytest.raises(DatasetInvalid, match="only reports: nothing is fitted in sight of it; give another"):
        read_all([name])


def test_the_module_that_is_written_has_the_names_of_the_one_in_use() -> None:
    written: dict[str, object] = {}
    exec(render({**WEIGHTS, "margin": 0.1234}, 0.37), written)
    assert written["ANSWER_WEIGHTS"] == {"answers": 1.0, "margin": 0.123, "support": 0.0, "constant": 0.0}
    assert written["THRESHOLD"] == 0.37
    for name in ("ANSWER_WEIGHTS", "THRESHOLD"):
        assert type(written[name]) is type(getattr(answer_weights, name))


def test_the_weights_in_use_are_of_the_signs_of_an_answer() -> None:
    assert tuple(answer_weights.ANSWER_WEIGHTS) == AnswerSigns._fields
    assert 0 < answer_weights.THRESHOLD < 1
