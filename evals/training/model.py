"""The span reader as a torch module: a MiniLM encoder with heads for the span and for answerability."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor, nn

from evals.training.batches import Batch

if TYPE_CHECKING:
    from transformers import BertModel

DROPOUT = 0.05
HEAD_WEIGHT = 0.5
"""Of the answerability loss beside that of the span."""


EMBEDDINGS = ".embeddings."
"""In the names of the embeddings' weights."""


class Logits(NamedTuple):
    """What the model says of a batch.

    Attributes:
        starts: of shape (rows, tokens): where the span begins; the `[CLS]` for none. Very low where none may.
        ends: where it ends, likewise.
        answerable: of shape (rows,): that the passage answers.
    """

    starts: Tensor
    ends: Tensor
    answerable: Tensor


class LockedDropout(nn.Module):
    """Dropout with one draw for all tokens of a row (Gal and Ghahramani 2016).

    One for each token takes a fifth of a step on a CPU, most of it to draw.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, states: Tensor) -> Tensor:
        """Zero a share of the features of states of shape (rows, tokens, features), and scale up the others."""
        if not self.training:
            return states
        kept = torch.rand(states.shape[0], 1, states.shape[2]).ge(self.share)
        return states * (kept.to(states.dtype) / (1 - self.share))


class SpanReader(nn.Module):
    """An encoder, a linear layer from each token to the logits of start and end, one from `[CLS]` to answerability.

    As in BERT's SQuAD 2.0 recipe (Devlin et al. 2019), a span at `[CLS]` says that there is no answer; the third head
    is the extra verifier loss of Zhang et al. 2020 (Retrospective Reader), without their second encoder.
    """

    def __init__(self, encoder: "BertModel") -> None:
        super().__init__()
        self.encoder = encoder
        self.span = nn.Linear(encoder.config.hidden_size, 2)
        self.answerability = nn.Linear(encoder.config.hidden_size, 1)
        # 22 of 33 million numbers, and they know words that the training files never show.
        encoder.embeddings.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor, may_hold: Tensor) -> Logits:
        """Read a batch."""
        states = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=segments).last_hidden_state
        # In 32 bits: bfloat16 has 8 bits of a logit, too few to tell near spans apart.
        with torch.autocast("cpu", enabled=False):
            states = states.float()
            spans = self.span(states).masked_fill(~may_hold[..., None], -1e4)
            answerable = self.answerability(states[:, 0]).squeeze(-1)
        starts, ends = spans.unbind(-1)
        return Logits(starts, ends, answerable)


def load_reader(folder: Path, *, seed: int) -> SpanReader:
    """Return a reader with the encoder of a model's folder, and heads drawn by a seed."""
    return SpanReader(load_encoder(folder, seed=seed))


def load_encoder(folder: Path, *, seed: int) -> "BertModel":
    """Return the encoder of a model's folder, with the dropout of training, and seed torch's generator."""
    from transformers import BertConfig, BertModel
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.getLogger("transformers").setLevel(logging.ERROR)
    config = BertConfig.from_pretrained(str(folder))
    config.hidden_dropout_prob = DROPOUT
    # None on attention: drawing it for every pair of tokens took a third of a step on a CPU.
    config.attention_probs_dropout_prob = 0.0
    torch.manual_seed(seed)
    encoder = BertModel.from_pretrained(
        str(folder), config=config, add_pooling_layer=False, attn_implementation="eager"
    )
    _lock_dropout(encoder)
    return encoder


def _lock_dropout(module: nn.Module) -> None:
    for name, child in module.named_children():
        if isinstance(child, nn.Dropout):
            # The attention's own stays as it is: it draws nothing at 0, and its code reads `p`.
            if child.p > 0:
                setattr(module, name, LockedDropout(child.p))
        else:
            _lock_dropout(child)


def to_tensors(batch: Batch) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return what `SpanReader.forward` takes."""
    return (
        torch.from_numpy(batch.ids),
        torch.from_numpy(batch.mask),
        torch.from_numpy(batch.segments),
        torch.from_numpy(batch.may_hold),
    )


def compute_loss(logits: Logits, batch: Batch) -> tuple[Tensor, Tensor]:
    """Return the losses of the span (mean of both ends' cross-entropies) and of answerability."""
    starts, ends = torch.from_numpy(batch.starts), torch.from_numpy(batch.ends)
    span = nn.functional.cross_entropy(logits.starts, starts) + nn.functional.cross_entropy(logits.ends, ends)
    has_answer = (starts > 0).float()
    return span / 2, nn.functional.binary_cross_entropy_with_logits(logits.answerable, has_answer)


def lose(reader: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
    """Read a batch in bfloat16, and return the loss and its parts, as the trainer asks."""
    with torch.autocast("cpu", torch.bfloat16):
        logits = reader(*to_tensors(batch))
    span, answerability = compute_loss(logits, batch)
    return span + HEAD_WEIGHT * answerability, {"span_loss": span, "head_loss": answerability}


def trained_weights(reader: nn.Module) -> dict[str, Tensor]:
    """Return the weights that training changes, by name: all but the embeddings, unless they were unfrozen."""
    return {name: weight for name, weight in reader.named_parameters() if weight.requires_grad}


def unfreeze_embeddings(reader: nn.Module) -> None:
    """Let training change the word embeddings too."""
    for name, weight in reader.named_parameters():
        if EMBEDDINGS in name:
            weight.requires_grad_(True)


def has_embeddings(weights: Mapping[str, Tensor]) -> bool:
    """Tell whether trained weights have word embeddings of their own."""
    return any(EMBEDDINGS in name for name in weights)


def set_weights(reader: nn.Module, weights: Mapping[str, Tensor]) -> None:
    """Give a reader trained weights: all that it trains, and embeddings of their own where they have them.

    Raises:
        ValueError: when they are of another model.
    """
    every, own = dict(reader.named_parameters()), trained_weights(reader)
    expected = {
        name: weight for name, weight in every.items() if name in own or (EMBEDDINGS in name and name in weights)
    }
    if {n: w.shape for n, w in expected.items()} != {n: w.shape for n, w in weights.items()}:
        raise ValueError("the weights are of another model; train from the model that they were made from")
    with torch.no_grad():
        for name, weight in expected.items():
            weight.copy_(weights[name])
