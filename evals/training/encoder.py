"""The encoder of the models that are trained, as a base has it, and the weights that training changes."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from evals.training.errors import BaseInvalid, ModelDiffers

if TYPE_CHECKING:
    from transformers import PreTrainedModel

DROPOUT = 0.05


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


def load_encoder(folder: Path, *, seed: int, layers: int | None = None) -> "PreTrainedModel":
    """Return the encoder of a model's folder, with the dropout of training, and seed torch's generator.

    Args:
        folder: with `config.json` and weights, of BERT or MPNet.
        seed: of torch's generator.
        layers: how many to keep, from the first; all when None.

    Raises:
        BaseInvalid: when there is no model.
    """
    if not (folder / "config.json").is_file():
        raise BaseInvalid(str(folder), "config.json")
    from transformers import AutoConfig, AutoModel, PreTrainedModel
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    config = AutoConfig.from_pretrained(str(folder))
    config.hidden_dropout_prob = DROPOUT
    # None on attention: drawing it for every pair of tokens took a third of a step on a CPU.
    config.attention_probs_dropout_prob = 0.0
    config.num_hidden_layers = layers or config.num_hidden_layers
    torch.manual_seed(seed)
    encoder: PreTrainedModel = AutoModel.from_pretrained(
        str(folder), config=config, add_pooling_layer=False, attn_implementation="eager"
    )
    lock_dropout(encoder)
    return encoder


def lock_dropout(module: nn.Module) -> None:
    """Let every dropout of a module but those on attention draw once a row."""
    for name, child in module.named_children():
        if isinstance(child, nn.Dropout):
            # The attention's own stays as it is: it draws nothing at 0, and its code reads `p`.
            if child.p > 0:
                setattr(module, name, LockedDropout(child.p))
        else:
            lock_dropout(child)


def trained_weights(model: nn.Module) -> dict[str, Tensor]:
    """Return the weights that training changes, by name: all but the embeddings, which a model freezes."""
    return {name: weight for name, weight in model.named_parameters() if weight.requires_grad}


def set_weights(model: nn.Module, weights: Mapping[str, Tensor]) -> None:
    """Give a model trained weights, all that it trains.

    Raises:
        ModelDiffers: when they are of another model.
    """
    own = trained_weights(model)
    if {n: w.shape for n, w in own.items()} != {n: w.shape for n, w in weights.items()}:
        raise ModelDiffers
    with torch.no_grad():
        for name, weight in own.items():
            weight.copy_(weights[name])
