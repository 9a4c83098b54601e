"""The claim checker as a torch module: a MiniLM encoder that reads claim and evidence together, and three verdicts."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from evals.training.batches import Array, pad
from evals.training.claims.pool import ClaimRow
from evals.training.claims.verdicts import ORDER
from evals.training.encoder import load_encoder
from evals.training.errors import ModelDiffers

if TYPE_CHECKING:
    from transformers import BertModel

BATCH_SIZE = 32


@dataclass(frozen=True, slots=True)
class ClaimBatch:
    """Rows padded to one length, as `evals.training.batches.pad` makes them.

    Attributes:
        allowed: of shape (rows, 3): which verdicts are.
    """

    ids: Array
    mask: Array
    segments: Array
    allowed: npt.NDArray[np.bool_]


def collate(rows: Sequence[ClaimRow], *, pad_id: int) -> ClaimBatch:
    """Return rows as one batch."""
    return ClaimBatch(*pad(rows, pad_id=pad_id), np.array([row.allowed for row in rows]))


class ClaimChecker(nn.Module):
    """An encoder, and a linear layer from what it makes of claim and evidence to the logits of the verdicts.

    The layer reads `[CLS]`, the greatest value of each feature over the claim's tokens, for one wrong word is enough,
    and the difference and the product of the means of claim and evidence (Reimers and Gurevych 2019), which MiniLM was
    trained to compare. That this is better than `[CLS]` alone is reasoned, not measured.
    """

    def __init__(self, encoder: "BertModel") -> None:
        super().__init__()
        self.encoder = encoder
        self.verdict = nn.Linear(4 * encoder.config.hidden_size, len(ORDER))
        encoder.embeddings.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor) -> Tensor:
        """Read a batch, and return logits of shape (rows, 3)."""
        states = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=segments).last_hidden_state
        # In 32 bits: bfloat16 has 8 bits of a logit, too few to rank claims by.
        with torch.autocast("cpu", enabled=False):
            states = states.float()
            in_evidence = (mask * segments)[..., None].float()
            in_claim = (mask * (1 - segments))[..., None].float()
            claim, evidence = (_average(states, part) for part in (in_claim, in_evidence))
            greatest = (states - (1 - in_claim) * 1e4).amax(dim=1)
            read = torch.cat([states[:, 0], greatest, (claim - evidence).abs(), claim * evidence], dim=-1)
            return cast("Tensor", self.verdict(read))


def _average(states: Tensor, part: Tensor) -> Tensor:
    """The mean of the states of a part of the tokens, which has at least the marker at its end."""
    return (states * part).sum(dim=1) / part.sum(dim=1)


def load_checker(folder: Path, *, seed: int) -> ClaimChecker:
    """Return a checker with the encoder of a model's folder, and verdicts drawn by a seed."""
    return ClaimChecker(cast("BertModel", load_encoder(folder, seed=seed)))


def start_from(checker: ClaimChecker, weights: Mapping[str, Tensor]) -> None:
    """Give a checker the encoder of another model of the house: a reader's has learned to read in pairs.

    Raises:
        ModelDiffers: when the weights are of another encoder.
    """
    own = {name: weight for name, weight in checker.named_parameters() if weight.requires_grad and "encoder." in name}
    if any(name not in weights or weights[name].shape != weight.shape for name, weight in own.items()):
        raise ModelDiffers
    with torch.no_grad():
        for name, weight in own.items():
            weight.copy_(weights[name])


def lose(checker: nn.Module, batch: ClaimBatch) -> tuple[Tensor, dict[str, Tensor]]:
    """Read a batch in bfloat16, and return the loss and its parts, as the trainer asks."""
    with torch.autocast("cpu", torch.bfloat16):
        logits = checker(*_to_tensors(batch))
    loss = compute_loss(logits, torch.from_numpy(batch.allowed))
    return loss, {"loss": loss}


def compute_loss(logits: Tensor, allowed: Tensor) -> Tensor:
    """Return the mean of what the model believes too little in the verdicts that are allowed: cross-entropy of one.

    The likelihood of partial labels (Cour et al. 2011): -log of the sum of the allowed verdicts' probabilities.

    >>> compute_loss(torch.zeros(1, 3), torch.tensor([[False, True, True]])).item()  # -log(2/3)
    0.405465...
    """
    masked = logits.masked_fill(~allowed, float("-inf"))
    return (logits.logsumexp(-1) - masked.logsumexp(-1)).mean()


def predict(checker: ClaimChecker, rows: Sequence[ClaimRow], *, pad_id: int, is_exact: bool) -> npt.NDArray[np.float64]:
    """Read rows, and return the probabilities of the verdicts, of shape (rows, 3), in the order of the rows.

    Args:
        checker: is put to evaluation, without dropout.
        rows: of any lengths.
        pad_id: of the tokenizer.
        is_exact: in 32 bits; otherwise in bfloat16, which is faster.
    """
    checker.eval()
    order = sorted(range(len(rows)), key=lambda n: len(rows[n].ids))
    found = np.zeros((len(rows), len(ORDER)))
    for at in range(0, len(rows), BATCH_SIZE):
        chosen = order[at : at + BATCH_SIZE]
        batch = collate([rows[n] for n in chosen], pad_id=pad_id)
        with torch.inference_mode(), nullcontext() if is_exact else torch.autocast("cpu", torch.bfloat16):
            logits = checker(*_to_tensors(batch))
        found[chosen] = logits.double().softmax(-1).numpy()
    return found


def _to_tensors(batch: ClaimBatch) -> tuple[Tensor, Tensor, Tensor]:
    return torch.from_numpy(batch.ids), torch.from_numpy(batch.mask), torch.from_numpy(batch.segments)
