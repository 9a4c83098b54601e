"""Which titles are trained on, and which are kept for selection and for calibration: whole titles, never questions."""

import hashlib
from enum import StrEnum

SELECTION_SHARE, CALIBRATION_SHARE = 0.05, 0.05


class Part(StrEnum):
    """What a title is for. Nothing that reports is among them: reports come from files that are not trained on."""

    TRAINING = "training"
    SELECTION = "selection"
    CALIBRATION = "calibration"


def name_title(title: str) -> str:
    """Return a title in the form in which two sets have the same one.

    >>> name_title("New_York_City")
    'new york city'
    """
    return " ".join(title.replace("_", " ").lower().split())


def part_of(title: str, *, seed: int) -> Part:
    """Return the part of a title, the same in every file, however many titles there are.

    >>> part_of("New_York_City", seed=0) is part_of("new york city", seed=0)
    True
    """
    digest = hashlib.sha256(f"{seed}:{name_title(title)}".encode()).digest()
    place = int.from_bytes(digest[:8], "big") / 2**64
    if place < SELECTION_SHARE:
        return Part.SELECTION
    return Part.CALIBRATION if place < SELECTION_SHARE + CALIBRATION_SHARE else Part.TRAINING
