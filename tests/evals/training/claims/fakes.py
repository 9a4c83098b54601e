"""A tiny checker, tokenizer and texts, all real and small."""

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import BertConfig, BertModel

from corpus.schema import Span
from corpus.sentences import split_sentences
from evals.training.claims.judged import FEVER, Judged
from evals.training.claims.model import ClaimChecker
from evals.training.claims.verdicts import NOT_SUPPORTED, SUPPORTED
from evals.training.sources import SQUAD, Paragraph, Question

TEXT = (
    "Ann Lee was born in Oslo in 1950. She has led the harbour office since 1999. "
    "The mayor of Rome, Bob Cole, refused to sign the treaty. It rained for three days in May."
)
WORDS_TEXT = (
    "[PAD] [UNK] [CLS] [SEP] ann lee was born in oslo 1950 she has led the harbour office not bob cole rome . ,"
)
WORDS = {word: number for number, word in enumerate(WORDS_TEXT.split())}


def make_tokenizer() -> Tokenizer:
    """A word to a token, whatever its case."""
    tokenizer = Tokenizer(models.WordLevel(WORDS, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def make_checker() -> ClaimChecker:
    import torch

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=24,
        max_position_embeddings=256,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    return ClaimChecker(BertModel(config, add_pooling_layer=False))


def make_paragraph(title: str = "oslo", source: str = SQUAD, text: str = TEXT) -> Paragraph:
    sentences = split_sentences(text, Span(0, len(text)))
    start = text.find("Ann Lee")
    answers = (Span(start, start + 7),) if start >= 0 else ()
    question = Question("Who was born in Oslo", answers, None)
    return Paragraph(source, title, text, sentences, (question,))


def make_judged(count: int) -> list[Judged]:
    """So many claims, every other supported: those without "not"."""
    right = Judged(FEVER, "Ann Lee was born in Oslo", ("Ann Lee was born in Oslo.",), SUPPORTED)
    wrong = Judged(FEVER, "Ann Lee was not born in Oslo", ("Ann Lee was born in Oslo.",), NOT_SUPPORTED)
    return [wrong if n % 2 else right for n in range(count)]
