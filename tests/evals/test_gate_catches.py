"""The evals can fail: each part of the product is broken in turn, and the gate says so and names what flipped."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.language import looks_english
from evals.comparison import Comparison, compare
from evals.dataset import Dataset, read_dataset
from evals.gate import Gate, hold
from evals.outcome import Verdict
from evals.result import Part
from evals.run import run_dataset
from retrieval.build import Footnote
from retrieval.chain import Chain, ChainState, Source
from retrieval.schema import Answer, Draft, Hits, PastTurn, Reader
from retrieval.settings import Settings

# Each asks a hundred questions, which takes a minute and a half on a processor without VNNI.
pytestmark = pytest.mark.timeout(600)

TOP_K = 8
FLOORS = {"faithfulness": 1.0}


class WorstFirst:
    """A retriever that is broken: it ranks the other way round, and knows two passages only."""

    def __init__(self, source: Source) -> None:
        self._retriever = source.retriever

    def search(self, query: str, *, top_k: int, article_id: str | None = None) -> Hits:
        hits = self._retriever.search(query, top_k=50, article_id=article_id)
        worst = tuple(replace(hit, rank=rank) for rank, hit in enumerate(reversed(hits.items), 1))
        return replace(hits, items=worst[:2])


class NeverSilent:
    """A reader that is broken: it forgets the rule of abstention."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def read(self, question: str, hits: Hits, history: Sequence[PastTurn] = ()) -> Draft:
        return replace(self._reader.read(question, hits, history), declined=None)


class Unverified(Chain):
    """A chain that is broken: what it shows is not what the article says."""

    def check(self, state: ChainState) -> ChainState:
        state = super().check(state)
        if not isinstance(state.reply, Answer):
            return state
        wrong = tuple(replace(one, quote=one.quote.upper()) for one in state.reply.citations)
        return replace(state, reply=replace(state.reply, citations=wrong, text=state.reply.text.upper()))


@pytest.fixture(scope="module")
def footnote(prepared_folder: Path) -> Iterator[Footnote]:
    with Footnote(Settings(data_dir=prepared_folder, _env_file=None)) as opened:  # type: ignore[call-arg]
        yield opened


@pytest.fixture(scope="module")
def cases() -> Dataset:
    """The first questions about the source article; the collection that holds it has another name."""
    whole = read_dataset("dev")
    about = [case for case in whole.cases if case.article == "russia-dirty-bomb-claims" and not case.conversation]
    return replace(whole, cases=tuple(about[:100]))


def ask(dataset: Dataset, chain: Chain) -> Part:
    class InDefault:
        """The shipped article lies in the default collection."""

        def answer(self, ask):  # type: ignore[no-untyped-def]
            return chain.answer(replace(ask, collection="default"))

    return Part("dev", {}, run_dataset(dataset, InDefault(), top_k=TOP_K))


@pytest.fixture(scope="module")
def healthy(footnote: Footnote, cases: Dataset) -> Part:
    return ask(cases, footnote.chain())


def gate(healthy: Part, broken: Part) -> tuple[Gate, Comparison]:
    comparison = compare(healthy, broken)
    return hold(broken, comparison, FLOORS), comparison


def failed(held: Gate) -> set[str]:
    return {finding.name for finding in held.findings if not finding.passed}


def test_the_healthy_product_passes(footnote: Footnote, cases: Dataset, healthy: Part) -> None:
    held, comparison = gate(healthy, ask(cases, footnote.chain()))
    assert held.passed
    assert comparison.flips == ()


def test_a_broken_retriever_is_caught(footnote: Footnote, cases: Dataset, healthy: Part) -> None:
    def source_of(collection: str) -> Source:
        source = footnote.source(collection)
        return replace(source, retriever=WorstFirst(source))

    broken = ask(cases, Chain(source_of, footnote.reader(), looks_english=looks_english))
    held, comparison = gate(healthy, broken)
    assert failed(held) >= {"regression of hit_at_1", "regression of mrr", "regression of right"}
    assert "source-020" in {flip.after.case_id for flip in comparison.flips if flip.lost}


def test_a_broken_verifier_is_caught(footnote: Footnote, cases: Dataset, healthy: Part) -> None:
    broken = ask(cases, Unverified(footnote.source, footnote.reader(), looks_english=looks_english))
    held, comparison = gate(healthy, broken)
    assert "floor of faithfulness" in failed(held)
    lost = [flip for flip in comparison.flips if flip.lost]
    assert lost
    assert {flip.after.verdict for flip in lost} == {Verdict.UNFAITHFUL}


def test_a_broken_abstention_rule_is_caught(footnote: Footnote, cases: Dataset, healthy: Part) -> None:
    broken = ask(cases, Chain(footnote.source, NeverSilent(footnote.reader()), looks_english=looks_english))
    held, comparison = gate(healthy, broken)
    assert "regression of abstention_recall" in failed(held)
    lost = {flip.after.verdict for flip in comparison.flips if flip.lost}
    assert lost == {Verdict.SHOULD_ABSTAIN}


@pytest.mark.parametrize("count", [1, 2])
def test_a_case_or_two_that_flip_are_named_and_do_not_fail_the_gate(healthy: Part, count: int) -> None:
    def lose(part: Part, number: int) -> Part:
        changed, left = [], number
        for one in part.outcomes:
            if one.right and left:
                one = replace(one, verdict=Verdict.WRONG_SENTENCE, scores={**one.scores, "right": 0.0})  # noqa: PLW2901
                left -= 1
            changed.append(one)
        return replace(part, outcomes=tuple(changed))

    held, comparison = gate(healthy, lose(healthy, count))
    assert held.passed
    assert len([flip for flip in comparison.flips if flip.lost]) == count
