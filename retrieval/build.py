"""The composition root: settings become a chain over the collections of a data folder.

Expensive things (the embedding model, Chroma) are opened once, when they are first needed, and closed by `close`. What
only a chat model needs is imported with it: a question without one does not pay for it.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from corpus.beginning import begin_collection
from corpus.folder import LOCK_TIMEOUT_S, DataFolder, open_folder
from corpus.language import looks_english
from corpus.library import DEFAULT_COLLECTION, Library
from retrieval.chain import Chain, Source
from retrieval.chat.opening import ChatModelOpener
from retrieval.checker.opening import ClaimModelOpener
from retrieval.checker.support import SupportScorer
from retrieval.claims import ClaimChecker
from retrieval.embedding.embeddings import UnitEmbeddings, all_cores, open_embeddings
from retrieval.errors import CollectionKept, IndexDamaged
from retrieval.index.chroma import Chroma, delete_embedded
from retrieval.index.deletion import complete_deletion, delete_collection
from retrieval.index.indexer import Indexer, IndexReport, Progress
from retrieval.index.manifest import read_manifest
from retrieval.index.place import IndexPlace, has_rows, is_current
from retrieval.record import Provenance
from retrieval.retriever import Retriever
from retrieval.schema import Reader
from retrieval.settings import Settings
from retrieval.trained.shipped import FOLDER, locate_reader

if TYPE_CHECKING:
    from retrieval.fidelity.check import FidelityCheck

Announce = Callable[[str], None]
"""Told, in one sentence, of work that takes seconds."""


class Footnote:
    """The collections of one data folder, their indexes, and the chain over them. Safe for several threads.

    Args:
        settings: read at the entry point.
        announce: told of work that takes seconds.
        models: where exported embedding models lie, when that is not in the data folder.
        trained: the folder of the trained models.
    """

    def __init__(
        self,
        settings: Settings,
        announce: Announce = lambda _: None,
        *,
        models: Path | None = None,
        trained: Path = FOLDER,
    ) -> None:
        self.settings = settings
        self._announce = announce
        self._libraries: dict[str, Library] = {}
        self._sources: dict[str, Source] = {}
        self._embeddings: UnitEmbeddings | None = None
        self._chroma: Chroma | None = None
        self._reader: Reader | None = None
        # Each guards the making of one thing; the model and Chroma are made side by side.
        self._naming, self._loading, self._connecting, self._reading = RLock(), RLock(), RLock(), RLock()
        self.data: DataFolder = open_folder(settings.data_dir)
        self._models = models or self.data.models
        self._trained = trained
        self.chat_model = ChatModelOpener(settings)
        self.claim_model = ClaimModelOpener(trained)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _err: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of files and connections."""
        with self._connecting:
            if self._chroma is not None:
                self._chroma.close()

    def library(self, collection: str = DEFAULT_COLLECTION) -> Library:
        """Return a collection's articles; the default collection begins with the articles that come with Footnote."""
        with self._naming:
            if collection not in self._libraries:
                library = Library(self.data, collection)
                if collection == DEFAULT_COLLECTION:
                    begin_collection(self.data, library)
                self._libraries[collection] = library
            return self._libraries[collection]

    def open_collection(self, name: str) -> Library:
        """Return a collection's articles; one that is new begins with the articles that come with Footnote.

        Raises:
            DataFolderBusy, DataFolderError: when it cannot be made.
        """
        library = self.library(name)
        begin_collection(self.data, library)
        return library

    def delete_collection(self, name: str) -> None:
        """Delete a collection, its articles and its index; it need not exist.

        Raises:
            CollectionKept: for the default collection.
            DataFolderError, IndexProblem: when it cannot be deleted; the next call goes on.
        """
        if name == DEFAULT_COLLECTION:
            raise CollectionKept(name)
        with self.data.writing():
            delete_collection(self.data, self.chroma, name)
        # Not within: `library` asks for the two in the other order.
        with self._naming:
            self._libraries.pop(name, None)
            self._sources.pop(name, None)

    @property
    def embeddings(self) -> UnitEmbeddings:
        """The embedding model, for single questions."""
        with self._loading:
            if self._embeddings is None:
                self._embeddings = self._open_embeddings(threads=1)
            return self._embeddings

    @property
    def chroma(self) -> Chroma:
        """The embedded Chroma of the data folder, or the server of the settings."""
        with self._connecting:
            if self._chroma is None:
                self._chroma = Chroma(self.data.chroma, self.settings.chroma_url)
            return self._chroma

    def warm_up(self) -> None:
        """Open the models and Chroma side by side: half of each is waiting for the disk."""
        with ThreadPoolExecutor(max_workers=3) as executor:
            connecting, reading = executor.submit(lambda: self.chroma), executor.submit(self.reader)
            if self.settings.reader == "chat":
                # What goes wrong with it is told with the first answer.
                executor.submit(self.chat_model)
            # Here, because it can take seconds the first time: an interrupt reaches this thread only.
            _ = self.embeddings
            connecting.result()
            reading.result()

    def is_current(self, collection: str = DEFAULT_COLLECTION) -> bool:
        """Tell whether a collection's index holds its articles as they are."""
        place = IndexPlace.of(self.data, collection)
        manifest = read_manifest(place.folder)
        return is_current(manifest, self.library(collection)) and has_rows(manifest, place, self.chroma)

    def has_index(self, collection: str = DEFAULT_COLLECTION) -> bool:
        """Tell whether a collection has a whole index, of its articles as they are or as they were."""
        place = IndexPlace.of(self.data, collection)
        manifest = read_manifest(place.folder)
        return manifest.generation > 0 and has_rows(manifest, place, self.chroma)

    def update_index(
        self,
        collection: str = DEFAULT_COLLECTION,
        *,
        rebuild: bool = False,
        progress: Progress = lambda _done, _total: None,
        timeout_s: float = LOCK_TIMEOUT_S,
    ) -> IndexReport:
        """Bring a collection's index up to date, or make it anew.

        Args:
            collection: its name.
            rebuild: make it anew; readers see the old index until the new one is whole.
            progress: told how far it is.
            timeout_s: how long to wait for another process that writes.

        Raises:
            DataFolderBusy: when another process writes for longer.
            IndexProblem, ModelUnavailable, DataFolderError: as their names say; the articles are untouched by them.
        """
        library = self.library(collection)
        with self.data.writing(timeout_s=timeout_s):
            if not rebuild:
                return self._indexer(collection).update(library, progress)
            try:
                return self._indexer(collection).rebuild(library, progress)
            except IndexDamaged:
                # The embedded Chroma itself is: no collection can be read, and each is stored anew when it is asked.
                self._replace_chroma()
                return self._indexer(collection).rebuild(library, progress)

    def _indexer(self, collection: str) -> Indexer:
        complete_deletion(self.data, self.chroma, collection)
        # All cores: the model is opened a second time, and forgotten when the work is done.
        return Indexer(IndexPlace.of(self.data, collection), self.chroma, self.indexing_embeddings())

    def _replace_chroma(self) -> None:
        with self._connecting:
            if self._chroma is not None:
                self._chroma.start_anew()
            else:
                delete_embedded(self.data.chroma)

    def source(self, collection: str = DEFAULT_COLLECTION) -> Source:
        """Return a collection as the chain sees it."""
        with self._naming:
            if collection not in self._sources:
                library = self.library(collection)
                retriever = Retriever(
                    library,
                    IndexPlace.of(self.data, collection),
                    chroma=self.chroma,
                    embeddings=self.embeddings,
                )
                self._sources[collection] = Source(retriever, library.get)
            return self._sources[collection]

    def chain(self) -> Chain:
        """Return the chain with the reader of the settings.

        Raises:
            SettingInvalid: when that is the chat reader, and no chat model is named.
            ModelUnusable: as `reader` does.
        """
        if self.settings.reader == "chat":
            from retrieval.chat.opening import make_asker
            from retrieval.chat.rewriting import ChatRewriter

            rewriter = ChatRewriter(make_asker(self.settings, self.chat_model))
            return Chain(self.source, self.reader(), looks_english=looks_english, rewrite=rewriter.rewrite)
        return Chain(self.source, self.reader(), looks_english=looks_english)

    def claim_checker(self, collection: str = DEFAULT_COLLECTION) -> ClaimChecker:
        """Return what checks claims against a collection.

        Raises:
            ModelUnusable: when its model's file is missing or is not the one that was shipped.
        """
        return ClaimChecker(self.claim_model(), self.library(collection).get)

    def support(self) -> SupportScorer:
        """Return what weighs claims against given sentences; its model is opened when it is first needed."""
        return SupportScorer(self.claim_model, self.embeddings)

    def fidelity_check(self) -> "FidelityCheck":
        """Return the second check of sentences in a chat model's own words."""
        from retrieval.fidelity.check import FidelityCheck

        return FidelityCheck(self.support(), self.embeddings.encode_documents)

    def provenance(self, collection: str = DEFAULT_COLLECTION) -> Provenance:
        """Tell what made the replies about a collection."""
        manifest = read_manifest(IndexPlace.of(self.data, collection).folder)
        index, settings = f"{manifest.generation}@{manifest.fingerprint}", self.settings
        if settings.reader == "chat":
            from retrieval.chat.prompts import hash_prompts

            return Provenance(settings.embedding_model, index, settings.chat_model, hash_prompts())
        return Provenance(settings.embedding_model, index)

    def reader(self) -> Reader:
        """Return the reader of the settings.

        Raises:
            SettingInvalid: when it is the chat reader, and no chat model is named.
            ModelUnusable: when a file of the trained reader is missing or is not the one that was shipped.
        """
        with self._reading:
            if self._reader is None:
                self._reader = self._open_reader()
            return self._reader

    def _open_reader(self) -> Reader:
        from retrieval.reader.model import ReaderModel
        from retrieval.reader.span import SpanReader

        settings, model = self.settings, ReaderModel(locate_reader(self._trained))
        threshold = settings.answer_threshold
        offline = SpanReader(model) if threshold is None else SpanReader(model, threshold=threshold)
        if settings.reader != "chat":
            return offline
        from retrieval.chat.opening import make_asker
        from retrieval.reader.chat import ChatReader

        return ChatReader(make_asker(settings, self.chat_model), offline, self.fidelity_check().find_flaw)

    def _open_embeddings(self, *, threads: int) -> UnitEmbeddings:
        model = self.settings.embedding_model
        return open_embeddings(model, self._models, threads=threads, announce=self._announce)

    def indexing_embeddings(self) -> UnitEmbeddings:
        """Return the embedding model on all cores, for many texts."""
        return self.embeddings if all_cores() == 1 else self._open_embeddings(threads=all_cores())
