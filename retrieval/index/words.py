"""The words of one generation of an index: BM25 over passages and over sentences, and what names the articles have."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from corpus.schema import Article
from retrieval.lexical import LexicalIndex, LexicalIndexBroken
from retrieval.names.vocabulary import Vocabulary

_PASSAGES, _SENTENCES, _VOCABULARY = "passages", "sentences", "vocabulary.json"


@dataclass(frozen=True, slots=True)
class Words:
    """What a search knows of words. Rows number the passages, and the sentences, of all articles in order.

    Attributes:
        vocabulary: of all articles. To make it takes seconds for thousands of articles, so it is kept.
    """

    passages: LexicalIndex
    sentences: LexicalIndex
    vocabulary: Vocabulary

    @classmethod
    def build(cls, passages: Sequence[str], sentences: Sequence[str], articles: Iterable[Article]) -> "Words":
        """Index texts as they stand in the index, and read the vocabulary of the articles."""
        return cls(LexicalIndex.build(passages), LexicalIndex.build(sentences), read_vocabulary(articles))

    def save(self, folder: Path) -> None:
        """Write the words into a folder; raises OSError when that fails."""
        self.passages.save(folder / _PASSAGES)
        self.sentences.save(folder / _SENTENCES)
        kept = {name: sorted(members) for name, members in asdict(self.vocabulary).items()}
        (folder / _VOCABULARY).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Words":
        """Read what `save` wrote.

        Raises:
            LexicalIndexBroken: when a file is missing, damaged, or of another format.
        """
        passages, sentences = LexicalIndex.load(folder / _PASSAGES), LexicalIndex.load(folder / _SENTENCES)
        try:
            kept = json.loads((folder / _VOCABULARY).read_text(encoding="utf-8"))
            vocabulary = Vocabulary(**{field.name: frozenset(kept[field.name]) for field in fields(Vocabulary)})
        except (OSError, ValueError, KeyError, TypeError) as err:
            raise LexicalIndexBroken(folder, "has no readable vocabulary") from err
        return cls(passages, sentences, vocabulary)


def read_vocabulary(articles: Iterable[Article]) -> Vocabulary:
    """Read the vocabulary of articles: their texts, titles and publishers."""
    return Vocabulary.from_texts(
        text for article in articles for text in (article.title, article.publisher, article.text) if text
    )
