"""The data folder: where it is, whose it is, which format it has, and who may write.

footnote.json                         format version and identity
write.lock                            held by the one writer
models/                               exported embedding models
chroma/                               the embedded Chroma; chroma.lock is held while a process opens it
collections/<name>/articles/<id>.json the truth; everything else about a collection is derived from it
collections/<name>/index/             what readers see of its index (manifest, words) and the next writer's ledger
deleted/<name>/                       a collection that is being deleted
bot.sqlite3                           what the Discord bot keeps
"""

import errno
import json
import os
import re
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import DataFolderBusy, DataFolderError

FOLDER_FORMAT = 1
LOCK_TIMEOUT_S = 60.0
COLLECTION_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")

_IDENTITY_FILE = "footnote.json"


class DataFolder:
    """A data folder that this version of Footnote can use.

    Attributes:
        path: absolute.
        folder_id: tells this folder's Chroma collections from another's on a shared server.
    """

    def __init__(self, path: Path, folder_id: str) -> None:
        self.path = path
        self.folder_id = folder_id

    @property
    def models(self) -> Path:
        """Where exported embedding models lie."""
        return self.path / "models"

    @property
    def chroma(self) -> Path:
        """Where the embedded Chroma lies."""
        return self.path / "chroma"

    def collection(self, name: str) -> Path:
        """Return a collection's folder, which need not exist yet.

        Raises:
            DataFolderError: when the name is not 1 to 40 of `[a-z0-9-]`, beginning and ending with a letter or digit.
        """
        if not COLLECTION_NAME.fullmatch(name):
            problem = f"cannot hold a collection called {name!r}"
            raise DataFolderError(str(self.path), problem, "use at most 40 lower-case letters, digits and hyphens")
        return self.path / "collections" / name

    def collections(self) -> tuple[str, ...]:
        """Return the names of the collections that exist, sorted."""
        root = self.path / "collections"
        return tuple(sorted(entry.name for entry in root.iterdir() if entry.is_dir())) if root.is_dir() else ()

    @contextmanager
    def writing(self, *, timeout_s: float = LOCK_TIMEOUT_S) -> Iterator[None]:
        """Hold the folder's write lock; a killed process lets go of it by dying.

        Raises:
            DataFolderBusy: when another process holds it for longer than `timeout_s`.
            DataFolderError: when the folder cannot be written.
        """
        lock = FileLock(self.path / "write.lock", timeout=timeout_s)
        try:
            lock.acquire()
        except Timeout as err:
            raise DataFolderBusy(str(self.path), timeout_s) from err
        except OSError as err:
            raise unwritable(self.path, err) from err
        try:
            yield
        finally:
            lock.release()


def open_folder(path: Path) -> DataFolder:
    """Open a data folder, making it when it does not exist or is empty.

    Raises:
        DataFolderError: when it is a file, is foreign (not empty and not Footnote's), was made by another format
            version, is corrupt, or cannot be written.
    """
    try:
        path = path.expanduser().absolute()
    except (RuntimeError, OSError) as err:
        problem = f"cannot be found ({str(err).rstrip('.')})"
        raise DataFolderError(str(path), problem, "set FOOTNOTE_DATA_DIR to the full path of a folder") from err
    identity = path / _IDENTITY_FILE
    try:
        if not identity.exists():
            _initialise(path)
        fields = json.loads(identity.read_text(encoding="utf-8"))
        found, folder_id = fields["format"], fields["id"]
    except OSError as err:
        raise unwritable(path, err) from err
    except (ValueError, KeyError, TypeError) as err:
        problem = f"is corrupt ({_IDENTITY_FILE} cannot be read)"
        remedy = "restore the file, or move the folder away and run the command again"
        raise DataFolderError(str(path), problem, remedy) from err
    if found != FOLDER_FORMAT:
        newer = isinstance(found, int) and found > FOLDER_FORMAT
        remedy = "update Footnote" if newer else "move it away and add its articles again"
        raise DataFolderError(str(path), f"has format {found!r}, this version reads format {FOLDER_FORMAT}", remedy)
    if not (isinstance(folder_id, str) and re.fullmatch(r"[0-9a-f]{8}", folder_id)):
        problem = f"is corrupt ({_IDENTITY_FILE} has the id {folder_id!r})"
        raise DataFolderError(str(path), problem, "restore the file, or move the folder away")
    return DataFolder(path, folder_id)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a reader, or a run after a crash, sees the old content or the new, never a part.

    Raises:
        OSError: when it cannot be written; the old content then stands.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:40]}-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def sweep_unfinished(folder: Path) -> None:
    """Delete what killed runs of `write_atomically` left in a folder; whoever calls it is the only writer there."""
    for path in folder.glob(".*-????????"):
        path.unlink(missing_ok=True)


def unwritable(path: Path, err: OSError) -> DataFolderError:
    """Translate a failure of the file system."""
    problem = f"cannot be used ({err.strerror or err})"
    if err.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DataFolderError(str(path), problem, "free some space, then run the command again")
    return DataFolderError(str(path), problem, "make it writable, or set FOOTNOTE_DATA_DIR to another folder")


def _initialise(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise DataFolderError(str(path), "is not a folder", "set FOOTNOTE_DATA_DIR to a folder")
    path.mkdir(parents=True, exist_ok=True)
    # What a first run that was killed can leave behind is still ours.
    foreign = [
        entry.name for entry in path.iterdir() if not entry.name.startswith((f".{_IDENTITY_FILE}", "write.lock"))
    ]
    if foreign and not (path / _IDENTITY_FILE).exists():
        problem = f"holds other things ({', '.join(sorted(foreign)[:3])}) and was not made by Footnote"
        raise DataFolderError(str(path), problem, "set FOOTNOTE_DATA_DIR to an empty or a new folder")
    with FileLock(path / "write.lock", timeout=60):
        if not (path / _IDENTITY_FILE).exists():
            identity = {"format": FOLDER_FORMAT, "id": uuid.uuid4().hex[:8]}
            write_atomically(path / _IDENTITY_FILE, json.dumps(identity).encode())
