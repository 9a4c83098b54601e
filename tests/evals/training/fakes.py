"""A tiny tokenizer, model and set of training files, all real and small."""

import gzip
import json
from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import BertConfig, BertModel

from corpus.schema import Span
from evals.training.model import SpanReader
from evals.training.sources import SQUAD, Paragraph, Question

WORDS_TEXT = (
    "[PAD] [UNK] [CLS] [SEP] ann bob eve met left in oslo rome on monday it rained who where did when . , ' \" - ?"
)
WORDS = {word: number for number, word in enumerate(WORDS_TEXT.split())}
TEXT = "Ann met Bob in Oslo. It rained on Monday. Eve left Rome."
SENTENCES = (Span(0, 20), Span(21, 41), Span(42, 56))


def make_tokenizer() -> Tokenizer:
    """A word to a token, whatever its case."""
    tokenizer = Tokenizer(models.WordLevel(WORDS, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def make_reader(dropout: float = 0.0) -> SpanReader:
    import torch

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=24,
        max_position_embeddings=128,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=0.0,
    )
    return SpanReader(BertModel(config, add_pooling_layer=False))


def make_paragraph(title: str = "oslo", source: str = SQUAD, *, questions: int = 2) -> Paragraph:
    asked = (
        Question("1", "Where did Ann meet Bob", (find("Oslo"),)),
        Question("2", "Who left", (find("Eve"),)),
        Question("3", "When", (find("Monday"),)),
    )
    return Paragraph(source, title, TEXT, SENTENCES, asked[:questions])


def find(words: str, text: str = TEXT) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def write_set(folder: Path, name: str, titles: dict[str, list[dict[str, object]]]) -> None:
    content = {"data": [{"title": title, "paragraphs": paragraphs} for title, paragraphs in titles.items()]}
    (folder / f"{name}.json.gz").write_bytes(gzip.compress(json.dumps(content).encode()))


def ask(context: str, question: str, answer: str | None = None, plausible: str = "") -> dict[str, object]:
    answers = [] if answer is None else [{"text": answer, "answer_start": context.index(answer)}]
    qa = {"id": question, "question": question, "answers": answers, "plausible_answer": plausible}
    return {"context": context, "qas": [qa]}
