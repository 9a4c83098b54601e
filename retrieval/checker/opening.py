"""The claim checker's model, opened once."""

from pathlib import Path
from threading import Lock

from retrieval.checker.claim_model import ClaimModel
from retrieval.trained.shipped import CLAIM_CHECKER, read_shipped


class ClaimModelOpener:
    """Opens the claim checker's model when it is first asked for, and only once. Safe for several threads.

    Args:
        folder: of the trained models.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._model: ClaimModel | None = None

    def __call__(self) -> ClaimModel:
        """Return the model.

        Raises:
            ModelUnusable: when its file is missing or is not the one that was shipped.
        """
        with self._lock:
            if self._model is None:
                self._model = ClaimModel(read_shipped(CLAIM_CHECKER, self._folder))
            return self._model
