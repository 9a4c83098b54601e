"""Where the passages and sentences of an index stand in their articles, so that no article is split to answer."""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.schema import Article, Passage, Sentence, Span
from retrieval.lexical import LexicalIndexBroken

Ints = npt.NDArray[np.int32]

_SPANS, _HEADINGS = "spans.npy", "headings.json"


@dataclass(frozen=True, slots=True)
class Cuts:
    """The cuts of all articles of an index, in order.

    Attributes:
        spans: start and end of each sentence, of shape (sentences, 2).
        headings: of each passage, None where there is none.
    """

    spans: Ints
    headings: tuple[str | None, ...]

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> "Cuts":
        """Read the cuts off passages."""
        spans = [(sentence.span.start, sentence.span.end) for passage in passages for sentence in passage.sentences]
        return cls(np.array(spans, np.int32).reshape(-1, 2), tuple(passage.heading for passage in passages))

    def save(self, folder: Path) -> None:
        """Write the cuts into a folder that exists; raises OSError when that fails."""
        np.save(folder / _SPANS, self.spans)
        (folder / _HEADINGS).write_text(json.dumps(self.headings, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Cuts":
        """Read what `save` wrote.

        Raises:
            LexicalIndexBroken: when a file is missing or damaged.
        """
        try:
            with (folder / _SPANS).open("rb") as file:
                spans = np.load(file, allow_pickle=False)
            headings = json.loads((folder / _HEADINGS).read_text(encoding="utf-8"))
            if spans.dtype != np.int32 or spans.shape != (len(spans), 2) or not isinstance(headings, list):
                raise ValueError(spans.shape)
        except (OSError, ValueError, EOFError, TypeError, zipfile.BadZipFile) as err:
            raise LexicalIndexBroken(folder, "has no readable cuts") from err
        return cls(spans, tuple(headings))

    def passage(self, article: Article, place: "Place") -> Passage:
        """Cut one passage from its article, as `corpus.passages.split_passages` would."""
        passage_id = f"{article.article_id}:{place.ordinal}"
        sentences: list[Sentence] = []
        for k, (start, end) in enumerate(self.spans[place.first_sentence : place.end_sentence].tolist()):
            span = Span(start, end)
            number = place.first_sentence + k - place.first_of_article
            sentences.append(Sentence(f"{passage_id}.{k}", article.article_id, number, span, span.cut(article.text)))
        span = Span(sentences[0].span.start, sentences[-1].span.end)
        heading, text = self.headings[place.row], span.cut(article.text)
        return Passage(passage_id, article.article_id, place.ordinal, span, text, tuple(sentences), heading)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands among the rows of an index.

    Attributes:
        row: of the passage.
        ordinal: of the passage within its article.
        first_sentence, end_sentence: the rows of its sentences.
        first_of_article: the row of its article's first sentence.
    """

    row: int
    ordinal: int
    first_sentence: int
    end_sentence: int
    first_of_article: int
