"""Search one collection: the passages that may answer a query, scored exactly, best first.

Chroma and BM25 propose candidates; every candidate and each of its sentences is then scored by all signals, so that the
order does not depend on who proposed it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
import numpy.typing as npt

from corpus.errors import ArticleNotFound
from corpus.library import Library
from corpus.schema import Passage
from retrieval.embedding.embeddings import UnitEmbeddings
from retrieval.errors import IndexDamaged
from retrieval.fusion import Signals, rank_passages
from retrieval.index.chroma import Chroma
from retrieval.index.generation import MAX_TRIES, Generation, GenerationReader
from retrieval.index.place import IndexPlace, row_id, version_of
from retrieval.index.vector_store import Unit
from retrieval.index.words import read_vocabulary
from retrieval.names import Vocabulary, unmentioned_names
from retrieval.schema import Hit, Hits

EXACT_PASSAGES = 200
"""A scope of at most so many passages is scored whole, without asking for candidates."""
CANDIDATES = 30
"""How many each of the four searches (dense and BM25, over passages and over sentences) proposes.

Of 300 questions over 10,000 paragraphs, 10 change the top five of 20, 20 of one, 30 of none.
"""
MAX_CACHED_VECTORS = 20_000
"""About 30 MB at 384 dimensions."""
MAX_CACHED_VOCABULARIES = 32

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]


class Retriever:
    """Searches one collection; notices when another process publishes a new generation of its index.

    Safe for several threads, which wait for each other.

    Args:
        library: the collection's articles.
        place: where its index lies.
        chroma: that holds its rows.
        embeddings: that made the index.
    """

    def __init__(
        self,
        library: Library,
        place: IndexPlace,
        *,
        chroma: Chroma,
        embeddings: UnitEmbeddings,
    ) -> None:
        self._library = library
        self._place = place
        self._reader = GenerationReader(place, chroma, embeddings)
        self._embeddings = embeddings
        self._vectors: dict[str, Floats] = {}
        self._vocabularies: dict[tuple[str | None, ...], Vocabulary] = {}
        self._lock = Lock()

    def search(self, query: str, *, top_k: int, article_id: str | None = None) -> Hits:
        """Return the `top_k` best passages for a query, best first; none when nothing is indexed.

        Args:
            query: not empty.
            top_k: at least 1.
            article_id: the only article in scope, or None for all.

        Raises:
            ArticleNotFound: when `article_id` is not in the index.
            IndexStale, IndexDamaged, ChromaUnreachable: as their names say.
        """
        problem: Exception | None = None
        with self._lock:
            for _ in range(MAX_TRIES):
                generation = self._reader.current()
                if article_id is not None and article_id not in generation.versions:
                    raise ArticleNotFound(article_id, tuple(generation.versions))
                try:
                    return self._search(generation, query, top_k, article_id)
                except (_RowsMissing, IndexDamaged) as err:
                    problem = err
                # The rows are lost, or a writer published the next generation meanwhile and deleted them.
                if not self._reader.try_again():
                    break
        if isinstance(problem, IndexDamaged):
            raise problem
        raise IndexDamaged(str(self._place.folder), "it lacks vectors that it should hold") from problem

    def _search(self, generation: Generation, query: str, top_k: int, article_id: str | None) -> Hits:
        scope = generation.scope(article_id)
        weights = generation.words.sentences.term_weights(query)
        if not len(scope):
            return Hits(query, (), len(generation.versions), weights)
        vocabulary = self._vocabulary(generation, article_id)
        unmentioned = unmentioned_names(query, vocabulary)
        search = _Query(
            self._embeddings.encode_query(query),
            generation.words.passages.scores(query),
            generation.words.sentences.scores(query),
        )
        if len(scope) > EXACT_PASSAGES:
            scope = self._candidates(generation, search, scope, article_id)
        hits = self._score(generation, search, scope, top_k)
        return Hits(query, hits, 1 if article_id else len(generation.versions), weights, unmentioned)

    def _candidates(self, generation: Generation, search: "_Query", scope: Ints, article_id: str | None) -> Ints:
        """The rows of the passages that any of the four searches proposes, within the scope."""
        proposed = {int(row) for row in _best(search.passage_words, scope)}
        first, last = generation.first_sentences[scope[0]], generation.first_sentences[scope[-1] + 1]
        sentences = _best(search.sentence_words, np.arange(first, last))
        proposed.update(int(row) for row in np.searchsorted(generation.first_sentences, sentences, side="right") - 1)
        for unit in Unit:
            for key in generation.store.nearest(unit, search.vector, CANDIDATES, article_id=article_id):
                unit_id, _, version = key.partition("@")
                passage_id = unit_id.rpartition(".")[0] if unit is Unit.SENTENCE else unit_id
                # Rows of other generations may lie beside those of this one.
                if generation.versions.get(passage_id.partition(":")[0]) == version:
                    proposed.add(generation.passage_rows[passage_id])
        return np.array(sorted(proposed), dtype=np.intp)

    def _score(self, generation: Generation, search: "_Query", rows: Ints, top_k: int) -> tuple[Hit, ...]:
        """Score the passages of `rows` and all their sentences, and return the best as hits."""
        starts = generation.first_sentences
        sentence_rows = np.concatenate([np.arange(starts[row], starts[row + 1]) for row in rows])
        passage_of = np.repeat(np.arange(len(rows), dtype=np.intp), starts[rows + 1] - starts[rows])
        cosines = self._vectors_of(generation, Unit.PASSAGE, _passage_keys(generation, rows)) @ search.vector
        sentence_cosines = self._vectors_of(generation, Unit.SENTENCE, _sentence_keys(generation, rows)) @ search.vector
        words, sentence_words = search.passage_words[rows], search.sentence_words[sentence_rows]
        hits: list[Hit] = []
        for one in rank_passages(Signals(cosines, words, sentence_cosines, sentence_words, passage_of)):
            row = int(rows[one.number])
            passage = self._passage(generation, row)
            if passage is None:
                continue
            before = self._passage(generation, row - 1) if passage.ordinal else None
            of_passage = one.score, len(hits) + 1, one.cosine, one.lexical, one.sentence_cosines
            hits.append(Hit(passage, *of_passage, before, self._passage_after(generation, row)))
            if len(hits) == top_k:
                break
        return tuple(hits)

    def _passage(self, generation: Generation, row: int) -> Passage | None:
        """The passage, or None when its article was changed or removed and the index is not yet brought up to date."""
        article_id = generation.passage_ids[row].rpartition(":")[0]
        try:
            article = self._library.get(article_id)
        except ArticleNotFound:
            return None
        return generation.passage(article, row) if version_of(article) == generation.versions[article_id] else None

    def _passage_after(self, generation: Generation, row: int) -> Passage | None:
        """The passage after one, of the same article."""
        ids = generation.passage_ids
        if row + 1 == len(ids) or ids[row + 1].rpartition(":")[0] != ids[row].rpartition(":")[0]:
            return None
        return self._passage(generation, row + 1)

    def _vectors_of(self, generation: Generation, unit: Unit, keys: Sequence[str]) -> Floats:
        """The vectors of rows, of shape (n, dimensions); those read before are not read again."""
        missing = [key for key in keys if key not in self._vectors]
        if missing:
            if len(self._vectors) + len(missing) > MAX_CACHED_VECTORS:
                self._vectors.clear()
                missing = list(keys)
            found = generation.store.get(unit, missing)
            if len(found) < len(missing):
                raise _RowsMissing
            self._vectors.update(found)
        return np.stack([self._vectors[key] for key in keys])

    def _vocabulary(self, generation: Generation, article_id: str | None) -> Vocabulary:
        if article_id is None:
            return generation.words.vocabulary
        article = self._library.get(article_id)
        # Not the generation's number: a collection that was deleted and made anew counts from 1 again.
        key = (article.content_hash, article.title, article.publisher)
        if key not in self._vocabularies:
            if len(self._vocabularies) >= MAX_CACHED_VOCABULARIES:
                self._vocabularies.clear()
            self._vocabularies[key] = read_vocabulary([article])
        return self._vocabularies[key]


@dataclass(frozen=True, slots=True)
class _Query:
    """A query as the four searches see it; the BM25 scores are those of all rows."""

    vector: Floats
    passage_words: Floats
    sentence_words: Floats


class _RowsMissing(Exception):
    """The index changed between the opening of its manifest and the reading of its rows."""


def _best(scores: Floats, rows: Ints) -> Ints:
    """The `CANDIDATES` rows of the highest scores above 0."""
    order = rows[np.argsort(-scores[rows], kind="stable")[:CANDIDATES]]
    return order[scores[order] > 0]


def _passage_keys(generation: Generation, rows: Ints) -> list[str]:
    ids = (generation.passage_ids[row] for row in rows)
    return [row_id(passage_id, generation.versions[passage_id.partition(":")[0]]) for passage_id in ids]


def _sentence_keys(generation: Generation, rows: Ints) -> list[str]:
    keys: list[str] = []
    for row in rows:
        passage_id = generation.passage_ids[row]
        version = generation.versions[passage_id.partition(":")[0]]
        count = int(generation.first_sentences[row + 1] - generation.first_sentences[row])
        keys.extend(row_id(f"{passage_id}.{k}", version) for k in range(count))
    return keys
