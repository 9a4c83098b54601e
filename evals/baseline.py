"""Baselines: the results that later runs are held against, and where they lie."""

from collections.abc import Sequence
from pathlib import Path

from evals.dataset import BUILT_IN_NAMES, Dataset
from evals.result import Part, Result, for_keeping, merge, read_result, write_result

FOLDER = Path(__file__).resolve().parent / "baselines"


def default_baseline(datasets: Sequence[Dataset], reader: str) -> Path | None:
    """Return where the baseline of these datasets lies, whether or not it is there; None when they share no place.

    That of Footnote's own datasets lies with the evals, one file a reader; that of a person's dataset beside it.
    """
    if all(_is_built_in(dataset) for dataset in datasets):
        return FOLDER / f"{reader}.json"
    if len(datasets) > 1:
        return None
    path = datasets[0].path
    return path.parent / f"{path.name.removesuffix('.jsonl')}.{reader}.baseline.json"


def find_baseline(datasets: Sequence[Dataset], reader: str) -> Path | None:
    """Return where what a run is compared with lies: the baseline of Footnote's own datasets, if one is among them.

    A person's own beside them are not in it, and not compared.
    """
    own = [dataset for dataset in datasets if _is_built_in(dataset)]
    return default_baseline(own or datasets, reader)


def read_baseline(given: Path | None, usual: Path | None) -> Result | None:
    """Return the baseline that was given, else the usual one if it is there.

    Raises:
        ResultInvalid: when the file cannot be read, or the given one is not there.
    """
    if given is not None:
        return read_result(given)
    return read_result(usual) if usual is not None and usual.exists() else None


def accept(parts: Sequence[Part], path: Path) -> Result:
    """Make these parts the baseline; the parts of other datasets in the file stay.

    Raises:
        ResultInvalid: when the file is there and is no result.
        FileUnwritable: when it cannot be written.
    """
    merged = for_keeping(merge(read_result(path) if path.exists() else None, parts))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_result(merged, path)
    return merged


def _is_built_in(dataset: Dataset) -> bool:
    return dataset.path.parent.name == "datasets" and dataset.name in BUILT_IN_NAMES
