"""One generation of a collection's index, opened for reading, and the noticing of the next."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
import numpy.typing as npt

from corpus.schema import Article, Passage
from retrieval.embedding.embeddings import UnitEmbeddings
from retrieval.errors import IndexDamaged
from retrieval.index.chroma import Chroma
from retrieval.index.cuts import Cuts, Place
from retrieval.index.manifest import Manifest, manifest_version, read_manifest
from retrieval.index.place import IndexPlace, check_model
from retrieval.index.vector_store import VectorStore
from retrieval.index.words import Words
from retrieval.lexical import LexicalIndexBroken

Ints = npt.NDArray[np.intp]

MAX_TRIES = 20
"""How often a reader starts again because a writer published a generation under its hands."""


@dataclass(frozen=True)
class Generation:
    """What a search reads. Rows number the passages, and the sentences, of all articles in order."""

    manifest: Manifest
    words: Words
    cuts: Cuts
    store: VectorStore

    @cached_property
    def passage_ids(self) -> tuple[str, ...]:
        """The id of each passage row."""
        return tuple(key for article in self.manifest.articles for key in article.passage_ids())

    @cached_property
    def passage_rows(self) -> dict[str, int]:
        """The row of each passage id."""
        return {key: row for row, key in enumerate(self.passage_ids)}

    @cached_property
    def versions(self) -> dict[str, str]:
        """The version of each article."""
        return {article.article_id: article.version for article in self.manifest.articles}

    @cached_property
    def first_sentences(self) -> Ints:
        """The row of each passage's first sentence; one more at the end, the number of all sentences."""
        counts = [count for article in self.manifest.articles for count in article.sentence_counts]
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.intp)

    def passage(self, article: Article, row: int) -> Passage:
        """Cut the passage of a row from its article, which is of the version that was indexed."""
        starts, ordinal = self.first_sentences, int(self.passage_ids[row].rpartition(":")[2])
        place = Place(row, ordinal, int(starts[row]), int(starts[row + 1]), int(starts[row - ordinal]))
        return self.cuts.passage(article, place)

    def scope(self, article_id: str | None) -> Ints:
        """Return the passage rows of one article, or of all."""
        first = 0
        for article in self.manifest.articles:
            count = len(article.sentence_counts)
            if article.article_id == article_id:
                return np.arange(first, first + count, dtype=np.intp)
            first += count
        return np.arange(0 if article_id else first, dtype=np.intp)


class GenerationReader:
    """Hands out the newest published generation of one index.

    Raises, from `current`:
        IndexStale: when the index was made with another embedding model.
        IndexDamaged: when its files cannot be read back.
    """

    def __init__(self, place: IndexPlace, chroma: Chroma, embeddings: UnitEmbeddings) -> None:
        self._place = place
        self._chroma = chroma
        self._embeddings = embeddings
        self._version = 0
        self._open: Generation | None = None
        self._tried_again = False

    def current(self) -> Generation:
        """Return the newest generation; the same object as long as nothing was published since."""
        version = manifest_version(self._place.folder)
        if self._open is None or version != self._version:
            self._tried_again = False
            self._open_newest(version)
        return cast(Generation, self._open)

    def try_again(self) -> bool:
        """Open the newest generation after a search of `current` failed.

        Returns:
            Whether another search may do better: something was published meanwhile, or this is the first try.
        """
        version = manifest_version(self._place.folder)
        hopeful = version != self._version or not self._tried_again
        if hopeful:
            self._open_newest(version)
            self._tried_again = True
        return hopeful

    def _open_newest(self, version: int) -> None:
        if self._open is not None:
            self._chroma.reopen()
        self._open = self._read()
        self._version = version

    def _read(self) -> Generation:
        for _ in range(MAX_TRIES):
            manifest = read_manifest(self._place.folder)
            check_model(manifest, self._embeddings)
            store = self._place.store(self._chroma, manifest.epoch)
            if manifest.generation == 0:
                return Generation(manifest, Words.build([], [], []), Cuts.of([]), store)
            try:
                words = Words.load(self._place.folder / manifest.words_folder)
                cuts = Cuts.load(self._place.folder / manifest.words_folder)
            except LexicalIndexBroken as err:
                broken = err
                if read_manifest(self._place.folder).generation != manifest.generation:
                    continue  # The next generation was published, and this one's files deleted, meanwhile.
                break
            counts = (manifest.passage_count, manifest.sentence_count)
            if not (len(words.passages), len(words.sentences)) == (len(cuts.headings), len(cuts.spans)) == counts:
                raise IndexDamaged(str(self._place.folder), "its word index is not of this generation")
            return Generation(manifest, words, cuts, store)
        raise IndexDamaged(str(self._place.folder), "its word index cannot be read") from broken
