"""The ledger of a collection's index: which rows Chroma may hold, so that the next writer can complete or delete them.

Every change of rows is noted before it is made and again when it is whole. After `kill -9` the ledger therefore never
leaves out a row that is stored, and never calls an article stored that is not.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from corpus.folder import unwritable, write_atomically

LEDGER_FORMAT = 1
LEDGER_FILE = "ledger.json"


@dataclass(frozen=True, slots=True)
class RowCounts:
    """How many rows an article has, in passages and in sentences."""

    passages: int
    sentences: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """What Chroma may hold of a collection.

    Attributes:
        epoch: names the rows that are written to. A rebuild writes to a new epoch; readers go on with the old one.
        fingerprint: of the embedding model that makes its vectors.
        stored: the article versions, as `id@version`, that the epoch may hold rows of; None until it holds them all.
        abandoned: epochs whose rows are to be deleted as soon as this one is published.
    """

    epoch: int = 0
    fingerprint: str = ""
    stored: Mapping[str, RowCounts | None] = field(default_factory=dict)
    abandoned: tuple[int, ...] = ()

    def count_whole(self) -> RowCounts:
        """Return how many rows the epoch holds at least."""
        whole = [counts for counts in self.stored.values() if counts is not None]
        return RowCounts(sum(one.passages for one in whole), sum(one.sentences for one in whole))


def read_ledger(folder: Path) -> Ledger:
    """Return the ledger in an index's folder; an empty one, of epoch 0, when there is none or it cannot be read."""
    try:
        fields = json.loads((folder / LEDGER_FILE).read_text(encoding="utf-8"))
        if fields["format"] != LEDGER_FORMAT:
            return Ledger()
        return Ledger(
            epoch=int(fields["epoch"]),
            fingerprint=str(fields["fingerprint"]),
            stored={key: counts and RowCounts(**counts) for key, counts in fields["stored"].items()},
            abandoned=tuple(map(int, fields["abandoned"])),
        )
    except FileNotFoundError:
        return Ledger()
    except OSError as err:
        raise unwritable(folder, err) from err
    except (ValueError, KeyError, TypeError, AttributeError):
        return Ledger()


def write_ledger(folder: Path, ledger: Ledger) -> None:
    """Replace the ledger in one step; raises DataFolderError when it cannot be written."""
    try:
        write_atomically(folder / LEDGER_FILE, json.dumps({"format": LEDGER_FORMAT, **asdict(ledger)}).encode())
    except OSError as err:
        raise unwritable(folder, err) from err
