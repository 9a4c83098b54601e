"""The product as it is evaluated: the chain of the settings, in a data folder of its own that goes when it is done."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.folder import open_folder
from corpus.language import looks_english
from corpus.schema import Article
from evals.metrics.entailment import Supports
from retrieval.build import Announce, Footnote
from retrieval.chain import Chain
from retrieval.record import Provenance
from retrieval.schema import Ask, Reader, Reply
from retrieval.settings import Settings
from retrieval.trained.shipped import FOLDER

Progress = Callable[[int, int], None]


class Answerer(Protocol):
    """What is evaluated: the chain, or whatever stands in for it."""

    def answer(self, ask: Ask) -> Reply:
        """Return the reply to a question about the one article of the collection `ask.collection`."""
        ...


@dataclass(frozen=True, slots=True)
class Product:
    """A chain over collections of one article each, named by the id of their article.

    Attributes:
        provenance: of its replies.
        with_reader: the same chain with another reader.
        top_k: how many passages it reads.
        supports: its claim checker, for single sentences.
    """

    chain: Answerer
    with_reader: Callable[[Reader], Answerer]
    provenance: Provenance
    top_k: int
    supports: Supports


@contextmanager
def open_product(
    articles: Iterable[Article],
    settings: Settings,
    *,
    announce: Announce = lambda _: None,
    progress: Progress = lambda _done, _total: None,
    trained: Path = FOLDER,
) -> Iterator[Product]:
    """Index articles in a temporary folder, each in a collection of its own, as a person has it who asks about one.

    Of the settings' own data folder only the exported embedding models are used.

    Args:
        articles: at least one.
        settings: of the product; its Chroma is the embedded one whatever they say.
        announce: told of work that takes seconds.
        progress: told how many articles are indexed, and of how many.
        trained: the folder of the trained models.
    """
    every = tuple(articles)
    models = open_folder(settings.data_dir).models
    with tempfile.TemporaryDirectory(prefix="footnote-eval-", ignore_cleanup_errors=True) as folder:
        own = settings.model_copy(update={"data_dir": Path(folder), "chroma_url": None})
        with Footnote(own, announce, models=models, trained=trained) as footnote:
            for done, article in enumerate(every):
                progress(done, len(every))
                with footnote.data.writing():
                    footnote.library(article.article_id).add(article)
                footnote.update_index(article.article_id)
                # So that no question's latency holds the opening of its index.
                footnote.source(article.article_id).retriever.search(article.name, top_k=1)
            yield Product(
                footnote.chain(),
                lambda reader: Chain(footnote.source, reader, looks_english=looks_english),
                footnote.provenance(every[0].article_id),
                own.top_k,
                footnote.support().supports,
            )
