"""Tiny real sentence-transformers models on disk: one layer, a hundred words, random weights."""

from pathlib import Path

WORDS_TEXT = """
[PAD] [UNK] [CLS] [SEP] [MASK] query passage : . , ? ' who what said the a of to in on and is was it grain ship ships
left harvest late bomb dirty russia ally allies minister spoke rejected rain port talks
"""
WORDS = [*WORDS_TEXT.split(), *(f"word{k}" for k in range(58))]


def make_tiny_model(folder: Path, *, prompts: bool = False, pads_left: bool = False) -> Path:
    """Save a transformer with mean pooling, and return its folder.

    Args:
        folder: to save it in.
        prompts: whether it has prompts for queries and documents.
        pads_left: a text's vector depends on the texts beside it, which an export cannot repeat.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    base = folder / "base"
    base.mkdir(parents=True)
    (base / "vocab.txt").write_text("\n".join(WORDS))
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=48,
        max_position_embeddings=64,
    )
    _seed()
    BertModel(config).save_pretrained(base)
    side = "left" if pads_left else "right"
    BertTokenizerFast(vocab=str(base / "vocab.txt"), padding_side=side, model_max_length=64).save_pretrained(base)
    transformer = Transformer(str(base), max_seq_length=32)
    texts = {"query": "query: ", "document": "passage: "} if prompts else None
    model = SentenceTransformer(modules=[transformer, Pooling(32)], device="cpu", prompts=texts)
    model.save(str(folder / "model"))
    return folder / "model"


def make_static_model(folder: Path) -> Path:
    """Save a model without a transformer, whose tokenizer cannot be taken along, and return its folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    _seed()
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=16)], device="cpu")
    model.save(str(folder / "model"))
    return folder / "model"


def _seed() -> None:
    import torch

    torch.manual_seed(0)
