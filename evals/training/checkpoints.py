"""Checkpoints: files that are whole or not there, from which training goes on as if it had never stopped."""

import os
import pickle
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from evals.training.batches import Place
from evals.training.encoder import set_weights
from evals.training.errors import CheckpointInvalid, ModelDiffers

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """All that training needs to go on.

    Attributes:
        step: how many were made.
        place: of the next batch.
        weights: the trained ones.
        average: their moving average.
        optimizer: as torch states it.
        random_state: of torch's generator, for dropout.
        options: what the run was started with.
        decay_from: the step from which the learning rate falls; None while it does not.
        selection: the last measures on what is held out for selection; empty before the first.
    """

    step: int
    place: Place
    weights: dict[str, Tensor]
    average: dict[str, Tensor]
    optimizer: dict[str, Any]
    random_state: Tensor
    options: dict[str, int | float | str]
    decay_from: int | None
    selection: dict[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights to use or to measure, and what is known of them."""

    weights: dict[str, Tensor]
    step: int
    options: dict[str, int | float | str]
    selection: dict[str, float]


def save_checkpoint(checkpoint: Checkpoint, file: Path) -> None:
    """Replace a file by a checkpoint, in one step."""
    fields = {name: getattr(checkpoint, name) for name in Checkpoint.__slots__}
    place = checkpoint.place
    _save({**fields, "format": FORMAT, "place": (place.epoch, place.chunk, place.batch)}, file)


def load_checkpoint(file: Path) -> Checkpoint:
    """Load a checkpoint.

    Raises:
        CheckpointInvalid: when the file is none, or of another format.
    """
    fields = _load(file)
    if "optimizer" not in fields:
        raise CheckpointInvalid(str(file), "holds weights only")
    return Checkpoint(**{**fields, "place": Place(*fields["place"])})


def save_weights(weights: Weights, file: Path) -> None:
    """Replace a file by weights, in one step."""
    _save({**{name: getattr(weights, name) for name in Weights.__slots__}, "format": FORMAT}, file)


def load_weights(file: Path) -> Weights:
    """Load weights, or the averaged ones of a checkpoint.

    Raises:
        CheckpointInvalid: when the file is neither, or of another format.
    """
    fields = _load(file)
    weights = fields["average"] if "average" in fields else fields["weights"]
    return Weights(weights, fields["step"], fields["options"], fields["selection"])


def restore(model: nn.Module, file: Path) -> Weights:
    """Give a model the weights of a file, or the averaged ones of a checkpoint, and return them.

    Raises:
        CheckpointInvalid: when the file is neither, of another format, or of another model.
    """
    weights = load_weights(file)
    try:
        set_weights(model, weights.weights)
    except ModelDiffers as err:
        raise CheckpointInvalid(str(file), "is of another model") from err
    return weights


def _save(fields: dict[str, Any], file: Path) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        with temporary.open("wb") as out:
            torch.save(fields, out)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def _load(file: Path) -> dict[str, Any]:
    try:
        # A file from elsewhere runs no code.
        fields = torch.load(file, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError) as err:
        raise CheckpointInvalid(str(file), f"cannot be read ({type(err).__name__})") from err
    if not isinstance(fields, dict) or fields.pop("format", None) != FORMAT:
        raise CheckpointInvalid(str(file), f"is not of format {FORMAT}")
    return fields
