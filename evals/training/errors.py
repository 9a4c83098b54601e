"""What can go wrong in training. Each error is one sentence: what, which value, what to do.

EvalError
└── TrainingError
    ├── BaseInvalid        a folder holds no model to start from
    ├── CheckpointInvalid  a file is no checkpoint of this training
    ├── ModelDiffers       weights are of another model than the one that they are given to
    ├── RunBusy            another process trains in the same folder
    └── RunFinished        the decay of a run has already ended
"""

from evals.errors import EvalError


class TrainingError(EvalError):
    """Any failure of training; the message is one sentence for a person."""


class BaseInvalid(TrainingError):
    """A folder holds no model to start from."""

    def __init__(self, folder: str, lacking: str) -> None:
        super().__init__(f"the folder {folder!r} has no {lacking}; give that of a model of the BERT family")


class CheckpointInvalid(TrainingError):
    """A file is no checkpoint of this training."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"the file {path!r} {problem}; give another, or train in an empty folder")


class ModelDiffers(TrainingError):
    """Weights are of another model than the one that they are given to."""

    def __init__(self) -> None:
        super().__init__("the weights are of another model; start from the one that they were made from")


class RunBusy(TrainingError):
    """Another process trains in the same folder."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"another process trains in {folder!r}; end it first, or give another folder")


class RunFinished(TrainingError):
    """The decay of a run has already ended."""

    def __init__(self, file: str) -> None:
        super().__init__(f"{file!r} is there already; move its folder away to finish the run anew")
