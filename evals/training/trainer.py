"""One step after another: the optimiser, the moving average of the weights, and their state."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Generic, TypeVar

import torch
from torch import Tensor, nn

from evals.training.batches import Place
from evals.training.checkpoints import Checkpoint
from evals.training.encoder import set_weights, trained_weights
from evals.training.schedule import Schedule

WEIGHT_DECAY = 0.01
MAX_GRADIENT_NORM = 1.0
AVERAGE_DECAY = 0.999
"""Of the moving average: it looks back over about a thousand steps."""

BatchT = TypeVar("BatchT")
Compute = Callable[[Any, BatchT], tuple[Tensor, Mapping[str, Tensor]]]
"""A model and a batch to the loss that is trained on, and to its parts by name, for the log."""


class Trainer(Generic[BatchT]):
    """Trains a model.

    Attributes:
        step: how many steps were made.
        average: the moving average of the trained weights (Polyak and Juditsky 1992).
        schedule: of the learning rate.
    """

    def __init__(self, model: nn.Module, schedule: Schedule, compute: Compute[BatchT]) -> None:
        self.step = 0
        self.schedule = schedule
        self._model = model
        self._compute = compute
        self._trained = trained_weights(model)
        self.average = {name: weight.detach().clone() for name, weight in self._trained.items()}
        # Biases and the scales of norms are one-dimensional: to shrink them regularises nothing.
        decayed = [weight for weight in self._trained.values() if weight.ndim > 1]
        others = [weight for weight in self._trained.values() if weight.ndim <= 1]
        groups: list[dict[str, Any]] = [
            {"params": decayed, "weight_decay": WEIGHT_DECAY},
            {"params": others, "weight_decay": 0.0},
        ]
        self._optimizer = torch.optim.AdamW(groups, lr=schedule.peak, betas=(0.9, 0.98), eps=1e-6, fused=True)

    def train_on(self, batch: BatchT) -> dict[str, float]:
        """Make one step, and return the parts of its loss.

        Raises:
            FloatingPointError: when the loss is not a number; the weights are as before.
        """
        self._model.train()
        loss, parts = self._compute(self._model, batch)
        if not torch.isfinite(loss):
            raise FloatingPointError(f"the loss of step {self.step} is {loss.item()}; lower the learning rate")
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._trained.values(), MAX_GRADIENT_NORM)
        for group in self._optimizer.param_groups:
            group["lr"] = self.schedule.rate_at(self.step)
        self._optimizer.step()
        self._optimizer.zero_grad()
        self.step += 1
        self._follow()
        return {name: part.item() for name, part in parts.items()}

    @property
    def weights(self) -> dict[str, Tensor]:
        """The trained weights as they are; they change with the next step."""
        return {name: weight.detach() for name, weight in self._trained.items()}

    def start_decay(self, steps: int) -> None:
        """Let the learning rate fall to 0 over the next steps."""
        self.schedule = replace(self.schedule, decay_from=self.step, decay_steps=steps)

    def state(self, place: Place, options: dict[str, int | float | str], selection: dict[str, float]) -> Checkpoint:
        """Return all that `restore` needs, sharing memory with the trainer: save it before the next step."""
        optimizer: dict[str, Any] = self._optimizer.state_dict()
        random_state = torch.get_rng_state()
        decay_from = self.schedule.decay_from
        return Checkpoint(
            self.step, place, self.weights, self.average, optimizer, random_state, options, decay_from, selection
        )

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go on where a checkpoint was made.

        Raises:
            ModelDiffers: when it is of another model.
        """
        set_weights(self._model, checkpoint.weights)
        self.step = checkpoint.step
        self.average = {name: weight.clone() for name, weight in checkpoint.average.items()}
        self._optimizer.load_state_dict(checkpoint.optimizer)
        torch.set_rng_state(checkpoint.random_state)
        self.schedule = replace(self.schedule, decay_from=checkpoint.decay_from)

    def _follow(self) -> None:
        # The first steps would otherwise keep the untrained weights in the average for long.
        share = 1 - min(AVERAGE_DECAY, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.values()), list(self._trained.values()), share)
