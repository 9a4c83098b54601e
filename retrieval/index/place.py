"""Where a collection's index lies, what its rows are called, and whether it is of today's articles and settings."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from corpus.folder import DataFolder
from corpus.library import Library
from corpus.passages import SPLITTER_VERSION
from corpus.schema import Article, Passage
from retrieval.embedding.embeddings import UnitEmbeddings
from retrieval.errors import IndexStale
from retrieval.index.chroma import Chroma
from retrieval.index.manifest import IndexedArticle, Manifest
from retrieval.index.vector_store import VectorStore

TEXT_VERSION = 1
"""Raised whenever the same passages would be made other words: other stems, or another reading of names."""


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """Where a collection's index lies.

    Attributes:
        folder: of the manifest and the BM25 indexes.
        rows_name: what the names of its Chroma collections begin with.
    """

    folder: Path
    rows_name: str

    @classmethod
    def of(cls, data: DataFolder, collection: str) -> "IndexPlace":
        """Return the place of a collection of a data folder."""
        return cls(data.collection(collection) / "index", f"footnote-{data.folder_id}-{collection}")

    def store(self, chroma: Chroma, epoch: int) -> VectorStore:
        """Return the rows of one epoch."""
        return VectorStore(chroma, f"{self.rows_name}-{epoch}")


def indexed_text(passage: Passage) -> str:
    """Return what stands for a passage in the index: its text, below its heading where it has one."""
    return f"{passage.heading}\n{passage.text}" if passage.heading else passage.text


def row_id(unit_id: str, version: str) -> str:
    """Return the id of the row of a passage or sentence of one version of its article."""
    return f"{unit_id}@{version}"


def version_of(article: Article) -> str:
    """Return the version under which an article is indexed."""
    return hashlib.sha256(f"{SPLITTER_VERSION} {article.content_hash}".encode()).hexdigest()[:12]


def names_version_of(article: Article) -> str:
    """Return the version of what an article mentions outside its text: its title and publisher."""
    return hashlib.sha256(json.dumps([article.title, article.publisher]).encode()).hexdigest()[:12]


def is_current(manifest: Manifest, library: Library) -> bool:
    """Tell whether a manifest is of the library's articles as they are; only files that were touched are read."""
    files = library.file_versions()
    indexed = {article.article_id: article for article in manifest.articles}
    if set(indexed) != set(files) or manifest.text_version != TEXT_VERSION:
        return False
    return all(
        indexed[key].file_version == file_version or _is_of(indexed[key], library.get(key))
        for key, file_version in files.items()
    )


def _is_of(indexed: IndexedArticle, article: Article) -> bool:
    return (indexed.version, indexed.names_version) == (version_of(article), names_version_of(article))


def has_rows(manifest: Manifest, place: IndexPlace, chroma: Chroma) -> bool:
    """Tell whether Chroma has what a manifest tells of: its folder can have been deleted, or the server be another."""
    return manifest.passage_count == 0 or place.store(chroma, manifest.epoch).exists()


def check_model(manifest: Manifest, embeddings: UnitEmbeddings) -> None:
    """Raise IndexStale when an index was made with another model, or with other files of the same name."""
    if not manifest.model or manifest.fingerprint == embeddings.fingerprint:
        return
    made_with, asked_for = manifest.model, embeddings.model
    if made_with == asked_for:
        made_with, asked_for = f"{made_with} ({manifest.fingerprint})", f"{asked_for} ({embeddings.fingerprint})"
    raise IndexStale(made_with, asked_for)
