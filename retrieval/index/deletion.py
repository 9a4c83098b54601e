"""Delete a whole collection, its articles and everything derived from them, so that a crash leaves no half of it.

The collection's folder is moved aside in one step: from then on it is gone for readers. Its rows in Chroma go next, and
what was moved aside last, because it says which rows there are. A run that was killed is completed by the next call.
"""

import shutil

from corpus.folder import DataFolder, unwritable
from retrieval.index.chroma import Chroma
from retrieval.index.ledger import read_ledger
from retrieval.index.manifest import read_manifest
from retrieval.index.place import IndexPlace


def delete_collection(data: DataFolder, chroma: Chroma, name: str) -> None:
    """Delete a collection; it need not exist. Whoever calls it holds the data folder's write lock.

    Raises:
        DataFolderError: when its files cannot be deleted.
        IndexDamaged, ChromaUnreachable: when its rows cannot be.
    """
    folder, aside = data.collection(name), data.path / "deleted" / name
    try:
        complete_deletion(data, chroma, name)
        if folder.exists():
            aside.parent.mkdir(exist_ok=True)
            folder.rename(aside)
            complete_deletion(data, chroma, name)
    except OSError as err:
        raise unwritable(folder, err) from err


def complete_deletion(data: DataFolder, chroma: Chroma, name: str) -> None:
    """Complete a deletion that was killed, before the name is used anew; raises what `delete_collection` raises."""
    aside = data.path / "deleted" / name
    if not aside.exists():
        return
    index = aside / "index"
    manifest, ledger = read_manifest(index), read_ledger(index)
    for epoch in {manifest.epoch, ledger.epoch, *ledger.abandoned} - {0}:
        IndexPlace.of(data, name).store(chroma, epoch).clear()
    chroma.delete_unused_files()
    try:
        shutil.rmtree(aside)
    except OSError as err:
        raise unwritable(aside, err) from err
