"""Training goes on: batch after batch, with log, selection and checkpoints, until it is over or asked to end."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from types import FrameType
from typing import Generic, Protocol, TypeVar

import torch
from torch import Tensor, nn

from evals.training.batches import BATCH_SIZE, Place
from evals.training.checkpoints import Checkpoint
from evals.training.run import FINAL, Run
from evals.training.trainer import BatchT, Trainer

CHECKPOINT_S = 300.0
LOG_STEPS = 50
SELECTION_STEPS = 640


BatchT_co = TypeVar("BatchT_co", covariant=True)


class Material(Protocol[BatchT_co]):
    """What is trained on and what is selected by."""

    def batches(self, place: Place) -> Iterator[tuple[BatchT_co, Place]]:
        """Yield batches from a place on, without end, each with the place of the one after it."""

    def measure(self, weights: dict[str, Tensor]) -> dict[str, float]:
        """Return the measures of weights on what is held out for selection."""


class Clock:
    """When to end, and when to write a checkpoint."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._saved = time.monotonic()
        self._is_asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    @property
    def is_over(self) -> bool:
        """Whether the time is up, or the process asked to end."""
        return self._is_asked or time.monotonic() >= self._end

    def is_due(self) -> bool:
        """Tell, once each `CHECKPOINT_S`, that a checkpoint is due."""
        if time.monotonic() - self._saved < CHECKPOINT_S:
            return False
        self._saved = time.monotonic()
        return True

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self._is_asked = True


class Training(Generic[BatchT]):
    """A run, its trainer and its material, which belong together."""

    def __init__(self, run: Run, trainer: Trainer[BatchT], material: Material[BatchT]) -> None:
        self._run = run
        self._trainer = trainer
        self._material = material

    def begin(self, checkpoint: Checkpoint | None, *, is_finishing: bool) -> None:
        """Go on at a checkpoint, if there is one, and start the decay of a run that is to be finished."""
        if checkpoint:
            self._run.restore(checkpoint)
        if is_finishing and self._trainer.schedule.decay_from is None:
            self._trainer.start_decay(self._trainer.schedule.decay_steps)
        event = "resumed" if checkpoint else "started"
        self._run.note({"event": event, "time": time.strftime("%Y-%m-%dT%H:%M:%S")})

    def go_on(self, clock: Clock) -> None:
        """Train until the end of the decay, or until the clock says so."""
        run, trainer, meter = self._run, self._trainer, _Meter()
        for batch, following in self._material.batches(run.place):
            meter.add(trainer.train_on(batch))
            run.place = following
            if trainer.step % LOG_STEPS == 0:
                run.note(meter.read(trainer.schedule.rate_at(trainer.step)))
            if trainer.schedule.is_over(trainer.step):
                self._finish()
                break
            if trainer.step % SELECTION_STEPS == 0:
                run.keep_better(self._material.measure(trainer.average))
            if clock.is_over:
                break
            if clock.is_due():
                run.save()
        run.save()
        run.note({"event": "ended"})

    def _finish(self) -> None:
        """Keep the better of the last and the averaged weights."""
        run, trainer = self._run, self._trainer
        run.keep_better(averaged := self._material.measure(trainer.average))
        last = {name: weight.clone() for name, weight in trainer.weights.items()}
        measured = self._material.measure(last)
        run.note({"last": {name: round(value, 4) for name, value in measured.items()}})
        is_last_better = measured[run.criterion] > averaged[run.criterion]
        weights, measures = (last, measured) if is_last_better else (trainer.average, averaged)
        run.keep(weights, measures, FINAL)


def compile_layers(layers: nn.ModuleList, folder: Path) -> None:
    """Compile the layers of an encoder, and keep what the compiler made in a folder."""
    os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", str(folder / "compiled"))
    # One graph a length: graphs for any length are slower. The layers are alike, and share them.
    torch._dynamo.config.recompile_limit = 64
    for layer in layers:
        layer.compile(dynamic=False)


class _Meter:
    """Losses and speed since the last look."""

    def __init__(self) -> None:
        self._losses: list[dict[str, float]] = []
        self._since = time.monotonic()

    def add(self, losses: dict[str, float]) -> None:
        self._losses.append(losses)

    def read(self, rate: float) -> dict[str, object]:
        """Return the means since the last reading, for the log."""
        seconds, losses = time.monotonic() - self._since, self._losses
        self._since, self._losses = time.monotonic(), []
        return {
            **{name: round(fmean(one[name] for one in losses), 4) for name in losses[0]},
            "rate": rate,
            "examples_per_s": round(len(losses) * BATCH_SIZE / seconds, 1),
        }
