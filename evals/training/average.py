"""Average the weights of runs that ended in one valley: often better than each (Wortsman et al. 2022, model soups).

`python -m evals.training.average A.pt B.pt … --to FILE.pt` weighs all alike. They must be branches of one run: weights
that were trained apart have no meaning in the middle.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from evals.errors import EvalError
from evals.training.checkpoints import Weights, load_weights, save_weights
from evals.training.errors import CheckpointInvalid


def main() -> None:
    """Average and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", nargs="+", type=Path, metavar="FILE.pt", help="best.pt, final.pt or a checkpoint")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE.pt")
    flags = parser.parse_args()
    try:
        save_weights(average(flags.weights), flags.to)
    except EvalError as err:
        sys.exit(f"error: {err}")


def average(files: Sequence[Path]) -> Weights:
    """Return the mean of the weights of files, with the step and the options of the last.

    Args:
        files: at least one.

    Raises:
        CheckpointInvalid: when a file holds no weights, or those of another model.
    """
    loaded = [load_weights(file) for file in files]
    last = loaded[-1]
    shapes = {name: tensor.shape for name, tensor in last.weights.items()}
    for file, one in zip(files, loaded, strict=True):
        if {name: tensor.shape for name, tensor in one.weights.items()} != shapes:
            raise CheckpointInvalid(str(file), "is of another model")
    mean = {name: torch.stack([one.weights[name].float() for one in loaded]).mean(0) for name in shapes}
    # Measured for one of them, a selection says nothing of the mean.
    weights = {name: mean[name].to(tensor.dtype) for name, tensor in last.weights.items()}
    return Weights(weights, last.step, last.options, selection={})
