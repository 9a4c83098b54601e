"""Searches of single articles whose right answers are known, for benchmarks: SQuAD files to labelled hits."""

import gzip
import json
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.passages import split_passages
from corpus.schema import Article, Span
from corpus.sentences import split_sentences
from retrieval.fusion import Signals, rank_passages
from retrieval.lexical import LexicalIndex
from retrieval.names import Vocabulary, unmentioned_names
from retrieval.schema import Hit, Hits

TOP_K = 8
MIN_PARAGRAPHS, MAX_PARAGRAPHS = 5, 40
MAX_QUESTIONS = 40
"""Of one kind and article."""

Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]
Title = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A search of one article.

    Attributes:
        kind: "answerable"; "other": a question about another article; "removed": the paragraph with the answer is taken
            out; "adversarial": written to look answerable.
        right: the ids of the sentences in which an answer begins; none unless answerable.
    """

    kind: str
    hits: Hits
    right: frozenset[str]


def read_titles(file: Path) -> list[Title]:
    """Return the titles of a gzipped file in the SQuAD format."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        titles: list[Title] = json.load(lines)["data"]
    return titles


def tidy_question(question: str) -> str:
    """Return a question in one style, so that nothing is learnt from a data set's capitals and question marks.

    >>> tidy_question("when did  it end ?")
    'When did it end?'
    """
    plain = " ".join(question.split()).rstrip("?.! ")
    return plain[:1].upper() + plain[1:] + "?"


class Searcher:
    """Searches articles made of paragraphs, as the retriever does one small article."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._vectors: dict[str, npt.NDArray[np.float32]] = {}

    def open(self, paragraphs: Sequence[str]) -> "Scope":
        """Index an article of these paragraphs."""
        return Scope(paragraphs, self._vectors_of)

    def prepare(self, questions: Sequence[str]) -> None:
        """Embed questions together, which is faster than one by one."""
        self._vectors_of(["", *questions])

    def _vectors_of(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        missing = sorted({text for text in texts if text not in self._vectors})
        if missing:
            self._vectors.update(zip(missing, self._encode(missing), strict=True))
        return np.stack([self._vectors[text] for text in texts]) if texts else np.empty((0, 0), np.float32)


class Scope:
    """One article, indexed in memory."""

    def __init__(self, paragraphs: Sequence[str], encode: Encode) -> None:
        text = "\n\n".join(paragraphs)
        self.passages = split_passages(Article("scope", None, None, None, None, text, ""))
        self.sentences = [sentence for passage in self.passages for sentence in passage.sentences]
        self._passage_of = np.array([n for n, passage in enumerate(self.passages) for _ in passage.sentences], np.intp)
        texts, sentence_texts = [p.text for p in self.passages], [s.text for s in self.sentences]
        self._vectors, self._sentence_vectors = encode(texts), encode(sentence_texts)
        self._words, self._sentence_words = LexicalIndex.build(texts), LexicalIndex.build(sentence_texts)
        self._vocabulary = Vocabulary.from_texts([text])
        self._encode = encode

    def search(self, question: str) -> Hits:
        """Return the `TOP_K` best passages for a question."""
        vector = self._encode([question])[0]
        cosines, sentence_cosines = self._vectors @ vector, self._sentence_vectors @ vector
        words, sentence_words = self._words.scores(question), self._sentence_words.scores(question)
        ranked = rank_passages(Signals(cosines, words, sentence_cosines, sentence_words, self._passage_of))
        around = (None, *self.passages, None)
        items = [
            Hit(
                self.passages[one.number],
                one.score,
                rank,
                one.cosine,
                one.lexical,
                one.sentence_cosines,
                around[one.number],
                around[one.number + 2],
            )
            for rank, one in enumerate(ranked[:TOP_K], start=1)
        ]
        return Hits(
            question,
            tuple(items),
            term_weights=self._sentence_words.term_weights(question),
            unmentioned=unmentioned_names(question, self._vocabulary),
        )

    def sentences_at(self, offsets: Sequence[int]) -> frozenset[str]:
        """Return the ids of the sentences that hold these offsets of the article's text, and of their repetitions."""
        said = {s.text for s in self.sentences for at in offsets if s.span.start <= at < s.span.end}
        return frozenset(s.id for s in self.sentences if s.text in said)


def label_searches(
    titles: Sequence[Title], searcher: Searcher, *, adversarial: Mapping[str, Sequence[str]], seed: int
) -> Iterator[Labelled]:
    """Search a part of each title as one article: 5 to 40 paragraphs in a row.

    Every second article is laid out as news is, in paragraphs of one to three sentences. `adversarial` has unanswerable
    questions by the paragraph that they were written for, beside those that the titles themselves mark `is_impossible`.
    """
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    foreign = [(t["title"], qa["question"]) for t in titles for p in t["paragraphs"] for qa in p["qas"]]
    for number, title in enumerate(titles):
        blocks = _choose_blocks(title["paragraphs"], chance)
        paragraphs, asked = _lay_out(blocks, chance, as_news=number % 2 == 1)
        scope = searcher.open(paragraphs)
        if not scope.sentences:
            continue
        asked = chance.sample(asked, min(MAX_QUESTIONS, len(asked)))
        hard = [q for block in blocks for q in adversarial.get(block["context"], ())]
        hard += [qa["question"] for block in blocks for qa in block["qas"] if qa["is_impossible"]]
        hard = [tidy_question(question) for question in chance.sample(hard, min(MAX_QUESTIONS, len(hard)))]
        drawn = chance.sample(foreign, min(MAX_QUESTIONS // 2, len(foreign)))
        others = [tidy_question(question) for name, question in drawn if name != title["title"]]
        searcher.prepare([*(question for question, _, _ in asked), *hard, *others])
        for question, paragraph, offsets in asked:
            start = _start_of(paragraphs, paragraph)
            right = scope.sentences_at([start + at for at in offsets])
            yield Labelled("answerable", scope.search(question), right)
        yield from (Labelled("adversarial", scope.search(question), frozenset()) for question in hard)
        yield from (Labelled("other", scope.search(question), frozenset()) for question in others)
        yield from _remove_answers(paragraphs, asked, searcher)


def _remove_answers(
    paragraphs: Sequence[str], asked: Sequence[tuple[str, int, list[int]]], searcher: Searcher
) -> Iterator[Labelled]:
    for n in sorted({paragraph for _, paragraph, _ in asked}):
        rest = [text for k, text in enumerate(paragraphs) if k != n]
        scope = searcher.open(rest) if len(rest) > 2 else None
        if scope is not None and scope.sentences:
            for question in (question for question, paragraph, _ in asked if paragraph == n):
                yield Labelled("removed", scope.search(question), frozenset())


def _choose_blocks(blocks: Sequence[Title], chance: random.Random) -> Sequence[Title]:
    """Choose 5 to 40 paragraphs in a row, short articles as often as long ones; all of a shorter title."""
    length = round(math.exp(chance.uniform(math.log(MIN_PARAGRAPHS), math.log(MAX_PARAGRAPHS))))
    length = min(length, len(blocks))
    first = chance.randrange(len(blocks) - length + 1)
    return blocks[first : first + length]


def _lay_out(
    blocks: Sequence[Title], chance: random.Random, *, as_news: bool
) -> tuple[list[str], list[tuple[str, int, list[int]]]]:
    """Return the paragraphs, and each question with its answers' paragraph and offsets there."""
    paragraphs: list[str] = []
    asked: list[tuple[str, int, list[int]]] = []
    for block in blocks:
        text: str = block["context"]
        spans = split_sentences(text, Span(0, len(text)))
        runs = list(_runs(spans, chance)) if as_news else [Span(spans[0].start, spans[-1].end)]
        for qa in block["qas"]:
            starts = [answer["answer_start"] for answer in qa["answers"]]
            for n, run in enumerate(runs):
                within = [at - run.start for at in starts if run.start <= at < run.end]
                if within and starts[0] - run.start in within:
                    asked.append((tidy_question(qa["question"]), len(paragraphs) + n, within))
        paragraphs.extend(run.cut(text) for run in runs)
    return paragraphs, asked


def _runs(spans: Sequence[Span], chance: random.Random) -> Iterator[Span]:
    at = 0
    while at < len(spans):
        last = min(at + chance.randint(1, 3), len(spans)) - 1
        yield Span(spans[at].start, spans[last].end)
        at = last + 1


def _start_of(paragraphs: Sequence[str], number: int) -> int:
    return sum(len(text) + 2 for text in paragraphs[:number])
