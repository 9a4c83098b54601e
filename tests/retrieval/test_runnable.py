import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_tests.integration_tests import EmbeddingsIntegrationTests, RetrieversIntegrationTests

from retrieval.chain import Chain, Source
from retrieval.errors import QuestionInvalid
from retrieval.runnable import FootnoteEmbeddings, FootnoteRetriever, chain_runnable
from retrieval.schema import Answer, Ask, Conversation
from tests.fakes import FirstSentenceReader, Shelf, always, fake_embeddings, make

GRAIN = "Ships with grain left Odesa. Nobody stopped them.\n\nThe harvest was late.\n\nFarmers blamed the rain."

# The suites have asynchronous tests among the others, which need no mark and would be warned of.
ASYNC_MARKS = (pytest.mark.asyncio, pytest.mark.filterwarnings("ignore:.*is marked with '@pytest.mark.asyncio'"))


def with_async_tests(suite: type) -> type:
    for mark in ASYNC_MARKS:
        suite = mark(suite)
    return suite


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    with tempfile.TemporaryDirectory() as folder, Shelf(Path(folder)) as shelf:
        shelf.add(make(GRAIN, "grain"))
        yield shelf


@pytest.fixture
def chain(shelf: Shelf) -> Chain:
    source = Source(shelf.retriever, shelf.library.get)
    return Chain(lambda _: source, FirstSentenceReader(), looks_english=always(True))


class Opened:
    """A shelf for the contract suite, which makes retrievers by class and arguments."""

    shelf: Shelf | None = None

    def search(self, query: str, **arguments: Any) -> Any:
        assert Opened.shelf is not None
        return Opened.shelf.retriever.search(query, **arguments)


@with_async_tests
class TestRetrieverContract(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def open_shelf(self, shelf: Shelf) -> None:
        Opened.shelf = shelf

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return FootnoteRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"search": Opened()}

    @property
    def retriever_query_example(self) -> str:
        return "Who left Odesa?"


class HashEmbeddings(FootnoteEmbeddings):
    def __init__(self) -> None:
        super().__init__(fake_embeddings())


@with_async_tests
class TestEmbeddingsContract(EmbeddingsIntegrationTests):
    @property
    def embeddings_class(self) -> type[Embeddings]:
        return HashEmbeddings

    @property
    def embedding_model_params(self) -> dict[str, Any]:
        return {}


def test_a_document_quotes_its_article(shelf: Shelf) -> None:
    (document,) = FootnoteRetriever(search=shelf.retriever, k=1).invoke("Who blamed the rain?")
    assert isinstance(document, Document)
    assert (document.id, document.page_content) == ("grain:2", "Farmers blamed the rain.")
    start, end = document.metadata["start"], document.metadata["end"]
    assert shelf.library.get("grain").text[start:end] == document.page_content
    assert (document.metadata["article_id"], document.metadata["rank"]) == ("grain", 1)


def test_a_retriever_can_be_limited_to_one_article(shelf: Shelf) -> None:
    retriever = FootnoteRetriever(search=shelf.retriever, k=5, article_id="grain")
    assert {document.metadata["article_id"] for document in retriever.invoke("Who?")} == {"grain"}


def ask(question: str) -> Ask:
    return Ask(question, Conversation(), top_k=3)


def test_the_chain_answers_as_a_runnable(chain: Chain) -> None:
    runnable = chain_runnable(chain)
    reply = runnable.invoke(ask("What left Odesa?"))
    assert reply == chain.answer(ask("What left Odesa?"))
    assert isinstance(reply, Answer)
    assert reply.citations[0].quote == "Ships with grain left Odesa."


def test_the_chain_answers_in_batches_streams_and_asynchronously(chain: Chain) -> None:
    runnable, questions = (
        chain_runnable(chain),
        [ask("What left Odesa?"), ask("What was late?"), ask("Who blamed the rain?")],
    )
    expected = [chain.answer(question) for question in questions]
    assert runnable.batch(questions) == expected
    assert list(runnable.stream(questions[0])) == expected[:1]
    assert asyncio.run(runnable.ainvoke(questions[1])) == expected[1]
    assert asyncio.run(runnable.abatch(questions)) == expected


def test_a_failing_question_fails_alone_in_a_batch(chain: Chain) -> None:
    replies = chain_runnable(chain).batch([ask(" "), ask("What was late?")], return_exceptions=True)
    assert isinstance(replies[0], QuestionInvalid)
    assert isinstance(replies[1], Answer)


class Tracer(BaseCallbackHandler):
    """Records the names of what began, and how many ended."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.ended = 0

    def on_chain_start(self, _serialized: Any, _inputs: Any, **about: Any) -> None:
        self.began.append(about["name"])

    def on_chain_end(self, _outputs: Any, **_: Any) -> None:
        self.ended += 1


def test_a_tracer_sees_the_stages_by_name(chain: Chain) -> None:
    tracer = Tracer()
    chain_runnable(chain).invoke(ask("What was late?"), config={"callbacks": [tracer]})
    assert tracer.began == ["footnote", "begin", "understand", "retrieve", "read", "check", "finish"]
    assert tracer.ended == 7


def test_the_embeddings_are_those_of_the_index(shelf: Shelf) -> None:
    embeddings = FootnoteEmbeddings(shelf.embeddings)
    assert embeddings.embed_query("grain") == shelf.embeddings.encode_query("grain").tolist()
    assert (
        embeddings.embed_documents(["grain", "rain"]) == shelf.embeddings.encode_documents(["grain", "rain"]).tolist()
    )
    assert embeddings.embed_documents([]) == []
