import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.schema import Article
from evals.benchmarks.conversation_file import Exchange, make_reply, read_follow_ups
from evals.benchmarks.followups import chain_rewrite, run_cases, run_rewrites
from evals.benchmarks.table import Row, to_text
from evals.dataset import Dataset, read_dataset
from evals.errors import CaseInvalid, DatasetInvalid
from retrieval.chain import Chain, ChainState, Source
from retrieval.citations import Question, parse_markers
from retrieval.errors import QuestionInvalid
from retrieval.lexical import stem_terms
from retrieval.schema import Abstention, Answer, Ask, Decline, Draft, Evidence, Hits, Reason
from tests.fakes import hits_of, make

SPOKE = {"q": "Who spoke?", "a": "Ann Bell."}
LINES: list[dict[str, object]] = [
    {"title": "Ann", "history": [], "question": "Who spoke?", "rewrite": "Who spoke?"},
    {"title": "Ann", "history": [SPOKE], "question": "When did she?", "rewrite": "When did Ann Bell speak?"},
    {
        "title": "Ann",
        "history": [SPOKE, {"q": "When did she?", "a": "I don't know."}],
        "question": "Was it raining?",
        "rewrite": "Was it raining?",
    },
]


def conversation_file(folder: Path, lines: Sequence[object] = LINES) -> Path:
    path = folder / "talk.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    return path


def values(row: Row) -> list[float | None]:
    return [round(cell.value, 3) if cell else None for cell in row.cells]


def unscored(row: Row) -> list[int | None]:
    return [cell.unscored if cell else None for cell in row.cells]


def test_rewrites_stand_beside_two_plain_ways(tmp_path: Path) -> None:
    table = run_rewrites(conversation_file(tmp_path), lambda _, question: question.replace("she", "Ann Bell speak"))
    assert table.counts == {"follow-up questions": 2, "conversations": 1}
    assert {row.name: values(row) for row in table.rows} == {
        "footnote": [1.0, 1.0, 1.0, 1.0],
        "as typed": [0.75, 0.5, 0.5, 1.0],
        "last question + question": [0.533, 0.0, 0.4, 0.0],
    }
    assert table.notes == ()


def test_a_question_that_is_refused_is_counted_and_not_averaged(tmp_path: Path) -> None:
    def refuse_rain(history: Sequence[Exchange], question: str) -> str:
        if "rain" in question:
            raise QuestionInvalid(question, "is about the weather", "ask another")
        return question

    table = run_rewrites(conversation_file(tmp_path), refuse_rain)
    assert values(table.rows[0]) == [0.5, 0.0, 0.5, None]
    assert unscored(table.rows[0]) == [1, 1, 0, None]
    assert unscored(table.rows[1]) == [0, 0, 0, 0]
    assert table.notes == ("footnote refuses 1 of the questions.",)


def test_all_turns_of_a_conversation_fall_in_one_half(tmp_path: Path) -> None:
    lines = [{**line, "title": f"Ann {number}"} for number in range(40) for line in LINES]
    path = conversation_file(tmp_path, lines)
    halves = {one.title: one.half for one in read_follow_ups(path)}
    assert all(halves[one.title] == one.half for one in read_follow_ups(path))
    asked: dict[str, int] = {}
    for part in ("tune", "report"):
        table = run_rewrites(path, lambda _, question: question, part=part)
        asked[part] = table.counts["follow-up questions"]
        assert table.counts["conversations"] * 2 == asked[part]
        assert f"The {part!r} half" in table.notes[0]
    assert asked == {"tune": 40, "report": 40}


def test_a_half_without_a_question_gets_one_sentence(tmp_path: Path) -> None:
    half = read_follow_ups(conversation_file(tmp_path))[0].half
    with pytest.raises(DatasetInvalid, match="holds no question in its half"):
        run_rewrites(tmp_path / "talk.jsonl", lambda _, q: q, part="tune" if half == "report" else "report")


def test_a_limit_takes_as_many_follow_ups_and_progress_counts_them(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    table = run_rewrites(
        conversation_file(tmp_path), lambda _, q: q, limit=1, progress=lambda done, of: told.append((done, of))
    )
    assert table.counts["follow-up questions"] == 1
    assert told == [(1, 1)]


def test_a_gzipped_file_is_read_and_first_questions_are_passed_over(tmp_path: Path) -> None:
    packed = tmp_path / "talk.jsonl.gz"
    packed.write_bytes(gzip.compress(conversation_file(tmp_path).read_bytes()))
    assert [one.question for one in read_follow_ups(packed)] == ["When did she?", "Was it raining?"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{}\n", "line 1 of .* is not in the format \\(history: Field required\\)"),
        (b"\n5\n", "line 2 of .* is not in the format .Input should be an object"),
        (b'{"history": [{"q": " ", "a": ""}], "question": "a", "rewrite": "b"}', r"history\.0\.q"),
        (b'{"history": [], "question": "a", "rewrite": "\\ud800"}', "line 1 of"),
    ],
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "talk.jsonl").write_bytes(content)
    with pytest.raises(CaseInvalid, match=sentence):
        read_follow_ups(tmp_path / "talk.jsonl")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "holds no question with a history"),
        (json.dumps(LINES[0]).encode(), "holds no question with a history"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"\x1f\x8bbroken", "is not UTF-8 text"),
    ],
)
def test_a_file_that_holds_no_conversation_gets_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "talk.jsonl").write_bytes(content)
    with pytest.raises(DatasetInvalid, match=sentence):
        read_follow_ups(tmp_path / "talk.jsonl")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetInvalid, match=r"none\.jsonl' does not exist"):
        read_follow_ups(tmp_path / "none.jsonl")
    with pytest.raises(DatasetInvalid, match="is a folder"):
        read_follow_ups(tmp_path)


def test_an_answer_with_brackets_becomes_a_reply_with_one_citation() -> None:
    reply = make_reply(Question("Who?", "Who spoke?"), " He [Bell] spoke twice[12]. [3] ")
    assert isinstance(reply, Answer)
    assert reply.text == "He [Bell] spoke twice(12). (3) [1]"
    assert [statement.markers for statement in parse_markers(reply.text)] == [(1,)]
    assert [citation.quote for citation in reply.citations] == ["He [Bell] spoke twice[12]. [3]"]
    assert (reply.question, reply.standalone_question) == ("Who?", "Who spoke?")


@pytest.mark.parametrize("answer", ["", " ", "CANNOTANSWER", "I don't know.", "I don’t know."])
def test_an_answer_that_says_nothing_becomes_an_abstention(answer: str) -> None:
    assert isinstance(make_reply(Question("Who?", "Who?"), answer), Abstention)


ARTICLE_TEXT = "Bob retires in June. Ann runs the harbour. Ann retires in May."
HARBOUR = {"article": "port", "answerable": True, "quotes": ["Ann runs the harbour."], "answers": ["Ann"]}
CASES: list[dict[str, object]] = [
    HARBOUR | {"id": "c1", "question": "Who runs the harbour?", "tags": ["who"], "conversation": "a", "turn": 1},
    {
        "id": "c2",
        "article": "port",
        "question": "When does she retire?",
        "answerable": True,
        "tags": ["when", "pronoun"],
        "quotes": ["Ann retires in May."],
        "answers": ["in May", "May"],
        "conversation": "a",
        "turn": 2,
        "standalone": "When does Ann retire?",
    },
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


class WordReader:
    """Answers with the sentence that shares most words with the question; declines when none does."""

    def read(self, question: str, hits: Hits) -> Draft:
        words = set(stem_terms(question))
        sentences = [(sentence, hit.passage) for hit in hits.items for sentence in hit.passage.sentences]
        sentence, passage = max(sentences, key=lambda pair: len(words & set(stem_terms(pair[0].text))))
        evidence = Evidence(1, passage.id, sentence.text, sentence.span)
        found = bool(words & set(stem_terms(sentence.text)))
        declined = None if found else Decline(Reason.OFF_TOPIC)
        return Draft(f"{sentence.text} [1]", (evidence,), (), 0.5, declined, "sentence")


class SheIsAnn(Chain):
    """Puts "Ann" for "she" once the conversation has begun; records what it was asked."""

    def __init__(self, looks_english: Callable[[str], bool] = lambda _: True) -> None:
        article = make(ARTICLE_TEXT, "port")
        source = Source(WholeArticle(article), lambda _: article)
        super().__init__(lambda _: source, WordReader(), looks_english=looks_english)
        self.asked: list[Ask] = []

    def understand(self, state: ChainState) -> ChainState:
        self.asked.append(state.ask)
        state = super().understand(state)
        assert state.question is not None
        if not state.ask.conversation.turns:
            return state
        standalone = state.question.typed.replace("she", "Ann")
        return replace(state, question=replace(state.question, standalone=standalone))


def test_the_chain_is_asked_within_the_conversation_as_it_understood_it() -> None:
    chain = SheIsAnn()
    history = [Exchange(question=" Who spoke? ", answer="Ann."), Exchange(question="Why did she?", answer="")]
    assert chain_rewrite(chain)(history, "When did she?") == "When did Ann?"
    turns = chain.asked[-1].conversation.turns
    assert [(turn.question, turn.standalone_question) for turn in turns] == [
        ("Who spoke?", "Who spoke?"),
        ("Why did she?", "Why did Ann?"),
    ]
    assert [type(turn.reply) for turn in turns] == [Answer, Abstention]


def test_a_history_is_understood_once_for_all_its_questions() -> None:
    chain = SheIsAnn()
    rewrite = chain_rewrite(chain)
    history = [Exchange(question="Who spoke?", answer="Ann.")]
    rewrite(history, "When did she?")
    rewrite(history, "Why did she?")
    assert [ask.question for ask in chain.asked] == ["Who spoke?", "When did she?", "Why did she?"]


def test_a_question_of_the_history_that_the_chain_refuses_stays_as_it_was_typed() -> None:
    chain = SheIsAnn()
    chain_rewrite(chain)([Exchange(question="?!", answer="Ann.")], "When did she?")
    assert [turn.standalone_question for turn in chain.asked[-1].conversation.turns] == ["?!"]
    with pytest.raises(QuestionInvalid):
        chain_rewrite(chain)([], "x" * 2001)


def dataset(folder: Path, cases: Sequence[object] = CASES) -> Dataset:
    (folder / "port.md").write_text(ARTICLE_TEXT, encoding="utf-8")
    (folder / "cases.jsonl").write_text("\n".join(map(json.dumps, cases)), encoding="utf-8")
    return read_dataset(str(folder / "cases.jsonl"))


def test_each_follow_up_is_asked_in_four_ways(tmp_path: Path) -> None:
    chain = SheIsAnn()
    table = run_cases([dataset(tmp_path)], chain, top_k=3)
    assert table.counts == {"follow-up questions": 2, "conversations": 1}
    assert table.columns == (
        "right replies",
        "right: answerable",
        "right: not answerable",
        "right: pronoun",
        "right: ellipsis",
        "right: topic-change",
        "standalone F1",
    )
    assert {row.name: values(row) for row in table.rows} == {
        "footnote": [1.0, 1.0, 1.0, 1.0, None, 1.0, 1.0],
        "as typed": [0.5, 0.0, 1.0, 0.0, None, 1.0, 0.875],
        "last question + question": [0.0, 0.0, 0.0, 0.0, None, 0.0, 0.606],
        "person's rewrite": [1.0, 1.0, 1.0, 1.0, None, 1.0, 1.0],
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


def test_follow_ups_of_a_conversation_are_resampled_together(tmp_path: Path) -> None:
    cell = run_cases([dataset(tmp_path)], SheIsAnn(), top_k=3).rows[1].cells[0]
    assert cell is not None
    # One conversation always weighs the same: were its turns drawn apart, the interval would be from 0 to 1.
    assert (cell.low, cell.value, cell.high, cell.n) == (0.5, 0.5, 0.5, 2)


def test_a_follow_up_that_cannot_be_asked_is_not_scored_and_shown(tmp_path: Path) -> None:
    chain = SheIsAnn(looks_english=lambda question: not question.startswith("When does she"))
    table = run_cases([dataset(tmp_path)], chain, top_k=3)
    assert values(table.rows[1]) == [1.0, None, 1.0, None, None, 1.0, 1.0]
    assert unscored(table.rows[1]) == [1, None, 0, None, None, 0, 1]
    assert "1 not scored" in to_text(table)


def test_progress_counts_every_question_over_all_datasets(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    (tmp_path / "again").mkdir()
    both = [dataset(tmp_path), dataset(tmp_path / "again")]
    table = run_cases(both, SheIsAnn(), top_k=3, progress=lambda done, of: told.append((done, of)))
    assert told == [(done, 18) for done in range(1, 19)]
    assert table.file == "cases + cases"
    assert table.counts == {"follow-up questions": 4, "conversations": 2}


def test_datasets_without_a_follow_up_get_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DatasetInvalid, match="holds no follow-up question"):
        run_cases([dataset(tmp_path, CASES[:1])], SheIsAnn(), top_k=3)
