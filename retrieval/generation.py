"""One generation of a collection's index, opened for reading, and the noticing of the next."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from retrieval.embeddings import UnitEmbeddings
from retrieval.errors import IndexDamaged
from retrieval.index import IndexPlace, check_model
from retrieval.lexical import LexicalIndex, LexicalIndexBroken
from retrieval.manifest import Manifest, manifest_version, read_manifest
from retrieval.vector_store import Chroma, Unit

Ints = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Generation:
    """What a search reads besides vectors. Rows number the passages, and the sentences, of all articles in order."""

    manifest: Manifest
    passage_words: LexicalIndex
    sentence_words: LexicalIndex

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

    def current(self) -> Generation:
        """Return the newest generation; the same object as long as nothing was published since."""
        version = manifest_version(self._place.folder)
        if self._open is None or version != self._version:
            if self._open is not None:
                self._chroma.reopen()
            self._open = self._read()
            self._version = version
        return self._open

    def forget(self) -> None:
        """Read the index anew at the next call, whether or not its manifest changed."""
        self._version = -1

    def _read(self) -> Generation:
        manifest = read_manifest(self._place.folder)
        check_model(manifest, self._embeddings)
        if manifest.generation == 0:
            return Generation(manifest, LexicalIndex.build([]), LexicalIndex.build([]))
        folder = self._place.folder / manifest.lexical_folder
        try:
            words = {unit: LexicalIndex.load(folder / unit) for unit in Unit}
        except LexicalIndexBroken as err:
            raise IndexDamaged(str(self._place.folder), "its word index cannot be read") from err
        counts = (manifest.passage_count, manifest.sentence_count)
        if (len(words[Unit.PASSAGE]), len(words[Unit.SENTENCE])) != counts:
            raise IndexDamaged(str(self._place.folder), "its word index is not of this generation")
        return Generation(manifest, words[Unit.PASSAGE], words[Unit.SENTENCE])
