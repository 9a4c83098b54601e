"""Train the span reader from the packaged all-MiniLM-L6-v2 weights, or go on with it.

`python -m evals.training.train --data FOLDER --run FOLDER` reads the training files from the first folder and keeps
checkpoint, log and best weights in the second. It goes on until it is ended (or for `--minutes`), and the same command
continues it. `--finish STEPS` makes a branch in `finish` of the run's folder, where the learning rate falls to 0 over
so many steps: it ends with `final.pt` there, and the run itself can go on. An epoch has about 130,000 examples:
about 45 minutes at 50 a second, which two idle cores reach with `--compile`; that needs a C++ compiler.
"""

import argparse
import os
import signal
import sys
import time
from pathlib import Path
from statistics import fmean
from types import FrameType

import torch

from evals.errors import EvalError
from evals.training.batches import BATCH_SIZE, iterate_batches
from evals.training.checkpoints import Checkpoint
from evals.training.held_out import Part
from evals.training.model import SpanReader, load_reader, set_weights
from evals.training.pool import Pool
from evals.training.run import BRANCH, FINAL, PEAK, SEED, Options, Run, find_checkpoint, open_run
from evals.training.schedule import Schedule
from evals.training.selection import SelectionSet
from evals.training.sources import read_sources
from evals.training.trainer import Losses, Trainer
from retrieval.embedding.embeddings import DEFAULT_MODEL, locate_model

CHECKPOINT_S = 300.0
LOG_STEPS = 50
SELECTION_STEPS = 640


def main() -> None:
    """Train until the end of the decay, of the time, or of the process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the SQuAD files")
    parser.add_argument("--run", type=Path, required=True, help="the folder of the run")
    parser.add_argument("--finish", type=int, metavar="STEPS", help="decay the learning rate to 0 over so many steps")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="end after so many")
    parser.add_argument("--seed", type=int, default=SEED, help="of a new run")
    parser.add_argument("--rate", type=float, default=PEAK, help="learning rate of a new run")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--compile", action="store_true", help="faster steps; needs a C++ compiler")
    flags = parser.parse_args()
    torch.set_num_threads(flags.threads)
    folder = flags.run / BRANCH if flags.finish else flags.run
    try:
        with open_run(folder):
            checkpoint = find_checkpoint(flags.run, is_finishing=bool(flags.finish))
            options = Options(**checkpoint.options) if checkpoint else Options(flags.seed, flags.rate)  # type: ignore[arg-type]
            reader = load_reader(Path(locate_model(DEFAULT_MODEL)), seed=options.seed)
            if flags.compile:
                _compile(reader, flags.run)
            schedule = Schedule(options.peak, options.warmup_steps, decay_steps=flags.finish or 0)
            trainer = Trainer(reader, schedule)
            run = Run(folder, trainer, options)
            _begin(run, trainer, checkpoint, is_finishing=bool(flags.finish))
            _go_on(run, trainer, _Material(flags.data, options.seed), _Clock(flags.minutes * 60))
    except EvalError as err:
        sys.exit(f"error: {err}")


class _Material:
    """What is trained on and what is selected by, tokenised."""

    def __init__(self, data: Path, seed: int) -> None:
        from tokenizers import Tokenizer

        model = Path(locate_model(DEFAULT_MODEL))
        tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
        self.seed = seed
        self.pool = Pool(read_sources(data, Part.TRAINING, seed=seed), tokenizer)
        self._selection = SelectionSet(Pool(read_sources(data, Part.SELECTION, seed=seed), tokenizer), seed=seed)
        # A reader of its own, not compiled: to measure has other shapes, and needs no gradients.
        self._probe = load_reader(model, seed=seed)

    def measure(self, weights: dict[str, torch.Tensor]) -> dict[str, float]:
        """Return the measures of weights on the selection titles."""
        set_weights(self._probe, weights)
        return self._selection.score(self._probe)


class _Clock:
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


class _Meter:
    """Losses and speed since the last look."""

    def __init__(self) -> None:
        self._losses: list[Losses] = []
        self._since = time.monotonic()

    def add(self, losses: Losses) -> None:
        self._losses.append(losses)

    def read(self, rate: float) -> dict[str, object]:
        """Return the means since the last reading, for the log."""
        seconds, losses = time.monotonic() - self._since, self._losses
        self._since, self._losses = time.monotonic(), []
        return {
            "span_loss": round(fmean(one.span for one in losses), 4),
            "head_loss": round(fmean(one.answerability for one in losses), 4),
            "rate": rate,
            "examples_per_s": round(len(losses) * BATCH_SIZE / seconds, 1),
        }


def _begin(run: Run, trainer: Trainer, checkpoint: Checkpoint | None, *, is_finishing: bool) -> None:
    if checkpoint:
        run.restore(checkpoint)
    if is_finishing and trainer.schedule.decay_from is None:
        trainer.start_decay(trainer.schedule.decay_steps)
    run.note({"event": "resumed" if checkpoint else "started", "time": time.strftime("%Y-%m-%dT%H:%M:%S")})


def _go_on(run: Run, trainer: Trainer, material: _Material, clock: _Clock) -> None:
    pool = material.pool
    run.note({"dropped": dict(pool.dropped), "paragraphs": len(pool.paragraphs)})
    meter = _Meter()
    for batch, following in iterate_batches(pool, run.place, seed=material.seed, pad_id=pool.markers.pad):
        meter.add(trainer.train_on(batch))
        run.place = following
        if trainer.step % LOG_STEPS == 0:
            run.note(meter.read(trainer.schedule.rate_at(trainer.step)))
        if trainer.schedule.is_over(trainer.step):
            _finish(run, trainer, material)
            break
        if trainer.step % SELECTION_STEPS == 0:
            run.keep_better(material.measure(trainer.average))
        if clock.is_over:
            break
        if clock.is_due():
            run.save()
    run.save()
    run.note({"event": "ended"})


def _finish(run: Run, trainer: Trainer, material: _Material) -> None:
    """Keep the better of the last and the averaged weights."""
    run.keep_better(averaged := material.measure(trainer.average))
    last = {name: weight.clone() for name, weight in trainer.weights.items()}
    measured = material.measure(last)
    run.note({"last": {name: round(value, 4) for name, value in measured.items()}})
    weights, measures = (last, measured) if measured["f1"] > averaged["f1"] else (trainer.average, averaged)
    run.keep(weights, measures, FINAL)


def _compile(reader: SpanReader, folder: Path) -> None:
    os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", str(folder / "compiled"))
    # One graph a length: graphs for any length are slower. The layers are alike, and share them.
    torch._dynamo.config.recompile_limit = 64
    for layer in reader.encoder.encoder.layer:
        layer.compile(dynamic=False)


if __name__ == "__main__":
    main()
