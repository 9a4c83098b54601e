"""LangChain's sockets: the chain as a Runnable, the retriever as a `BaseRetriever`, the model as `Embeddings`."""

from typing import Any, cast

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda, RunnableSequence
from pydantic import ConfigDict

from retrieval.chain import Chain, ChainState
from retrieval.embedding.embeddings import UnitEmbeddings
from retrieval.schema import Ask, Hit, Reply


def chain_runnable(chain: Chain) -> Runnable[Ask, Reply]:
    """Return a sequence of the chain's stages, each a step that carries the stage's name."""

    def begin(ask: Ask) -> ChainState:
        return ChainState(ask)

    def finish(state: ChainState) -> Reply:
        return cast(Reply, state.reply)

    steps: list[RunnableLambda[Any, Any]] = [RunnableLambda(begin, name="begin")]
    steps += [RunnableLambda(stage, name=stage.__name__) for stage in chain.stages]
    steps.append(RunnableLambda(finish, name="finish"))
    return RunnableSequence(*steps, name="footnote")


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
