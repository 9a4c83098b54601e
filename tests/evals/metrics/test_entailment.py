from collections.abc import Sequence

import pytest

from corpus.passages import split_passages
from corpus.schema import Span
from evals.metrics.entailment import entailment
from retrieval.schema import Answer, Citation
from tests.fakes import hits_of, make

ANN, SHE, LAST = "Ann Lee runs the port.", "She was born in Oslo.", "It rained."
ARTICLE = make(f"{ANN} {SHE}\n\n{LAST}")
SENTENCES = tuple(sentence for passage in split_passages(ARTICLE) for sentence in passage.sentences)


class Reading:
    """Supports a claim whose words the evidence has."""

    def __init__(self) -> None:
        self.read: list[tuple[str, ...]] = []

    def __call__(self, claim: str, sentences: Sequence[str]) -> bool:
        self.read.append(tuple(sentences))
        return all(word in " ".join(sentences) for word in claim.rstrip(".").split())


def answer(text: str, *quotes: str) -> Answer:
    starts = [ARTICLE.text.index(quote) for quote in quotes]
    citations = tuple(
        Citation(n, "story", "story:0", Span(start, start + len(quote)), quote)
        for n, (start, quote) in enumerate(zip(starts, quotes, strict=True), 1)
    )
    return Answer("Who?", "Who?", text, (), citations, 0.8, "chat", hits_of(ARTICLE))


def measure(reply: Answer, reading: Reading | None = None) -> float:
    return entailment(reply, lambda _: SENTENCES, reading or Reading())


def test_a_sentence_is_read_beside_its_quote_and_the_sentence_before() -> None:
    reading = Reading()
    assert measure(answer("Ann Lee was born in Oslo. [1]", SHE), reading) == 1.0
    assert reading.read == [(ANN, SHE)]


def test_what_the_quote_does_not_say_is_not_supported() -> None:
    assert measure(answer("Ann Lee was born in Rome. [1]", SHE)) == 0.0
    assert measure(answer("Ann Lee was born in Oslo. [1] It snowed. [2]", SHE, LAST)) == 0.5


def test_a_verbatim_sentence_is_supported_without_asking() -> None:
    reading = Reading()
    assert measure(answer(f"{ANN} [1] {LAST} [2]", ANN, LAST), reading) == 1.0
    assert reading.read == []


@pytest.mark.parametrize("text", ["", "It rained."])
def test_nothing_said_and_nothing_cited_is_not_supported(text: str) -> None:
    assert entailment(answer(text, LAST), lambda _: SENTENCES, lambda _claim, sentences: bool(sentences)) == 0.0
