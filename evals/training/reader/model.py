"""The reader as a torch module: an encoder, and small heads for what it says of tokens, sentences and the window."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from evals.training.encoder import load_encoder
from evals.training.reader.batch import ReaderBatch
from evals.training.reader.rows import NO_SENTENCE, UNKNOWN

ANSWERS_WEIGHT, SUPPORT_WEIGHT, INSIDE_WEIGHT = 0.5, 0.5, 4.0
"""Of the further losses beside that of the span; few tokens are inside, so that their mean loss is small."""
NOWHERE = -1e4
"""The logit of a token at which no answer may begin or end."""


class Logits(NamedTuple):
    """What the model says of a batch.

    Attributes:
        tokens: of shape (rows, tokens, 4): where the answer begins, where it ends (both at the `[CLS]` for none), that
            a token is part of it, that its sentence supports it.
        answerable: of shape (rows,): that the window answers.
    """

    tokens: Tensor
    answerable: Tensor


class ReaderNetwork(nn.Module):
    """An encoder of the BERT family with a linear layer over tokens and one over the `[CLS]`; embeddings are frozen.

    Args:
        encoder: with its config and embeddings.
        has_segments: whether it tells question and window apart by segments, as BERT does and MPNet does not.
    """

    def __init__(self, encoder: nn.Module, *, has_segments: bool) -> None:
        super().__init__()
        self.encoder = encoder
        self.has_segments = has_segments
        config: Any = encoder.config
        self.token = nn.Linear(config.hidden_size, 4)
        self.answerability = nn.Linear(config.hidden_size, 1)
        embeddings: Any = encoder.embeddings
        embeddings.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor | None = None) -> Logits:
        """Read a batch; of inputs as `evals.training.batches.pad` makes them."""
        more = {"token_type_ids": segments} if self.has_segments else {}
        states = self.encoder(input_ids=ids, attention_mask=mask, **more).last_hidden_state
        # In 32 bits: bfloat16 has 8 bits of a logit, too few to tell near spans apart.
        with torch.autocast("cpu", enabled=False):
            states = states.float()
            return Logits(self.token(states), self.answerability(states[:, 0]).squeeze(-1))


def load_network(folder: Path, *, seed: int, layers: int | None = None) -> ReaderNetwork:
    """Return a reader with the encoder of a model's folder, cut to its first layers, and heads drawn by a seed.

    Args:
        folder: with `config.json` and weights, of BERT or MPNet.
        seed: of torch's generator.
        layers: how many to keep; all when None.

    Raises:
        BaseInvalid: when there is no model.
    """
    encoder = load_encoder(folder, seed=seed, layers=layers)
    return ReaderNetwork(encoder, has_segments=encoder.config.model_type == "bert")


def to_inputs(batch: ReaderBatch) -> tuple[Tensor, Tensor, Tensor]:
    """Return what `ReaderNetwork.forward` takes."""
    return torch.from_numpy(batch.ids), torch.from_numpy(batch.mask), torch.from_numpy(batch.segments)


def lose(network: nn.Module, batch: ReaderBatch) -> tuple[Tensor, dict[str, Tensor]]:
    """Read a batch in bfloat16, and return the loss and its parts, as the trainer asks."""
    with torch.autocast("cpu", torch.bfloat16):
        logits = network(*to_inputs(batch))
    return compute_loss(logits, batch)


def compute_loss(logits: Logits, batch: ReaderBatch) -> tuple[Tensor, dict[str, Tensor]]:
    """Return the weighted loss, and its parts by name.

    An answer may be said in several ways and places: the loss of a span's start is -log of the probability of all
    right ones together (Clark and Gardner 2018, eq. 1), likewise of its end.
    """
    starts, ends, inside, support = logits.tokens.unbind(-1)
    may_hold = torch.from_numpy(batch.may_hold)
    answers = torch.from_numpy(batch.starts[:, 0] == 0).float()
    span_loss = (_lose_place(starts, may_hold, batch.starts) + _lose_place(ends, may_hold, batch.ends)) / 2
    answers_loss = nn.functional.binary_cross_entropy_with_logits(logits.answerable, answers)
    inside_loss = _lose_marks(inside, batch.inside)
    support_loss = _lose_marks(average_sentences(support, batch), batch.support)
    loss = span_loss + ANSWERS_WEIGHT * answers_loss + INSIDE_WEIGHT * inside_loss + SUPPORT_WEIGHT * support_loss
    parts = {"span": span_loss, "answers": answers_loss, "inside": inside_loss, "support": support_loss}
    return loss, {f"{name}_loss": part for name, part in parts.items()}


def average_sentences(of_tokens: Tensor, batch: ReaderBatch) -> Tensor:
    """Return the mean, over the tokens of each sentence, of logits; of shape (rows, sentences)."""
    count = batch.support.shape[1]
    # What is of no sentence is of one before all.
    numbers = torch.from_numpy(batch.sentences.astype(np.int64)) - NO_SENTENCE
    totals = torch.zeros(len(numbers), count + 1).scatter_add(1, numbers, of_tokens)
    sizes = torch.zeros(len(numbers), count + 1).scatter_add(1, numbers, torch.ones_like(of_tokens))
    return (totals / sizes.clamp(min=1))[:, 1:]


def _lose_place(logits: Tensor, may_hold: Tensor, right: npt.NDArray[np.int8]) -> Tensor:
    masked = logits.masked_fill(~may_hold, NOWHERE)
    of_right = masked.masked_fill(torch.from_numpy(right == 0), NOWHERE)
    return (masked.logsumexp(-1) - of_right.logsumexp(-1)).mean()


def _lose_marks(logits: Tensor, marks: npt.NDArray[np.int8]) -> Tensor:
    known = torch.from_numpy(marks != UNKNOWN)
    wanted = torch.from_numpy(marks == 1).float()
    losses = nn.functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    return (losses * known).sum() / known.sum().clamp(min=1)
