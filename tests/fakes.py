"""Small real stand-ins for what is slow to make: they do the work in a simpler way, and record what they were asked."""

import hashlib
import re
from collections.abc import Callable, Sequence

import numpy as np

from corpus.articles import ArticleSource, make_article
from corpus.passages import split_passages
from corpus.schema import Article, FurnitureMarks
from retrieval.embeddings import UnitEmbeddings
from retrieval.encoders import Vectors
from retrieval.onnx_export import ExportCard
from retrieval.schema import Draft, Evidence, Hit, Hits, SentenceSignals

DIMENSIONS = 64


class WordHashEncoder:
    """A bag of hashed words: texts that share words are near."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        vectors = np.full((len(texts), DIMENSIONS), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                vectors[row, int(hashlib.md5(word.encode()).hexdigest(), 16) % DIMENSIONS] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def fake_embeddings(model: str = "word-hash", fingerprint: str = "fake00000000") -> UnitEmbeddings:
    card = ExportCard(1, model, DIMENSIONS, 256, "", "", 0, "[PAD]", (), "0" * 64, 0)
    return UnitEmbeddings(model, fingerprint, WordHashEncoder(), card)


def make(text: str, article_id: str = "story", *, title: str | None = None, url: str | None = None) -> Article:
    return make_article(ArticleSource("story.txt", text, article_id, title=title, url=url))


def hits_of(article: Article, query: str = "Who spoke?") -> Hits:
    """Every passage of an article as a hit, in the order of the article."""
    return Hits(
        query,
        tuple(
            Hit(
                passage,
                score=1.0 / (rank + 1),
                rank=rank + 1,
                cosine=0.5,
                lexical=0.5,
                sentence_scores=tuple(0.5 for _ in passage.sentences),
                signals=tuple(SentenceSignals(0.5, 0.5) for _ in passage.sentences),
            )
            for rank, passage in enumerate(split_passages(article))
        ),
    )


class FirstSentenceReader:
    """Answers with the first sentence of the best hit; records the questions."""

    def __init__(self) -> None:
        self.questions: list[str] = []

    def read(self, question: str, hits: Hits) -> Draft:
        self.questions.append(question)
        passage = hits.items[0].passage
        sentence = passage.sentences[0]
        evidence = Evidence(1, passage.id, sentence.text, sentence.span)
        return Draft(f"{sentence.text} [1]", (evidence,), (), 0.9, None, "sentence")


def always(answer: bool) -> Callable[[str], bool]:
    return lambda _: answer


NO_MARKS = FurnitureMarks()
