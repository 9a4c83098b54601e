"""LangChain's sockets: the chain as a Runnable, the retriever as a `BaseRetriever`, the model as `Embeddings`."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, cast

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda, RunnableSequence
from pydantic import ConfigDict

from retrieval.chain import Chain, ChainState, StageEvent
from retrieval.embedding.embeddings import UnitEmbeddings
from retrieval.schema import Ask, Hit, Reply

AT_ONCE = 64
"""Questions that are worked on at once in `ainvoke` and `abatch`, most of which wait for a chat model."""

Stage = Callable[[ChainState], ChainState]


def chain_runnable(chain: Chain, *, at_once: int = AT_ONCE) -> Runnable[Ask, Reply]:
    """Return a sequence of the chain's stages, each a step that carries the stage's name.

    Args:
        chain: whose stages they are.
        at_once: how many threads its asynchronous methods use; further questions wait for their turn.
    """
    threads = ThreadPoolExecutor(at_once, thread_name_prefix="footnote")

    def begin(ask: Ask) -> ChainState:
        return ChainState(ask)

    def finish(state: ChainState) -> Reply:
        return cast(Reply, state.reply)

    steps: list[RunnableLambda[Any, Any]] = [RunnableLambda(begin, name="begin")]
    steps += [RunnableLambda(stage, _aside(stage, threads), name=stage.__name__) for stage in chain.stages]
    steps.append(RunnableLambda(finish, name="finish"))
    return RunnableSequence(*steps, name="footnote")


def events_runnable(chain: Chain, *, at_once: int = AT_ONCE) -> Runnable[Ask, StageEvent]:
    """Return a runnable whose `stream` and `astream` yield the events of the chain's stages as they happen.

    The last event's state holds the reply.
    """
    threads = ThreadPoolExecutor(at_once, thread_name_prefix="footnote")

    def stream(asks: Iterator[Ask]) -> Iterator[StageEvent]:
        for ask in asks:
            yield from chain.stream(ask)

    async def astream(asks: AsyncIterator[Ask]) -> AsyncIterator[StageEvent]:
        async for ask in asks:
            events = chain.stream(ask)
            while (event := await _run_aside(threads, next, events, None)) is not None:
                yield event

    return RunnableGenerator(stream, astream, name="footnote")


def _aside(stage: Stage, threads: ThreadPoolExecutor) -> Callable[[ChainState], Awaitable[ChainState]]:
    """A stage that runs in a thread, within the context of who called it, so that tracers see what it calls."""

    async def run(state: ChainState) -> ChainState:
        return cast(ChainState, await _run_aside(threads, stage, state))

    return run


async def _run_aside(threads: ThreadPoolExecutor, function: Callable[..., Any], *arguments: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(threads, copy_context().run, function, *arguments)


class FootnoteEmbeddings(Embeddings):
    """A LangChain `Embeddings` whose vectors have length 1, around the model that makes the index."""

    def __init__(self, model: UnitEmbeddings) -> None:
        self._model = model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one unit vector a text."""
        return cast(list[list[float]], self._model.encode_documents(texts).tolist())

    def embed_query(self, text: str) -> list[float]:
        """Return the unit vector of a query."""
        return cast(list[float], self._model.encode_query(text).tolist())


class FootnoteRetriever(BaseRetriever):
    """A LangChain retriever over one collection.

    A document is a passage: `page_content` its exact text, `id` its passage id, and `metadata` its `article_id`,
    `start` and `end` (code points of the article's text), `score` and `rank`.

    Attributes:
        search: a `retrieval.retriever.Retriever`, or anything that searches like one.
        k: how many documents to return, at least 1.
        article_id: the only article in scope, or None for all.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    search: Any
    k: int = 4
    article_id: str | None = None

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - the socket's signature
        k: int | None = None,
        **_: Any,
    ) -> list[Document]:
        hits = self.search.search(query, top_k=self.k if k is None else k, article_id=self.article_id)
        return [_document(hit) for hit in hits.items]


def _document(hit: Hit) -> Document:
    passage = hit.passage
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "article_id": passage.article_id,
            "start": passage.span.start,
            "end": passage.span.end,
            "score": hit.score,
            "rank": hit.rank,
        },
    )
