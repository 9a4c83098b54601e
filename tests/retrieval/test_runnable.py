import asyncio
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_tests.integration_tests import EmbeddingsIntegrationTests, RetrieversIntegrationTests

from retrieval.chain import Chain, Source
from retrieval.chat.asking import ChatAsker
from retrieval.errors import QuestionInvalid
from retrieval.reader.chat import ChatReader
from retrieval.runnable import FootnoteEmbeddings, FootnoteRetriever, chain_runnable, events_runnable
from retrieval.schema import Answer, Ask, Conversation, Draft, Hits, PastTurn
from tests.fakes import FirstSentenceReader, ScriptedChatModel, Shelf, always, fake_embeddings, make

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


STAGES = [(stage, ended) for stage in ("understand", "retrieve", "read", "check") for ended in (False, True)]


def test_the_stages_are_streamed_as_they_happen(chain: Chain) -> None:
    events = list(events_runnable(chain).stream(ask("What was late?")))
    assert [(event.stage, event.has_ended) for event in events] == STAGES
    assert events[-1].state.reply == chain.answer(ask("What was late?"))
    assert all(event.state.reply is None for event in events[:-1])


def test_the_stages_are_streamed_asynchronously(chain: Chain) -> None:
    async def collect() -> list[tuple[str, bool]]:
        return [(event.stage, event.has_ended) async for event in events_runnable(chain).astream(ask("What was late?"))]

    assert asyncio.run(collect()) == STAGES


def test_langchains_own_events_have_the_stages_by_name(chain: Chain) -> None:
    async def collect() -> list[str]:
        events = chain_runnable(chain).astream_events(ask("What was late?"), version="v2")
        return [event["name"] async for event in events if event["event"] == "on_chain_start"]

    assert asyncio.run(collect()) == ["footnote", "begin", "understand", "retrieve", "read", "check", "finish"]


def test_a_question_that_cannot_be_asked_ends_a_stream_with_its_error(chain: Chain) -> None:
    with pytest.raises(QuestionInvalid):
        list(events_runnable(chain).stream(ask(" ")))


class SlowModel(FirstSentenceReader):
    """Waits as for a chat model; records how many waited at once."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds
        self.waiting = self.most = 0
        self._lock = threading.Lock()

    def read(self, question: str, hits: Hits, history: Sequence[PastTurn] = ()) -> Draft:
        with self._lock:
            self.waiting += 1
            self.most = max(self.most, self.waiting)
        time.sleep(self.seconds)
        with self._lock:
            self.waiting -= 1
        return super().read(question, hits, history)


def test_questions_wait_for_their_model_side_by_side_but_no_more_than_allowed(shelf: Shelf) -> None:
    source = Source(shelf.retriever, shelf.library.get)
    reader = SlowModel(0.3)
    slow = Chain(lambda _: source, reader, looks_english=always(True))
    replies = asyncio.run(chain_runnable(slow, at_once=10).abatch([ask("What was late?")] * 25))
    assert len(replies) == 25
    assert all(isinstance(reply, Answer) for reply in replies)
    assert 5 <= reader.most <= 10


class Tracer(BaseCallbackHandler):
    """Records the names of what began, and how many ended."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.ended = 0

    def on_chain_start(self, _serialized: Any, _inputs: Any, **about: Any) -> None:
        self.began.append(about["name"])

    def on_chain_end(self, _outputs: Any, **_: Any) -> None:
        self.ended += 1

    def on_chat_model_start(self, _serialized: Any, _messages: Any, **_: Any) -> None:
        self.began.append("chat model")


def test_a_tracer_sees_the_stages_by_name(chain: Chain) -> None:
    tracer = Tracer()
    chain_runnable(chain).invoke(ask("What was late?"), config={"callbacks": [tracer]})
    assert tracer.began == ["footnote", "begin", "understand", "retrieve", "read", "check", "finish"]
    assert tracer.ended == 7


def test_a_tracer_sees_the_chat_model_within_its_stage(shelf: Shelf) -> None:
    model = ScriptedChatModel(script=["NOT IN THE ARTICLE"], asked=[])
    reader = ChatReader(ChatAsker(lambda: model, timeout_s=5.0), FirstSentenceReader(), lambda *_: None)
    chain = Chain(lambda _: Source(shelf.retriever, shelf.library.get), reader, looks_english=always(True))
    for run in (
        lambda tracer: chain_runnable(chain).invoke(ask("What was late?"), config={"callbacks": [tracer]}),
        lambda tracer: asyncio.run(chain_runnable(chain).ainvoke(ask("What?"), config={"callbacks": [tracer]})),
    ):
        tracer = Tracer()
        run(tracer)
        assert tracer.began[3:7] == ["retrieve", "read", "chat model", "check"]


def test_the_embeddings_are_those_of_the_index(shelf: Shelf) -> None:
    embeddings = FootnoteEmbeddings(shelf.embeddings)
    assert embeddings.embed_query("grain") == shelf.embeddings.encode_query("grain").tolist()
    assert (
        embeddings.embed_documents(["grain", "rain"]) == shelf.embeddings.encode_documents(["grain", "rain"]).tolist()
    )
    assert embeddings.embed_documents([]) == []
