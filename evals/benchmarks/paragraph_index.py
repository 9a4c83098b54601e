"""The paragraphs of a file in the SQuAD format in an index of the product's own: those of a title make an article."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from corpus.articles import ArticleSource, make_article, normalise_text
from corpus.folder import open_folder
from corpus.library import Library
from evals.benchmarks.table import Progress
from evals.squad import SquadParagraph
from retrieval.embedding.embeddings import UnitEmbeddings
from retrieval.index.chroma import Chroma
from retrieval.index.indexer import Indexer
from retrieval.index.place import IndexPlace
from retrieval.retriever import Retriever


@dataclass(frozen=True, slots=True)
class ParagraphIndex:
    """Many paragraphs, indexed as the product does it.

    Attributes:
        retriever: searches all of them.
        library: has their articles.
        paragraph_of: the id of a passage to the number of its paragraph, from 0.
    """

    retriever: Retriever
    library: Library
    paragraph_of: Mapping[str, int]


@contextmanager
def index_paragraphs(
    paragraphs: Sequence[SquadParagraph],
    embeddings: UnitEmbeddings,
    *,
    progress: Progress = lambda _done, _total: None,
) -> Iterator[ParagraphIndex]:
    """Index paragraphs in a temporary folder that goes when it is done.

    Args:
        paragraphs: those of a title one after the other.
        embeddings: the product's model.
        progress: told `(done, total)` passages.
    """
    with tempfile.TemporaryDirectory(prefix="footnote-benchmark-", ignore_cleanup_errors=True) as folder:
        data = open_folder(Path(folder))
        library = Library(data)
        paragraph_of: dict[str, int] = {}
        for number, (_, group) in enumerate(groupby(enumerate(paragraphs), key=lambda entry: entry[1].title)):
            paragraph_of.update(_add(f"title-{number}", list(group), library))
        with closing(Chroma(data.chroma, None)) as chroma:
            place = IndexPlace.of(data, library.collection)
            Indexer(place, chroma, embeddings).update(library, progress)
            retriever = Retriever(library, place, chroma=chroma, embeddings=embeddings)
            yield ParagraphIndex(retriever, library, paragraph_of)


def as_paragraph(context: str) -> str:
    r"""Return a text as the product would have it as one paragraph: normalised, on one line.

    >>> as_paragraph("Ann met Bob.\n\nThey left.")
    'Ann met Bob. They left.'
    """
    return " ".join(normalise_text(context).split())


def _add(article_id: str, members: Sequence[tuple[int, SquadParagraph]], library: Library) -> dict[str, int]:
    """Add the numbered paragraphs of a title as an article; return the paragraph of each of its passages."""
    texts = [as_paragraph(paragraph.context) for _, paragraph in members]
    # The library keeps a text that two titles have under the id of the first.
    article = library.add(make_article(ArticleSource(article_id, "\n\n".join(texts), article_id))).article
    starts = np.cumsum([0, *(len(text) + 2 for text in texts[:-1])])
    return {
        passage.id: members[int(np.searchsorted(starts, passage.span.start, side="right")) - 1][0]
        for passage in library.passages(article.article_id)
    }
