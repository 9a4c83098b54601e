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


_LICENCE = "  1 This software and database is being provided to you, the LICENSEE\n"
_WORDNET = {
    "data.verb": (
        "00000001 29 v 04 reject 0 refuse 0 turn_down 0 spurn 0 002 @ 00000003 v 0000 ! 00000005 v 0101 00 | say no\n"
        "00000002 29 v 02 dismiss 0 discard 0 000 01 + 08 00 | put away\n"
        "00000003 29 v 01 judge 0 000 00 | form an opinion\n"
        "00000004 29 v 02 speak 0 talk 0 000 00 | exchange thoughts\n"
        "00000005 29 v 01 accept 0 001 ! 00000001 v 0101 00 | say yes to\n"
    ),
    "index.verb": (
        "reject v 2 2 @ ! 2 2 00000001 00000002\n"
        "accept v 1 1 ! 1 1 00000005\n"
        "refuse v 1 0 1 1 00000001\n"
        "speak v 1 0 1 1 00000004\n"
        "talk v 1 0 1 1 00000004\n"
    ),
    "data.noun": "00000009 06 n 02 boat 0 vessel 0 000 | a craft\n00000010 15 n 02 oslo 0 Kristiania 0 000 | a city\n",
    "index.noun": "boat n 1 0 1 1 00000009\noslo n 1 0 1 1 00000010\ntalk n 1 0 1 1 00000009\n",
    "data.adj": "",
    "index.adj": "",
    "data.adv": "",
    "index.adv": "",
    "cntlist.rev": (
        "accept%2:32:00:: 1 9\nboat%1:06:00:: 1 9\noslo%1:15:00:: 1 5\nkristiania%1:15:00:: 1 5\n"
        "refuse%2:32:00:: 1 4\nreject%2:32:00:: 1 8\nspeak%2:32:00:: 1 90\nspurn%2:32:00:: 1 1\n"
        "talk%1:10:00:: 1 3\ntalk%2:32:00:: 1 70\nvessel%1:06:00:: 1 6\n"
    ),
}


def write_wordnet(folder: Path) -> Path:
    """A dictionary of a dozen words in WordNet's format."""
    for name, lines in _WORDNET.items():
        (folder / name).write_text(lines if name == "cntlist.rev" else _LICENCE + lines)
    return folder
