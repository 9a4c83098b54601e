"""Bring a collection's index up to date with its articles.

Articles are the truth. For each version of an article Chroma gets rows under keys of their own, so that old and new
rows never mix: a new generation is stored whole, then published by replacing the manifest, then the old rows are
deleted. A rebuild does the same with all rows at once, in an epoch of their own.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.folder import sweep_unfinished, unwritable
from corpus.library import Library
from corpus.schema import Passage, Sentence
from retrieval.embedding.embeddings import UnitEmbeddings
from retrieval.index.chroma import Chroma
from retrieval.index.cuts import Cuts
from retrieval.index.ledger import Ledger, RowCounts, read_ledger, write_ledger
from retrieval.index.manifest import IndexedArticle, Manifest, read_manifest, write_manifest
from retrieval.index.place import (
    TEXT_VERSION,
    IndexPlace,
    check_model,
    indexed_text,
    is_current,
    names_version_of,
    row_id,
    version_of,
)
from retrieval.index.vector_store import Row, Unit, VectorStore
from retrieval.index.words import Words

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


class Indexer:
    """Updates one collection's index. Whoever calls it holds the data folder's write lock.

    Raises, besides what `Chroma` raises:
        IndexStale: when the index was made with another embedding model.
        DataFolderError: when it cannot be written.
    """

    def __init__(self, place: IndexPlace, chroma: Chroma, embeddings: UnitEmbeddings) -> None:
        self._place = place
        self._chroma = chroma
        self._embeddings = embeddings

    def rebuild(self, library: Library, progress: Progress = lambda _done, _total: None) -> IndexReport:
        """Make the index anew with today's settings; readers see the old one until the new one is whole."""
        return self._update(self._begin_epoch(), library, progress)

    def update(self, library: Library, progress: Progress = lambda _done, _total: None) -> IndexReport:
        """Bring the index up to date with the library, or complete what a killed run began."""
        check_model(read_manifest(self._place.folder), self._embeddings)
        ledger = read_ledger(self._place.folder)
        usable = ledger.epoch > 0 and ledger.fingerprint == self._embeddings.fingerprint
        if not (usable and _holds(self._place.store(self._chroma, ledger.epoch), ledger.count_whole())):
            ledger = self._begin_epoch()
        return self._update(ledger, library, progress)

    def _begin_epoch(self) -> Ledger:
        """Note that all rows are to be stored anew, under another name."""
        manifest, before = read_manifest(self._place.folder), read_ledger(self._place.folder)
        known = {manifest.epoch, before.epoch, *before.abandoned} - {0}
        ledger = Ledger(
            epoch=max(known, default=0) + 1,
            fingerprint=self._embeddings.fingerprint,
            abandoned=tuple(sorted(known)),
        )
        write_ledger(self._place.folder, ledger)
        # When manifest and ledger were both lost, there may be rows under this name.
        self._place.store(self._chroma, ledger.epoch).clear()
        return ledger

    def _update(self, ledger: Ledger, library: Library, progress: Progress) -> IndexReport:
        wanted = {article.article_id: version_of(article) for article in library}
        manifest = read_manifest(self._place.folder)
        anew = manifest.epoch != ledger.epoch
        current = {} if anew else {article.article_id: article.version for article in manifest.articles}
        if anew or wanted != current or not is_current(manifest, library):
            ledger = self._store_missing(ledger, wanted, library, progress)
            manifest = self._publish(ledger, wanted, library)
        self._sweep(manifest, ledger)
        return IndexReport(
            added=tuple(key for key in wanted if wanted[key] != current.get(key)),
            removed=tuple(key for key in current if key not in wanted),
            unchanged=sum(wanted[key] == current.get(key) for key in wanted),
            passages=manifest.passage_count,
        )

    def _store_missing(self, ledger: Ledger, wanted: Mapping[str, str], library: Library, progress: Progress) -> Ledger:
        missing = [key for key, version in wanted.items() if ledger.stored.get(row_id(key, version)) is None]
        total = sum(len(library.passages(article_id)) for article_id in missing)
        store, done = self._place.store(self._chroma, ledger.epoch), 0
        for group in _groups(missing, library):
            ledger = self._note(ledger, {row_id(key, wanted[key]): None for key in group})
            passages = [passage for key in group for passage in library.passages(key)]
            for start in range(0, len(passages), CHUNK_PASSAGES):
                chunk = passages[start : start + CHUNK_PASSAGES]
                self._store_passages(store, wanted, chunk)
                done += len(chunk)
                progress(done, total)
            ledger = self._note(ledger, {row_id(key, wanted[key]): _count(library.passages(key)) for key in group})
        return ledger

    def _store_passages(self, store: VectorStore, wanted: Mapping[str, str], passages: Sequence[Passage]) -> None:
        sentences = [sentence for passage in passages for sentence in passage.sentences]
        for unit, members, texts in (
            (Unit.PASSAGE, passages, [indexed_text(passage) for passage in passages]),
            (Unit.SENTENCE, sentences, [sentence.text for sentence in sentences]),
        ):
            rows = [_row(member, wanted[member.article_id]) for member in members]
            store.add(unit, rows, self._embeddings.encode_documents(texts))

    def _note(self, ledger: Ledger, changes: Mapping[str, RowCounts | None]) -> Ledger:
        ledger = replace(ledger, stored={**ledger.stored, **changes})
        write_ledger(self._place.folder, ledger)
        return ledger

    def _publish(self, ledger: Ledger, wanted: Mapping[str, str], library: Library) -> Manifest:
        files = {key: _file_and_names(library, key) for key in wanted}
        passages = [passage for key in wanted for passage in library.passages(key)]
        counts: dict[str, list[int]] = {key: [] for key in wanted}
        for passage in passages:
            counts[passage.article_id].append(len(passage.sentences))
        manifest = Manifest(
            generation=self._next_generation(),
            epoch=ledger.epoch,
            text_version=TEXT_VERSION,
            model=self._embeddings.model,
            fingerprint=self._embeddings.fingerprint,
            model_sha256=self._embeddings.sha256,
            articles=tuple(IndexedArticle(key, wanted[key], tuple(counts[key]), *files[key]) for key in wanted),
        )
        folder = self._place.folder / manifest.words_folder
        sentences = [sentence.text for passage in passages for sentence in passage.sentences]
        try:
            Words.build([indexed_text(passage) for passage in passages], sentences, library).save(folder)
            Cuts.of(passages).save(folder)
        except OSError as err:
            raise unwritable(folder, err) from err
        write_manifest(self._place.folder, manifest)
        return manifest

    def _next_generation(self) -> int:
        """A number that no reader knows, also when the manifest was lost."""
        numbers = [path.name.rpartition("-")[2] for path in self._place.folder.glob("words-*")]
        known = [int(number) for number in numbers if number.isdecimal()]
        return max(read_manifest(self._place.folder).generation, *known, 0) + 1

    def _sweep(self, manifest: Manifest, ledger: Ledger) -> None:
        """Delete what the published generation does not need: rows, epochs, and files of other generations."""
        needed = {row_id(article.article_id, article.version) for article in manifest.articles}
        surplus = [key for key in ledger.stored if key not in needed]
        store = self._place.store(self._chroma, ledger.epoch)
        for key in surplus:
            article_id, _, version = key.rpartition("@")
            store.delete_version(article_id, version)
        for epoch in ledger.abandoned:
            self._place.store(self._chroma, epoch).clear()
        if surplus or ledger.abandoned:
            stored = {key: counts for key, counts in ledger.stored.items() if key in needed}
            write_ledger(self._place.folder, replace(ledger, stored=stored, abandoned=()))
        if ledger.abandoned:
            self._chroma.delete_unused_files()
        for folder in self._place.folder.glob("words-*"):
            if folder.name != manifest.words_folder:
                shutil.rmtree(folder, ignore_errors=True)
        sweep_unfinished(self._place.folder)


def _holds(store: VectorStore, counts: RowCounts) -> bool:
    return store.count(Unit.PASSAGE) >= counts.passages and store.count(Unit.SENTENCE) >= counts.sentences


def _file_and_names(library: Library, article_id: str) -> tuple[str, str]:
    file_version, article = library.get_versioned(article_id)
    return file_version, names_version_of(article)


def _groups(article_ids: Iterable[str], library: Library) -> Iterator[list[str]]:
    """Part articles into runs of about `CHUNK_PASSAGES`: many short ones are embedded, stored and noted together."""
    group: list[str] = []
    size = 0
    for article_id in article_ids:
        group.append(article_id)
        size += len(library.passages(article_id))
        if size >= CHUNK_PASSAGES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _count(passages: Sequence[Passage]) -> RowCounts:
    return RowCounts(len(passages), sum(len(passage.sentences) for passage in passages))


def _row(member: Passage | Sentence, version: str) -> Row:
    span = member.span
    return Row(row_id(member.id, version), member.article_id, version, member.text, span.start, span.end)
