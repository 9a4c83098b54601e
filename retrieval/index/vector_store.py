"""Vectors in Chroma, embedded or on a server, as rows of one collection of articles.

Chroma answers with distances; here they become cosines once: cosine space, unit vectors, similarity = 1 - distance.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from retrieval.index.chroma import Chroma

Vectors = npt.NDArray[np.float32]

MAX_BATCH = 1000
"""Rows of one call; Chroma's own limit lies above 5,000."""


class Unit(StrEnum):
    """What a vector stands for; each kind has a Chroma collection of its own."""

    PASSAGE = "passages"
    SENTENCE = "sentences"


@dataclass(frozen=True, slots=True)
class Row:
    """What a vector stands for.

    Attributes:
        key: unique among the rows of its unit.
        version: of its article.
        start, end: where the text begins and ends in the article.
    """

    key: str
    article_id: str
    version: str
    text: str
    start: int
    end: int


class VectorStore:
    """The vectors of one collection of articles. Safe for several threads.

    Every method raises IndexDamaged when the embedded Chroma cannot be read, and ChromaUnreachable when a server does
    not answer.

    Args:
        chroma: that holds it.
        name: unique in that Chroma.
    """

    def __init__(self, chroma: Chroma, name: str) -> None:
        self._chroma = chroma
        self._name = name

    def add(self, unit: Unit, rows: Sequence[Row], vectors: Vectors) -> None:
        """Store rows with their unit vectors, of shape (n, dimensions); rows whose keys are there are replaced."""
        for part in _parts(len(rows)):
            with self._chroma.working() as client:
                client.create(self._collection(unit)).upsert(
                    ids=[row.key for row in rows[part]],
                    embeddings=vectors[part],
                    documents=[row.text for row in rows[part]],
                    metadatas=[
                        {"article_id": row.article_id, "version": row.version, "start": row.start, "end": row.end}
                        for row in rows[part]
                    ],
                )

    def nearest(self, unit: Unit, vector: Vectors, count: int, *, article_id: str | None = None) -> list[str]:
        """Return the keys of at most `count` rows nearest to a unit vector of shape (dimensions,), nearest first."""
        with self._chroma.working() as client:
            collection = client.find(self._collection(unit))
            if collection is None:
                return []
            found = collection.query(
                query_embeddings=vector.reshape(1, -1),
                n_results=count,
                where={"article_id": article_id} if article_id else None,
                include=[],
            )
        return list(found["ids"][0])

    def get(self, unit: Unit, keys: Sequence[str]) -> Mapping[str, Vectors]:
        """Return the vectors of those keys that are stored."""
        out: dict[str, Vectors] = {}
        for part in _parts(len(keys)):
            with self._chroma.working() as client:
                collection = client.find(self._collection(unit))
                if collection is None:
                    return {}
                found = collection.get(ids=list(keys[part]), include=["embeddings"])
            vectors = np.asarray(found["embeddings"], dtype=np.float32)
            out.update(zip(found["ids"], vectors, strict=True))
        return out

    def exists(self) -> bool:
        """Tell whether anything was ever stored; costs a millisecond, where `count` looks at every row."""
        with self._chroma.working() as client:
            return all(client.find(self._collection(unit)) is not None for unit in Unit)

    def count(self, unit: Unit) -> int:
        """Return how many rows are stored."""
        with self._chroma.working() as client:
            collection = client.find(self._collection(unit))
            return int(collection.count()) if collection is not None else 0

    def delete_version(self, article_id: str, version: str) -> None:
        """Delete the rows of one version of an article."""
        for unit in Unit:
            with self._chroma.working() as client:
                collection = client.find(self._collection(unit))
                if collection is not None:
                    collection.delete(where={"$and": [{"article_id": article_id}, {"version": version}]})

    def clear(self) -> None:
        """Delete all rows."""
        for unit in Unit:
            with self._chroma.working() as client:
                client.delete(self._collection(unit))

    def _collection(self, unit: Unit) -> str:
        return f"{self._name}-{unit}"


def _parts(count: int) -> Iterator[slice]:
    return (slice(start, start + MAX_BATCH) for start in range(0, count, MAX_BATCH))
