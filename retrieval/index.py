"""Bring a collection's index up to date with its articles, and open it for searching.

Articles are the truth. For each version of an article Chroma gets rows under ids of their own, so that old and new rows
never mix: a new generation is stored whole, then published by replacing the manifest, then the old rows are deleted.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.folder import DataFolder, unwritable
from corpus.library import Library
from corpus.passages import SPLITTER_VERSION
from corpus.schema import Article, Passage
from retrieval.embeddings import UnitEmbeddings
from retrieval.errors import IndexStale
from retrieval.lexical import LexicalIndex
from retrieval.manifest import IndexedArticle, Manifest, read_manifest, write_manifest
from retrieval.vector_store import Chroma, Rows, Unit, VectorStore

CHUNK_PASSAGES = 256
"""Passages that are embedded and stored at a time: what bounds the memory of indexing."""

Progress = Callable[[int, int], None]
"""Told `(done, total)` passages."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an update did: ids of articles, and how many passages the index now holds."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    passages: int


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """Where a collection's index lies.

    Attributes:
        folder: of the manifest and the BM25 indexes.
        store_name: of its rows in Chroma.
    """

    folder: Path
    store_name: str

    @classmethod
    def of(cls, data: DataFolder, collection: str) -> "IndexPlace":
        """Return the place of a collection of a data folder."""
        return cls(data.collection(collection) / "index", f"footnote-{data.folder_id}-{collection}")


def indexed_text(passage: Passage) -> str:
    """Return what stands for a passage in the index: its text, below its heading where it has one."""
    return f"{passage.heading}\n{passage.text}" if passage.heading else passage.text


def row_id(unit_id: str, version: str) -> str:
    """Return the id of the row of a passage or sentence of one version of its article."""
    return f"{unit_id}@{version}"


def version_of(article: Article) -> str:
    """Return the version under which an article is indexed."""
    return hashlib.sha256(f"{SPLITTER_VERSION} {article.content_hash}".encode()).hexdigest()[:12]


def is_current(manifest: Manifest, library: Library) -> bool:
    """Tell whether the index holds exactly the library's articles as they are."""
    indexed = {article.article_id: article.version for article in manifest.articles}
    if set(indexed) != set(library.ids()):
        return False
    return all(indexed[article.article_id] == version_of(article) for article in library)


class Indexer:
    """Updates one collection's index. Whoever calls it holds the data folder's write lock.

    Raises, besides what `Chroma` raises:
        IndexStale: when the index was made with another embedding model.
        DataFolderError: when it cannot be written.
    """

    def __init__(self, place: IndexPlace, chroma: Chroma, embeddings: UnitEmbeddings) -> None:
        self._place = place
        self._store: VectorStore = chroma.store(place.store_name)
        self._embeddings = embeddings

    def rebuild(self, library: Library, progress: Progress = lambda _done, _total: None) -> IndexReport:
        """Delete the index and make it anew with today's settings."""
        self._store.clear()
        # The generation goes on rising: a reader must notice, and must not find an old folder under a new number.
        write_manifest(self._place.folder, Manifest(generation=read_manifest(self._place.folder).generation))
        return self.update(library, progress)

    def update(self, library: Library, progress: Progress = lambda _done, _total: None) -> IndexReport:
        """Bring the index up to date with the library; nothing is written when it is already."""
        manifest = self._trusted(read_manifest(self._place.folder))
        wanted = {article.article_id: version_of(article) for article in library}
        current = {article.article_id: article.version for article in manifest.articles}
        if wanted != current or manifest.generation == 0:
            manifest = self._store_missing(manifest, wanted, library, progress)
            manifest = self._publish(manifest, wanted, library)
        self._sweep(manifest)
        return IndexReport(
            added=tuple(key for key in wanted if wanted[key] != current.get(key)),
            removed=tuple(key for key in current if key not in wanted),
            unchanged=sum(wanted[key] == current.get(key) for key in wanted),
            passages=manifest.passage_count,
        )

    def _trusted(self, manifest: Manifest) -> Manifest:
        """The manifest as far as it is true of this Chroma and these settings."""
        check_model(manifest, self._embeddings)
        passages = self._store.count(Unit.PASSAGE) >= manifest.passage_count
        if passages and self._store.count(Unit.SENTENCE) >= manifest.sentence_count and manifest.stored:
            return manifest
        # Rows were lost (another server, a deleted folder), or are not accounted for: all are stored again.
        self._store.clear()
        return Manifest(generation=manifest.generation)

    def _store_missing(
        self, manifest: Manifest, wanted: dict[str, str], library: Library, progress: Progress
    ) -> Manifest:
        missing = [key for key, version in wanted.items() if not manifest.stored.get(row_id(key, version))]
        total = sum(len(library.passages(article_id)) for article_id in missing)
        done = 0
        manifest = replace(
            manifest,
            model=self._embeddings.model,
            fingerprint=self._embeddings.fingerprint,
            model_sha256=self._embeddings.sha256,
        )
        for article_id in missing:
            key = row_id(article_id, wanted[article_id])
            manifest = self._note(manifest, key, whole=False)
            for passages in _chunks(library.passages(article_id)):
                self._store_passages(article_id, wanted[article_id], passages)
                done += len(passages)
                progress(done, total)
            manifest = self._note(manifest, key, whole=True)
        return manifest

    def _store_passages(self, article_id: str, version: str, passages: tuple[Passage, ...]) -> None:
        sentences = [sentence for passage in passages for sentence in passage.sentences]
        whole = [indexed_text(passage) for passage in passages]
        for unit, members, texts in (
            (Unit.PASSAGE, passages, whole),
            (Unit.SENTENCE, sentences, [sentence.text for sentence in sentences]),
        ):
            rows = Rows(
                article_id,
                version,
                ids=[row_id(member.id, version) for member in members],
                vectors=self._embeddings.encode_documents(texts),
                texts=[member.text for member in members],
                spans=[(member.span.start, member.span.end) for member in members],
            )
            self._store.add(unit, rows)

    def _note(self, manifest: Manifest, key: str, *, whole: bool) -> Manifest:
        manifest = replace(manifest, stored={**manifest.stored, key: whole})
        write_manifest(self._place.folder, manifest)
        return manifest

    def _publish(self, manifest: Manifest, wanted: dict[str, str], library: Library) -> Manifest:
        articles = tuple(
            IndexedArticle(key, version, tuple(len(passage.sentences) for passage in library.passages(key)))
            for key, version in wanted.items()
        )
        manifest = replace(manifest, generation=manifest.generation + 1, articles=articles)
        passages = [passage for article in articles for passage in library.passages(article.article_id)]
        folder = self._place.folder / manifest.lexical_folder
        try:
            LexicalIndex.build([indexed_text(passage) for passage in passages]).save(folder / Unit.PASSAGE)
            sentences = [sentence.text for passage in passages for sentence in passage.sentences]
            LexicalIndex.build(sentences).save(folder / Unit.SENTENCE)
        except OSError as err:
            raise unwritable(folder, err) from err
        write_manifest(self._place.folder, manifest)
        return manifest

    def _sweep(self, manifest: Manifest) -> None:
        """Delete what no generation needs: rows of other versions, and folders of other generations."""
        needed = {row_id(article.article_id, article.version) for article in manifest.articles}
        surplus = [key for key in manifest.stored if key not in needed]
        for key in surplus:
            article_id, _, version = key.rpartition("@")
            self._store.delete_version(article_id, version)
        if surplus:
            write_manifest(self._place.folder, replace(manifest, stored=dict.fromkeys(needed, True)))
        for folder in self._place.folder.glob("lexical-*"):
            if folder.name != manifest.lexical_folder:
                shutil.rmtree(folder, ignore_errors=True)


def check_model(manifest: Manifest, embeddings: UnitEmbeddings) -> None:
    """Raise IndexStale when an index was made with another model, or with other files of the same name."""
    if not manifest.model or manifest.fingerprint == embeddings.fingerprint:
        return
    made_with, asked_for = manifest.model, embeddings.model
    if made_with == asked_for:
        made_with, asked_for = f"{made_with} ({manifest.fingerprint})", f"{asked_for} ({embeddings.fingerprint})"
    raise IndexStale(made_with, asked_for)


def _chunks(passages: tuple[Passage, ...]) -> Iterator[tuple[Passage, ...]]:
    for start in range(0, len(passages), CHUNK_PASSAGES):
        yield passages[start : start + CHUNK_PASSAGES]
