"""Train the span reader from the packaged all-MiniLM-L6-v2 weights, or go on with it.

`python -m evals.training.train --data FOLDER --run FOLDER` reads the training files from the first folder and keeps
checkpoint, log and best weights in the second. It goes on until it is ended (or for `--minutes`), and the same command
continues it. `--finish STEPS` makes a branch in `finish` of the run's folder, where the learning rate falls to 0 over
so many steps: it ends with `final.pt` there, and the run itself can go on. `--unfreeze` lets it train the word
embeddings too; `--keep-wording` alters questions with WordNet, but puts none into other words. An epoch has about
130,000 examples: about 45 minutes at 50 a second, which two idle cores reach with `--compile`, for which a C++ compiler
is needed.
"""

import argparse
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import torch

from evals.errors import EvalError
from evals.training.batches import Batch, Place, collate, iterate_batches
from evals.training.held_out import Part
from evals.training.loop import Clock, Training, compile_layers
from evals.training.model import has_embeddings, load_reader, lose, set_weights, unfreeze_embeddings
from evals.training.pool import Pool
from evals.training.rewording import make_alter, make_reword
from evals.training.run import BRANCH, PEAK, SEED, Options, Run, find_checkpoint, open_run
from evals.training.schedule import Schedule
from evals.training.selection import SelectionSet
from evals.training.sources import read_sources
from evals.training.trainer import Trainer
from evals.training.wordnet import Thesaurus
from retrieval.embedding.embeddings import DEFAULT_MODEL, locate_model


def main() -> None:
    """Train until the end of the decay, of the time, or of the process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the SQuAD files")
    parser.add_argument("--run", type=Path, required=True, help="the folder of the run")
    parser.add_argument("--finish", type=int, metavar="STEPS", help="decay the learning rate to 0 over so many steps")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="end after so many")
    parser.add_argument("--seed", type=int, default=SEED, help="of a new run")
    parser.add_argument("--rate", type=float, default=PEAK, help="learning rate of a new run")
    parser.add_argument(
        "--wordnet", type=Path, help="the folder with WordNet's files, to reword and alter questions with"
    )
    parser.add_argument("--keep-wording", action="store_true", help="do not reword questions")
    parser.add_argument("--unfreeze", action="store_true", help="train the word embeddings too, from here on")
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
            if flags.unfreeze or (checkpoint and has_embeddings(checkpoint.weights)):
                unfreeze_embeddings(reader)
            if flags.compile:
                compile_layers(reader.encoder.encoder.layer, flags.run)
            schedule = Schedule(options.peak, options.warmup_steps, decay_steps=flags.finish or 0)
            trainer = Trainer(reader, schedule, lose)
            run = Run(folder, trainer, options)
            material = _Material(flags.data, options.seed, wordnet=flags.wordnet, keep_wording=flags.keep_wording)
            training = Training(run, trainer, material)
            training.begin(checkpoint, is_finishing=bool(flags.finish))
            told = {"dropped": dict(material.pool.dropped), "paragraphs": len(material.pool.paragraphs)}
            told |= {"wordnet": flags.wordnet is not None, "rewording": not flags.keep_wording}
            run.note({**told, "embeddings": has_embeddings(trainer.weights)})
            training.go_on(Clock(flags.minutes * 60))
    except EvalError as err:
        sys.exit(f"error: {err}")


class _Material:
    """What is trained on and what is selected by, tokenised."""

    def __init__(self, data: Path, seed: int, *, wordnet: Path | None, keep_wording: bool) -> None:
        from tokenizers import Tokenizer

        model = Path(locate_model(DEFAULT_MODEL))
        tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
        self.seed = seed
        thesaurus = Thesaurus(wordnet) if wordnet else None
        reword = make_reword(thesaurus) if thesaurus and not keep_wording else None
        alter = make_alter(thesaurus) if thesaurus else None
        self.pool = Pool(read_sources(data, Part.TRAINING, seed=seed), tokenizer, reword=reword, alter=alter)
        self._selection = SelectionSet(Pool(read_sources(data, Part.SELECTION, seed=seed), tokenizer), seed=seed)
        # A reader of its own, not compiled: to measure has other shapes, and needs no gradients.
        self._probe = load_reader(model, seed=seed)

    def batches(self, place: Place) -> Iterator[tuple[Batch, Place]]:
        """Yield the batches from a place on, without end."""
        return iterate_batches(self.pool, place, partial(collate, pad_id=self.pool.markers.pad), seed=self.seed)

    def measure(self, weights: dict[str, torch.Tensor]) -> dict[str, float]:
        """Return the measures of weights on the selection titles."""
        set_weights(self._probe, weights)
        return self._selection.score(self._probe)


if __name__ == "__main__":
    main()
