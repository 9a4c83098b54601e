"""Train the reader, or go on with it.

`python -m evals.training.reader.train --data FOLDER --base FOLDER --run FOLDER` reads `qa`, `news` and `news-qa` of the
first folder, starts from the model in the second, and keeps checkpoint, log and best weights in the third. It goes on
until it is ended (or for `--minutes`), and the same command continues it. `--finish STEPS` makes a branch in `finish`
of the run's folder, where the learning rate falls to 0 over so many steps: it ends with `final.pt` there.
`--start FILE` begins a new run with the weights of an exported reader, such as the one that is shipped.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import torch

from evals.errors import EvalError
from evals.news import NewsPart
from evals.training.batches import Place, iterate_batches
from evals.training.dequantise import read_weights
from evals.training.encoder import set_weights
from evals.training.errors import BaseInvalid, ModelDiffers
from evals.training.held_out import Part
from evals.training.loop import Clock, Training
from evals.training.reader.batch import ReaderBatch, collate
from evals.training.reader.measuring import SelectionSet
from evals.training.reader.mixture import plan_epoch
from evals.training.reader.model import ReaderNetwork, load_network, lose
from evals.training.reader.news import read_news
from evals.training.reader.paragraphs import read_paragraphs
from evals.training.reader.pool import Example, ReaderPool, Recipe
from evals.training.reader.rows import RowWriter
from evals.training.run import BRANCH, SEED, Options, Run, find_checkpoint, open_run
from evals.training.schedule import Schedule
from evals.training.tokens import read_markers
from evals.training.trainer import Trainer

PEAK, WARMUP_STEPS = 7e-5, 80


@dataclass(frozen=True, slots=True)
class ReaderOptions(Options):
    """What a run is started with.

    Attributes:
        layers: of the base that are kept; 0 for all.
    """

    seed: int = SEED
    peak: float = PEAK
    warmup_steps: int = WARMUP_STEPS
    layers: int = 0


@dataclass(frozen=True, slots=True)
class Folders:
    """What a run reads and where it is kept.

    Attributes:
        data: with `qa`, `news` and `news-qa`.
        base: of the model to start from.
        run: of the run.
        start: the file of an exported reader that a new run begins with; the base's own weights when None.
    """

    data: Path
    base: Path
    run: Path
    start: Path | None = None


def main() -> None:
    """Train until the end of the decay, of the time, or of the process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with qa, news and news-qa")
    parser.add_argument("--base", type=Path, required=True, help="the folder of the model to start from")
    parser.add_argument("--run", type=Path, required=True, help="the folder of the run")
    parser.add_argument("--finish", type=int, metavar="STEPS", help="decay the learning rate to 0 over so many steps")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="end after so many")
    parser.add_argument("--seed", type=int, default=SEED, help="of a new run")
    parser.add_argument("--rate", type=float, default=PEAK, help="learning rate of a new run")
    parser.add_argument("--layers", type=int, default=0, help="of a new run: keep so many of the base's")
    parser.add_argument("--start", type=Path, metavar="FILE", help="of a new run: an exported reader to begin with")
    parser.add_argument("--threads", type=int, default=2)
    flags = parser.parse_args()
    torch.set_num_threads(flags.threads)
    options = ReaderOptions(seed=flags.seed, peak=flags.rate, layers=flags.layers)
    folders = Folders(flags.data, flags.base, flags.run, flags.start)
    try:
        train(folders, options, Clock(flags.minutes * 60), finish_steps=flags.finish or 0)
    except EvalError as err:
        sys.exit(f"error: {err}")


def train(folders: Folders, options: ReaderOptions, clock: Clock, *, finish_steps: int = 0) -> None:
    """Begin a run, or go on with it, until the clock says so or the decay is over.

    Args:
        folders: of the run and what it reads.
        options: of a new run; one that has begun keeps its own.
        clock: when to end.
        finish_steps: over how many the learning rate falls to 0, in the run's branch; 0 for the run itself.

    Raises:
        EvalError: as `evals.training.errors` says, and of the data.
    """
    is_finishing = bool(finish_steps)
    folder = folders.run / BRANCH if is_finishing else folders.run
    with open_run(folder):
        checkpoint = find_checkpoint(folders.run, is_finishing=is_finishing)
        begun: dict[str, Any] = dict(checkpoint.options) if checkpoint else {}
        options = replace(options, **begun)
        network = load_network(folders.base, seed=options.seed, layers=options.layers or None)
        if folders.start and not checkpoint:
            start_from(network, folders.start)
        schedule = Schedule(options.peak, options.warmup_steps, decay_steps=finish_steps)
        trainer = Trainer(network, schedule, lose)
        run = Run(folder, trainer, options)
        training = Training(run, trainer, Material(folders, options))
        training.begin(checkpoint, is_finishing=is_finishing)
        training.go_on(clock)


def start_from(network: ReaderNetwork, file: Path) -> None:
    """Give a network the weights of an exported reader, those that were rounded as they are.

    Raises:
        ModelDiffers: when it is no export of such a network.
    """
    weights = {name: torch.from_numpy(values) for name, values in read_weights(file, prefix="network.").items()}
    own = dict(network.named_parameters())
    if {name: weight.shape for name, weight in own.items()} != {n: w.shape for n, w in weights.items() if n in own}:
        raise ModelDiffers()
    with torch.no_grad():
        for name, weight in own.items():
            weight.copy_(weights[name])


class Material:
    """What is trained on and what is selected by, tokenised."""

    def __init__(self, folders: Folders, options: ReaderOptions) -> None:
        self._seed = options.seed
        writer, qa = open_writer(folders.base), folders.data / "qa"
        news = read_news(folders.data, NewsPart.TRAINING)
        self._pool = ReaderPool([*news, *read_paragraphs(qa, Part.TRAINING, seed=options.seed)], writer)
        self._selection = SelectionSet(
            ReaderPool(read_news(folders.data, NewsPart.SELECTION), writer, is_plain=True),
            ReaderPool(read_paragraphs(qa, Part.SELECTION, seed=options.seed), writer, is_plain=True),
            seed=options.seed,
        )
        # A network of its own: to measure must not change what is trained.
        self._probe = load_network(folders.base, seed=options.seed, layers=options.layers or None)

    def plan_epoch(self, *, seed: int, epoch: int) -> list[Recipe]:
        """Return the recipes of an epoch in its order."""
        return plan_epoch(self._pool, seed=seed, epoch=epoch)

    def draw(self, recipe: Recipe, chance: random.Random) -> Example | None:
        """Draw an example."""
        return self._pool.draw(recipe, chance)

    def batches(self, place: Place) -> Iterator[tuple[ReaderBatch, Place]]:
        """Yield the batches from a place on, without end."""
        make = partial(collate, pad_id=self._pool.writer.markers.pad)
        return iterate_batches(self, place, make, seed=self._seed)

    def measure(self, weights: dict[str, torch.Tensor]) -> dict[str, float]:
        """Return the measures of weights on what is held out for selection."""
        set_weights(self._probe, weights)
        return self._selection.score(self._probe)


def open_writer(base: Path) -> RowWriter:
    """Return a writer of rows with the tokenizer of a model's folder.

    Raises:
        BaseInvalid: when there is none.
    """
    from tokenizers import Tokenizer

    file = base / "tokenizer.json"
    if not file.is_file():
        raise BaseInvalid(str(base), file.name)
    tokenizer = Tokenizer.from_file(str(file))
    return RowWriter(tokenizer, read_markers(tokenizer))


if __name__ == "__main__":
    main()
