"""Small real stand-ins for what is slow to make: they do the work in a simpler way, and record what they were asked."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

from corpus.articles import ArticleSource, make_article
from corpus.folder import open_folder
from corpus.library import Library
from corpus.passages import split_passages
from corpus.schema import Article
from retrieval.embedding.embeddings import UnitEmbeddings
from retrieval.embedding.encoders import Vectors
from retrieval.embedding.export_card import ExportCard
from retrieval.index.chroma import Chroma
from retrieval.index.indexer import Indexer, IndexReport
from retrieval.index.manifest import read_manifest
from retrieval.index.place import IndexPlace
from retrieval.index.vector_store import Unit
from retrieval.retriever import Retriever
from retrieval.schema import Draft, Evidence, Hit, Hits, PastTurn

DIMENSIONS = 64


class WordHashEncoder:
    """A bag of hashed words: texts that share words are near."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        vectors = np.full((len(texts), DIMENSIONS), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                vectors[row, int(hashlib.md5(word.encode()).hexdigest(), 16) % DIMENSIONS] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def fake_embeddings(
    model: str = "word-hash", fingerprint: str = "fake00000000", *, encoder: WordHashEncoder | None = None
) -> UnitEmbeddings:
    card = ExportCard(1, model, DIMENSIONS, 256, "", "", 0, "[PAD]", (), "0" * 64, 0)
    return UnitEmbeddings(model, fingerprint, encoder or WordHashEncoder(), card)


def make(text: str, article_id: str = "story", *, title: str | None = None, url: str | None = None) -> Article:
    return make_article(ArticleSource("story.txt", text, article_id, title=title, url=url))


def hits_of(article: Article, query: str = "Who spoke?") -> Hits:
    """Every passage of an article as a hit, in the order of the article, each with those around it."""
    passages = split_passages(article)
    return Hits(
        query,
        tuple(
            Hit(
                passage,
                score=1.0 / (rank + 1),
                rank=rank + 1,
                cosine=0.5,
                lexical=0.5,
                sentence_cosines=tuple(0.5 for _ in passage.sentences),
                before=passages[rank - 1] if rank else None,
                after=passages[rank + 1] if rank + 1 < len(passages) else None,
            )
            for rank, passage in enumerate(passages)
        ),
    )


class FirstSentenceReader:
    """Answers with the first sentence of the best hit; records the questions, and the history of each."""

    def __init__(self) -> None:
        self.questions: list[str] = []
        self.histories: list[tuple[PastTurn, ...]] = []

    def read(self, question: str, hits: Hits, history: Sequence[PastTurn] = ()) -> Draft:
        self.questions.append(question)
        self.histories.append(tuple(history))
        passage = hits.items[0].passage
        sentence = passage.sentences[0]
        evidence = Evidence(1, passage.id, sentence.text, sentence.span)
        return Draft(f"{sentence.text} [1]", (evidence,), (), 0.9, None, "span")


def always(answer: bool) -> Callable[[str], bool]:
    return lambda _: answer


class Shelf:
    """A collection in a folder of its own with a real Chroma and an encoder that records what it was asked."""

    def __init__(
        self,
        folder: Path,
        collection: str = "default",
        *,
        embeddings: UnitEmbeddings | None = None,
        url: str | None = None,
    ) -> None:
        self.data = open_folder(folder)
        self.library = Library(self.data, collection)
        self.place = IndexPlace.of(self.data, collection)
        self.chroma = Chroma(self.data.chroma, url)
        self.encoder = WordHashEncoder()
        self.embeddings = embeddings or fake_embeddings(encoder=self.encoder)
        self.retriever = Retriever(self.library, self.place, chroma=self.chroma, embeddings=self.embeddings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.chroma.close()

    @property
    def indexer(self) -> Indexer:
        return Indexer(self.place, self.chroma, self.embeddings)

    def add(self, *articles: Article) -> IndexReport:
        for article in articles:
            self.library.add(article)
        return self.update()

    def update(self) -> IndexReport:
        with self.data.writing():
            return self.indexer.update(self.library)

    def rebuild(self) -> IndexReport:
        with self.data.writing():
            return self.indexer.rebuild(self.library)

    def search(self, query: str, *, top_k: int = 5, article_id: str | None = None) -> list[str]:
        """The texts of the hits, best first."""
        hits = self.retriever.search(query, top_k=top_k, article_id=article_id)
        return [hit.passage.text for hit in hits.items]

    def row_counts(self) -> tuple[int, int]:
        """How many passages and sentences Chroma holds of the published epoch."""
        store = self.place.store(self.chroma, read_manifest(self.place.folder).epoch)
        return store.count(Unit.PASSAGE), store.count(Unit.SENTENCE)

    def chroma_collections(self) -> list[str]:
        with self.chroma.working() as client:
            return sorted(collection.name for collection in client.api.list_collections())


class ScriptedChatModel(BaseChatModel):
    """Says what its script says, one entry a call, the last again and again; an exception is raised.

    An entry may be a function of the messages. Records the messages of each call.
    """

    script: list[Any]
    asked: list[list[BaseMessage]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self._next(messages)))])

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:
        text = self._next(messages)
        for start in range(0, len(text), 40):
            yield ChatGenerationChunk(message=AIMessageChunk(text[start : start + 40]))
        counted = {"input_tokens": 100, "output_tokens": 20, "total_tokens": 120}
        yield ChatGenerationChunk(message=AIMessageChunk("", usage_metadata=counted))

    def _next(self, messages: list[BaseMessage]) -> str:
        entry = self.script[min(len(self.asked), len(self.script) - 1)]
        self.asked.append(messages)
        if isinstance(entry, BaseException):
            raise entry
        return entry(messages) if callable(entry) else entry
