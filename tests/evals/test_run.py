from collections.abc import Sequence
from itertools import count

from corpus.schema import Article
from evals.cases import Case
from evals.dataset import Dataset
from evals.outcome import Verdict
from evals.run import run_dataset
from retrieval.errors import QuestionInvalid
from retrieval.schema import Abstention, Ask, Hits, Reason, Reply
from tests.evals.builders import case
from tests.fakes import make

ARTICLE = make("Ann met Bob.")


class ScriptedChain:
    """Declines everything but what it cannot be asked, and records what it was asked."""

    def __init__(self, refused: Sequence[str] = ()) -> None:
        self.asked: list[Ask] = []
        self._refused = refused

    def answer(self, ask: Ask) -> Reply:
        self.asked.append(ask)
        if ask.question in self._refused:
            raise QuestionInvalid(ask.question, "is no question", "ask another")
        return Abstention(ask.question, ask.question, Reason.NOT_STATED, (), 0.1, "span", Hits(ask.question, ()))


def dataset(*cases: Case, article: Article = ARTICLE) -> Dataset:
    from pathlib import Path

    return Dataset("mine", Path("mine.jsonl"), cases, {"story": article})


def talk(number: int, question: str) -> Case:
    later = {"tags": ["pronoun"], "standalone": question} if number > 1 else {}
    return case(id=f"t{number}", conversation="c1", turn=number, question=question, **later)


def test_the_turns_of_a_conversation_are_asked_with_the_replies_before_them() -> None:
    chain = ScriptedChain()
    run_dataset(dataset(talk(1, "Who?"), talk(2, "Why?"), case(id="alone")), chain, top_k=3)
    assert [[turn.question for turn in ask.conversation.turns] for ask in chain.asked] == [[], ["Who?"], []]
    assert {(ask.collection, ask.article_id, ask.top_k) for ask in chain.asked} == {("story", None, 3)}


def follow_up(*before: str) -> Case:
    return case(id="f", question="Why?", before=before, tags=["pronoun"], standalone="Why did Ann meet Bob?")


def test_what_stands_before_a_case_is_asked_first_and_is_no_outcome() -> None:
    chain = ScriptedChain()
    outcomes = run_dataset(dataset(follow_up("Who?", "When?"), case(id="alone")), chain, top_k=3)
    assert [one.case_id for one in outcomes] == ["f", "alone"]
    assert [ask.question for ask in chain.asked] == ["Who?", "When?", "Why?", "Who met Bob?"]
    assert [[turn.question for turn in ask.conversation.turns] for ask in chain.asked] == [
        [],
        ["Who?"],
        ["Who?", "When?"],
        [],
    ]


def test_the_time_of_what_stands_before_a_case_is_not_counted() -> None:
    ticks = count()
    (outcome,) = run_dataset(dataset(follow_up("Who?")), ScriptedChain(), top_k=1, clock=lambda: next(ticks) / 1000)
    assert outcome.latency_ms == 1.0


def test_what_stands_before_a_case_and_cannot_be_asked_is_passed_over() -> None:
    chain = ScriptedChain(refused=["Who?"])
    (outcome,) = run_dataset(dataset(follow_up("Who?", "When?")), chain, top_k=3)
    assert outcome.verdict is Verdict.SHOULD_ANSWER
    assert [turn.question for turn in chain.asked[-1].conversation.turns] == ["When?"]


def test_a_case_that_cannot_be_asked_is_not_scored_and_the_rest_goes_on() -> None:
    chain = ScriptedChain(refused=["Why?"])
    outcomes = run_dataset(dataset(talk(1, "Who?"), talk(2, "Why?"), talk(3, "When?")), chain, top_k=3)
    assert [one.verdict for one in outcomes] == [Verdict.SHOULD_ANSWER, Verdict.NOT_SCORED, Verdict.SHOULD_ANSWER]
    assert outcomes[1].error == "the question 'Why?' is no question; ask another"
    assert [turn.question for turn in chain.asked[2].conversation.turns] == ["Who?"]


def test_outcomes_are_in_the_order_of_the_cases_and_timed() -> None:
    ticks = count()
    told: list[tuple[int, int]] = []
    outcomes = run_dataset(
        dataset(case(id="b"), case(id="a")),
        ScriptedChain(),
        top_k=1,
        progress=lambda done, total: told.append((done, total)),
        clock=lambda: next(ticks) / 1000,
    )
    assert [(one.case_id, one.latency_ms) for one in outcomes] == [("b", 1.0), ("a", 1.0)]
    assert told == [(1, 2), (2, 2)]


def test_an_outcome_is_known_by_its_case_and_article() -> None:
    one = run_dataset(dataset(case()), ScriptedChain(), top_k=1)[0]
    same = run_dataset(dataset(case(note="look")), ScriptedChain(), top_k=9)[0]
    other = run_dataset(dataset(case(), article=make("Ann met Bob. Twice.")), ScriptedChain(), top_k=1)[0]
    assert one.fingerprint == same.fingerprint != other.fingerprint
