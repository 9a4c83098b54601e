"""Tiny tokenizers, bases, networks and training files, all real and small."""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from corpus.schema import Span
from evals.training.batches import Place, iterate_batches
from evals.training.reader.batch import ReaderBatch, collate
from evals.training.reader.model import ReaderNetwork, load_network
from evals.training.reader.rows import NO_SENTENCE, ReaderRow

WORDS_TEXT = "ann lee bob cole eve met left in oslo rome on monday it rained who where did when he she . , ' \" - ? the"
BERT_WORDS = {word: number for number, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS_TEXT.split()])}
# As MPNet has them: the place of its padding is built into its code, and it knows BERT's markers too.
MPNET_WORDS = {
    word: number for number, word in enumerate(["<s>", "<pad>", "</s>", "[UNK]", "[CLS]", "[SEP]", *WORDS_TEXT.split()])
}


def make_tokenizer(words: dict[str, int] = BERT_WORDS) -> Tokenizer:
    """A word to a token, whatever its case."""
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def make_base(folder: Path, kind: str = "bert", *, layers: int = 1, wide: int = 24) -> Path:
    """Save a tiny BERT or MPNet with its tokenizer, and return its folder."""
    import torch
    from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel

    words = BERT_WORDS if kind == "bert" else MPNET_WORDS
    shape = {
        "vocab_size": len(words),
        "hidden_size": 16 if wide < 100 else 128,
        "num_hidden_layers": layers,
        "num_attention_heads": 2,
        "intermediate_size": wide,
        "max_position_embeddings": 400,
    }
    torch.manual_seed(0)
    model = BertModel(BertConfig(**shape)) if kind == "bert" else MPNetModel(MPNetConfig(**shape))
    model.save_pretrained(folder)
    make_tokenizer(words).save(str(folder / "tokenizer.json"))
    return folder


def make_network(folder: Path, kind: str = "bert") -> ReaderNetwork:
    return load_network(make_base(folder, kind), seed=0)


def make_row(ids: Sequence[int], *, answer: tuple[int, int] = (0, 0)) -> ReaderRow:
    """A row with one sentence, from the fifth token on, and the ends of its answer, at the `[CLS]` for none."""
    size = len(ids)
    starts, ends, inside = (np.zeros(size, np.int8) for _ in range(3))
    starts[answer[0]] = ends[answer[1]] = 1
    is_answerable = answer != (0, 0)
    inside[answer[0] : answer[1] + 1] = is_answerable
    sentences = np.full(size, NO_SENTENCE, np.int32)
    sentences[4:-1] = 0
    support = np.array([is_answerable], np.int8)
    return ReaderRow(np.array(ids, np.int32), 4, sentences, starts, ends, inside, support)


@dataclass(frozen=True)
class Drawn:
    row: ReaderRow


class WordRows:
    """So many rows, of 8 to 13 tokens: half of them with an answer, which is always "oslo"."""

    def __init__(self, count: int) -> None:
        self._count = count

    def plan_epoch(self, *, seed: int, epoch: int) -> list[int]:
        recipes = list(range(self._count))
        random.Random(f"{seed}:{epoch}").shuffle(recipes)
        return recipes

    def draw(self, recipe: int, chance: random.Random) -> Drawn | None:
        if recipe % 10 == 9:
            return None
        more = [chance.randrange(14, 18) for _ in range(recipe % 6)]
        word = BERT_WORDS["oslo" if recipe % 2 else "rome"]
        ids = [2, BERT_WORDS["where"], BERT_WORDS["did"], 3, BERT_WORDS["ann"], *more, word, BERT_WORDS["."], 3]
        at = 5 + len(more)
        return Drawn(make_row(ids, answer=(at, at) if recipe % 2 else (0, 0)))

    def batches(self, place: Place) -> Iterator[tuple[ReaderBatch, Place]]:
        return iterate_batches(self, place, partial(collate, pad_id=0), seed=5)


def find(words: str, text: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def write_set(folder: Path, name: str, titles: dict[str, list[dict[str, object]]]) -> None:
    content = {"data": [{"title": title, "paragraphs": paragraphs} for title, paragraphs in titles.items()]}
    (folder / f"{name}.json.gz").write_bytes(gzip.compress(json.dumps(content).encode()))


def ask(context: str, question: str, answer: str | None = None, plausible: str = "") -> dict[str, object]:
    answers = [] if answer is None else [{"text": answer, "answer_start": context.index(answer)}]
    qa = {"id": question, "question": question, "answers": answers, "plausible_answer": plausible}
    return {"context": context, "qas": [qa]}
