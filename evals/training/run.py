"""A run: a folder with a training's checkpoint, its log, and the best weights so far."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from torch import Tensor

from evals.training.batches import BATCH_SIZE, Place
from evals.training.checkpoints import (
    Checkpoint,
    Weights,
    load_checkpoint,
    load_weights,
    save_checkpoint,
    save_weights,
)
from evals.training.errors import RunBusy, RunFinished
from evals.training.trainer import Trainer

LATEST, BEST, FINAL, LOG = "latest.pt", "best.pt", "final.pt", "log.jsonl"
BRANCH = "finish"
"""The folder, in that of a run, in which the run is finished: it can go on itself."""

SEED = 0


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is started with; it goes on with the same.

    Attributes:
        seed: of the parts of the titles, of all draws, of the heads and of dropout.
        peak: learning rate.
        warmup_steps: over which it rises.
    """

    seed: int
    peak: float
    warmup_steps: int


@contextmanager
def open_run(folder: Path) -> Iterator[None]:
    """Hold a run's folder, making it if need be.

    Raises:
        RunBusy: when another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / "lock", timeout=0):
            yield
    except Timeout as err:
        raise RunBusy(str(folder)) from err


def find_checkpoint(run: Path, *, is_finishing: bool) -> Checkpoint | None:
    """Return where a run, or its branch that is to be finished, stands; None when it has not begun.

    A branch begins at its run's checkpoint.

    Raises:
        RunFinished: when the branch is finished.
        CheckpointInvalid: when the checkpoint cannot be read.
    """
    if is_finishing and (run / BRANCH / FINAL).exists():
        raise RunFinished(str(run / BRANCH / FINAL))
    files = (run / BRANCH / LATEST, run / LATEST) if is_finishing else (run / LATEST,)
    found = next((file for file in files if file.exists()), None)
    return load_checkpoint(found) if found else None


class Run:
    """Keeps what a trainer does in a folder.

    Attributes:
        place: of the next batch.
        criterion: name of the measure by which weights are compared; the highest is the best.
    """

    def __init__(self, folder: Path, trainer: Trainer[Any], options: Options, *, criterion: str = "f1") -> None:
        self.criterion = criterion
        self.place = Place()
        self._folder = folder
        self._trainer = trainer
        self._options = options
        self._selection: dict[str, float] = {}
        best = folder / BEST
        self._best = load_weights(best).selection[criterion] if best.exists() else 0.0

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go on where a checkpoint was made."""
        self._trainer.restore(checkpoint)
        self.place, self._selection = checkpoint.place, checkpoint.selection

    def save(self) -> None:
        """Write the checkpoint."""
        state = self._trainer.state(self.place, asdict(self._options), self._selection)
        save_checkpoint(state, self._folder / LATEST)

    def keep_better(self, measures: dict[str, float]) -> None:
        """Note the measures of the averaged weights, and keep these when they are the best so far."""
        self._selection = measures
        self.note({"selection": {name: round(value, 4) for name, value in measures.items()}})
        if measures[self.criterion] > self._best:
            self._best = measures[self.criterion]
            self.keep(self._trainer.average, measures, BEST)

    def keep(self, weights: Mapping[str, Tensor], measures: dict[str, float], name: str) -> None:
        """Write weights with their measures."""
        kept = Weights({n: w.detach() for n, w in weights.items()}, self._trainer.step, asdict(self._options), measures)
        save_weights(kept, self._folder / name)

    def note(self, entry: Mapping[str, object]) -> None:
        """Append to the log."""
        step = self._trainer.step
        line = {"step": step, "examples": step * BATCH_SIZE, "epoch": self.place.epoch, **entry}
        with (self._folder / LOG).open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
