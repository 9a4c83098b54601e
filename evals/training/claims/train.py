"""Train the claim checker from the packaged all-MiniLM-L6-v2 weights, or go on with it.

`python -m evals.training.claims.train --data FOLDER --run FOLDER` reads the training files from `qa` and
`faithfulness` of the first folder and keeps checkpoint, log and best weights in the second. It goes on until it is
ended (or for `--minutes`), and the same command continues it. `--finish STEPS` makes a branch in `finish` of the run's
folder, where the learning rate falls to 0 over so many steps: it ends with `final.pt` there. `--start FILE` begins a
new run with the encoder of a reader that was trained from the same weights.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from evals.errors import EvalError
from evals.training.batches import Place, iterate_batches
from evals.training.checkpoints import Checkpoint, load_weights
from evals.training.claims.judged import COVIDFACT, RTE, SETS, read_judged
from evals.training.claims.model import ClaimBatch, ClaimChecker, collate, load_checker, lose, start_from
from evals.training.claims.pool import ClaimPool, Writer
from evals.training.claims.selection import CRITERION, SelectionSet
from evals.training.encoder import set_weights
from evals.training.held_out import Part
from evals.training.loop import Clock, Training, compile_layers
from evals.training.run import BRANCH, SEED, Options, Run, find_checkpoint, open_run
from evals.training.schedule import Schedule
from evals.training.sources import ADVERSARIAL, QAMR, SQUAD, read_sources
from evals.training.trainer import Trainer
from retrieval.embedding.embeddings import DEFAULT_MODEL, locate_model

PEAK, WARMUP_STEPS = 1.5e-4, 100
PARAGRAPHS = (SQUAD, ADVERSARIAL, QAMR)


@dataclass(frozen=True, slots=True)
class ClaimOptions(Options):
    """What a run is started with.

    Attributes:
        sets: of claims that people judged, joined by commas.
    """

    seed: int = SEED
    peak: float = PEAK
    warmup_steps: int = WARMUP_STEPS
    sets: str = ",".join(SETS)


def main() -> None:
    """Train until the end of the decay, of the time, or of the process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the folders qa and faithfulness")
    parser.add_argument("--run", type=Path, required=True, help="the folder of the run")
    parser.add_argument("--finish", type=int, metavar="STEPS", help="decay the learning rate to 0 over so many steps")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="end after so many")
    parser.add_argument("--seed", type=int, default=SEED, help="of a new run")
    parser.add_argument("--rate", type=float, default=PEAK, help="learning rate of a new run")
    parser.add_argument("--start", type=Path, help="weights of a reader whose encoder a new run begins with")
    sets = f"of a new run: judged sets, joined by commas, of {', '.join((*SETS, RTE, COVIDFACT))}"
    parser.add_argument("--sets", default=",".join(SETS), help=sets)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--compile", action="store_true", help="faster steps; needs a C++ compiler")
    flags = parser.parse_args()
    torch.set_num_threads(flags.threads)
    folder = flags.run / BRANCH if flags.finish else flags.run
    try:
        with open_run(folder):
            _train(flags, folder, find_checkpoint(flags.run, is_finishing=bool(flags.finish)))
    except EvalError as err:
        sys.exit(f"error: {err}")


class _Material:
    """What is trained on and what is selected by."""

    def __init__(self, data: Path, options: ClaimOptions) -> None:
        from tokenizers import Tokenizer

        model = Path(locate_model(DEFAULT_MODEL))
        self._seed = options.seed
        self._writer = Writer(Tokenizer.from_file(str(model / "tokenizer.json")))
        self.pool = read_pool(data, Part.TRAINING, options, self._writer)
        self._selection = SelectionSet(read_pool(data, Part.SELECTION, options, self._writer), seed=options.seed)
        # A checker of its own, not compiled: to measure has other shapes, and needs no gradients.
        self._probe = load_checker(model, seed=options.seed)

    def batches(self, place: Place) -> Iterator[tuple[ClaimBatch, Place]]:
        """Yield the batches from a place on, without end."""
        return iterate_batches(self.pool, place, partial(collate, pad_id=self._writer.pad_id), seed=self._seed)

    def measure(self, weights: dict[str, torch.Tensor]) -> dict[str, float]:
        """Return the measures of weights on what is held out for selection."""
        set_weights(self._probe, weights)
        return self._selection.score(self._probe)


def read_pool(data: Path, part: Part, options: ClaimOptions, writer: Writer) -> ClaimPool:
    """Read what claims are drawn from, of one part of the sources and titles."""
    judged = read_judged(data / "faithfulness", part, seed=options.seed, sets=options.sets.split(","))
    paragraphs = read_sources(data / "qa", part, seed=options.seed, sets=PARAGRAPHS)
    return ClaimPool(judged, paragraphs, writer)


def _train(flags: argparse.Namespace, folder: Path, checkpoint: Checkpoint | None) -> None:
    begun = checkpoint.options if checkpoint else {"seed": flags.seed, "peak": flags.rate, "sets": flags.sets}
    options = ClaimOptions(**begun)
    checker = load_checker(Path(locate_model(DEFAULT_MODEL)), seed=options.seed)
    if flags.start and not checkpoint:
        start_from(checker, load_weights(flags.start).weights)
    if flags.compile:
        compile_layers(checker.encoder.encoder.layer, flags.run)
    trainer = _make_trainer(checker, options, decay_steps=flags.finish or 0)
    run = Run(folder, trainer, options, criterion=CRITERION)
    material = _Material(flags.data, options)
    training = Training(run, trainer, material)
    training.begin(checkpoint, is_finishing=bool(flags.finish))
    run.note({"judged": len(material.pool.judged), "paragraphs": len(material.pool.paragraphs)})
    training.go_on(Clock(flags.minutes * 60))


def _make_trainer(checker: ClaimChecker, options: ClaimOptions, *, decay_steps: int) -> Trainer[ClaimBatch]:
    schedule = Schedule(options.peak, options.warmup_steps, decay_steps=decay_steps)
    return Trainer(checker, schedule, lose)


if __name__ == "__main__":
    main()
