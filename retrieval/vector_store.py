"""Vectors in Chroma, embedded or on a server. The only module that imports chromadb.

Chroma answers with distances; here they become cosines once: cosine space, unit vectors, similarity = 1 - distance.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from corpus.folder import unwritable
from retrieval.errors import ChromaUnreachable, IndexDamaged

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

Vectors = npt.NDArray[np.float32]

MAX_BATCH = 1000
"""Rows of one call; Chroma's own limit lies above 5,000."""


class Unit(StrEnum):
    """What a vector stands for; each kind has a Chroma collection of its own."""

    PASSAGE = "passages"
    SENTENCE = "sentences"


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows to store, all of one article in one version.

    Attributes:
        ids: unique in the collection.
        vectors: unit vectors of shape (n, dimensions).
        texts: what each vector stands for.
        spans: where each text begins and ends in its article.
    """

    article_id: str
    version: str
    ids: Sequence[str]
    vectors: Vectors
    texts: Sequence[str]
    spans: Sequence[tuple[int, int]]


class VectorStore:
    """The vectors of one collection of articles.

    Every method raises IndexDamaged when the embedded Chroma cannot be read, and ChromaUnreachable when a server does
    not answer.
    """

    def __init__(self, chroma: "Chroma", name: str) -> None:
        self._chroma = chroma
        self._name = name
        self._where = chroma.where
        self._opened: dict[Unit, Collection] = {}
        self._opened_with: ClientAPI | None = None

    def add(self, unit: Unit, rows: Rows) -> None:
        """Store rows; rows whose ids are there already are replaced."""
        collection = self._collection(unit)
        with _translated(self._where):
            for start in range(0, len(rows.ids), MAX_BATCH):
                part = slice(start, start + MAX_BATCH)
                collection.upsert(
                    ids=list(rows.ids[part]),
                    embeddings=rows.vectors[part],
                    documents=list(rows.texts[part]),
                    metadatas=[
                        {"article_id": rows.article_id, "version": rows.version, "start": start, "end": end}
                        for start, end in rows.spans[part]
                    ],
                )

    def nearest(self, unit: Unit, vector: Vectors, count: int, *, article_id: str | None = None) -> list[str]:
        """Return the ids of at most `count` rows nearest to a unit vector of shape (dimensions,), nearest first."""
        collection = self._collection(unit)
        with _translated(self._where):
            found = collection.query(
                query_embeddings=vector.reshape(1, -1),
                n_results=count,
                where={"article_id": article_id} if article_id else None,
                include=[],
            )
        return list(found["ids"][0])

    def get(self, unit: Unit, ids: Sequence[str]) -> Mapping[str, Vectors]:
        """Return the vectors of the ids that are stored."""
        collection = self._collection(unit)
        out: dict[str, Vectors] = {}
        with _translated(self._where):
            for start in range(0, len(ids), MAX_BATCH):
                found = collection.get(ids=list(ids[start : start + MAX_BATCH]), include=["embeddings"])
                vectors = np.asarray(found["embeddings"], dtype=np.float32)
                out.update(zip(found["ids"], vectors, strict=True))
        return out

    def count(self, unit: Unit) -> int:
        """Return how many rows are stored."""
        collection = self._collection(unit)
        with _translated(self._where):
            return int(collection.count())

    def delete_version(self, article_id: str, version: str) -> None:
        """Delete the rows of one version of an article."""
        for unit in Unit:
            collection = self._collection(unit)
            with _translated(self._where):
                collection.delete(where={"$and": [{"article_id": article_id}, {"version": version}]})

    def clear(self) -> None:
        """Delete all rows of the collection of articles."""
        self._opened.clear()
        with _translated(self._where):
            existing = {collection.name for collection in self._chroma.client.list_collections()}
            for unit in Unit:
                if f"{self._name}-{unit}" in existing:
                    self._chroma.client.delete_collection(f"{self._name}-{unit}")

    def _collection(self, unit: Unit) -> "Collection":
        if self._opened_with is not self._chroma.client:
            self._opened.clear()
            self._opened_with = self._chroma.client
        if unit not in self._opened:
            with _translated(self._where):
                self._opened[unit] = self._chroma.client.get_or_create_collection(
                    f"{self._name}-{unit}",
                    # Chroma's default embedding function would download a model.
                    embedding_function=None,
                    configuration={"hnsw": {"space": "cosine"}},
                )
        return self._opened[unit]


class Chroma:
    """A Chroma, embedded in a folder or on a server; `close` it.

    An embedded Chroma sees the writes of other processes only after `reopen`.

    Args:
        folder: of the embedded Chroma.
        url: of a server, which is then used instead.

    Raises:
        ChromaUnreachable: when the server does not answer as a Chroma server.
        IndexDamaged: when the folder holds something that Chroma cannot read.
        DataFolderError: when the folder cannot be written.
    """

    def __init__(self, folder: Path, url: str | None) -> None:
        self.where = url or str(folder)
        self._folder = folder
        self._url = url
        self.client = self._open()

    def store(self, name: str) -> VectorStore:
        """Return the store of a collection of articles; `name` is unique on the server."""
        return VectorStore(self, name)

    def reopen(self) -> None:
        """See what other processes wrote; its stores go on working."""
        if self._url is None:
            self.close()
            self.client = self._open()

    def close(self) -> None:
        """Let go of files and connections."""
        with _translated(self.where):
            self.client.close()  # type: ignore[attr-defined]

    def _open(self) -> "ClientAPI":
        return _connect(self._url) if self._url else _open_embedded(self._folder)


def _open_embedded(folder: Path) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise unwritable(folder, err) from err
    with _translated(str(folder)):
        return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))


def _connect(url: str) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ChromaUnreachable(url, "is not an http or https address")
    with _translated(url, server=True):
        return chromadb.HttpClient(
            host=parts.hostname,
            port=parts.port or (443 if parts.scheme == "https" else 8000),
            ssl=parts.scheme == "https",
            settings=Settings(anonymized_telemetry=False),
        )


@contextmanager
def _translated(where: str, *, server: bool | None = None) -> Iterator[None]:
    """Turn what Chroma raises into this room's errors: its core, SQLite and HTTP client have classes of their own."""
    on_server = where.startswith(("http://", "https://")) if server is None else server
    try:
        yield
    except Exception as err:
        problem = _first_line(err)
        if on_server:
            raise ChromaUnreachable(where, f"does not answer as it should ({problem})") from err
        raise IndexDamaged(where, problem) from err
    except BaseException as err:
        # A panic of the Rust core derives from BaseException, as Ctrl-C does, which must pass.
        if type(err).__name__ != "PanicException":
            raise
        raise IndexDamaged(where, _first_line(err)) from err


def _first_line(err: BaseException) -> str:
    text: Any = str(err).strip().partition("\n")[0].rstrip(".")
    return str(text)[:160] or type(err).__name__
