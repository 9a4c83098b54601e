"""Chroma itself, embedded in a folder or on a server. The only module that imports chromadb.

Whatever it raises becomes an error of this room here: its core, SQLite and its HTTP client have classes of their own.
"""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from corpus.folder import unwritable
from retrieval.errors import ChromaUnreachable, IndexDamaged
from retrieval.index.chroma_server import find_server

if TYPE_CHECKING:
    import httpx
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

OPEN_TIMEOUT_S = 30.0
"""How long to wait for another process that opens the embedded Chroma."""
WORK_TIMEOUT_S = 30.0
"""How long a server may take to store or find rows."""

_SEGMENT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Client:
    """A Chroma that is open, and the collections that were opened in it."""

    def __init__(self, api: "ClientAPI") -> None:
        self.api = api
        self._opened: dict[str, Collection] = {}

    def find(self, name: str) -> "Collection | None":
        """Return a collection, or None when there is none."""
        from chromadb.errors import NotFoundError

        if name not in self._opened:
            try:
                self._opened[name] = self.api.get_collection(name, embedding_function=None)
            except NotFoundError:
                return None
        return self._opened[name]

    def create(self, name: str) -> "Collection":
        """Return a collection, made when there is none."""
        if name not in self._opened:
            self._opened[name] = self.api.get_or_create_collection(
                name,
                # Chroma's default embedding function would download a model.
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
            )
        return self._opened[name]

    def delete(self, name: str) -> None:
        """Delete a collection; it need not exist."""
        from chromadb.errors import NotFoundError

        self._opened.pop(name, None)
        try:
            self.api.delete_collection(name)
        except NotFoundError:
            return

    def forget(self) -> None:
        """Look the collections up anew: another process may have replaced them."""
        self._opened.clear()


class Chroma:
    """A Chroma, embedded in a folder or on a server; `close` it. Safe for several threads.

    An embedded Chroma sees the writes of other processes only after `reopen`. A process opens a folder once at a time:
    a second `Chroma` on it would share the first one's view.

    Args:
        folder: of the embedded Chroma.
        url: of a server, which is then used instead.

    Raises:
        ChromaUnreachable: when the server does not answer as a Chroma server.
        IndexDamaged: when the folder holds something that Chroma cannot read.
        DataFolderError: when the folder cannot be written.
    """

    def __init__(self, folder: Path, url: str | None) -> None:
        self.where = url or str(folder)
        self._folder = folder
        self._url = url
        # Held for every call: `reopen` must not take the client from under another thread.
        self._lock = RLock()
        self._client = self._open()

    @property
    def is_server(self) -> bool:
        """Whether it is a server."""
        return self._url is not None

    @contextmanager
    def working(self) -> Iterator[Client]:
        """Lend the open client to one thread; what Chroma raises is translated."""
        with self._lock, _translated(self.where, server=self.is_server):
            yield self._client

    def reopen(self) -> None:
        """See what other processes wrote; its stores go on working."""
        with self._lock:
            if self._url is None:
                self.close()
                self._client = self._open()
            else:
                self._client.forget()

    def delete_unused_files(self) -> None:
        """Delete what the embedded Chroma leaves in its folder of collections that were deleted."""
        if self._url is not None:
            return
        with self._lock, _translated(self.where, server=False):
            database = (self._folder / "chroma.sqlite3").absolute().as_uri()
            with closing(sqlite3.connect(f"{database}?mode=ro", uri=True)) as connection:
                used = {name for (name,) in connection.execute("SELECT id FROM segments")}
            for folder in self._folder.iterdir():
                if _SEGMENT.fullmatch(folder.name) and folder.name not in used:
                    shutil.rmtree(folder, ignore_errors=True)

    def start_anew(self) -> None:
        """Delete the embedded Chroma with the rows of all collections, and open an empty one.

        Raises:
            DataFolderError: when it cannot be deleted.
        """
        with self._lock:
            self.close()
            delete_embedded(self._folder)
            self._client = self._open()

    def close(self) -> None:
        """Let go of files and connections."""
        with self._lock, _translated(self.where, server=self.is_server):
            if self.is_server:
                for session in _sessions_of(self._client.api):
                    session.close()  # Chroma's own `close` leaves its connections open.
            self._client.api.close()  # type: ignore[attr-defined]

    def _open(self) -> Client:
        return Client(_connect(self._url) if self._url else _open_embedded(self._folder))


def delete_embedded(folder: Path) -> None:
    """Delete an embedded Chroma that is not open in this process; raises DataFolderError when that fails."""
    try:
        if folder.is_dir():
            shutil.rmtree(folder)
        else:
            folder.unlink(missing_ok=True)
    except OSError as err:
        raise unwritable(folder, err) from err


def _open_embedded(folder: Path) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Two processes that make its tables at once would fail.
        lock = FileLock(folder.with_name(f"{folder.name}.lock"), timeout=OPEN_TIMEOUT_S)
        with lock, _translated(str(folder), server=False), _forgotten_when_broken(str(folder)):
            return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
    except OSError as err:
        raise unwritable(folder, err) from err


@contextmanager
def _forgotten_when_broken(path: str) -> Iterator[None]:
    """Make Chroma forget a folder that it failed to open: else it would hand out the broken one from then on."""
    from chromadb.api.shared_system_client import SharedSystemClient

    try:
        yield
    finally:
        if path not in SharedSystemClient._identifier_to_refcount:
            SharedSystemClient._identifier_to_system.pop(path, None)


def _connect(url: str) -> "ClientAPI":
    server = find_server(url)
    with _translated(url, server=True):
        import chromadb
        from chromadb.config import Settings

        api = chromadb.HttpClient(
            host=server.host, port=server.port, ssl=server.ssl, settings=Settings(anonymized_telemetry=False)
        )
        for session in _sessions_of(api):
            session.timeout = WORK_TIMEOUT_S  # Chroma's own client would wait for ever.
        return api


def _sessions_of(api: Any) -> "tuple[httpx.Client, httpx.Client]":
    """The HTTP clients below a client of a server, which Chroma gives no other access to."""
    return api._server._session, api._admin_client._server._session


@contextmanager
def _translated(where: str, *, server: bool) -> Iterator[None]:
    try:
        yield
    except (IndexDamaged, ChromaUnreachable):
        raise
    except Exception as err:
        problem = _first_line(err)
        if server:
            raise ChromaUnreachable(where, f"does not answer as it should ({problem})") from err
        raise IndexDamaged(where, problem) from err
    except BaseException as err:
        # A panic of the Rust core derives from BaseException, as Ctrl-C does, which must pass.
        if type(err).__name__ != "PanicException":
            raise
        raise IndexDamaged(where, _first_line(err)) from err


def _first_line(err: BaseException) -> str:
    return str(err).strip().partition("\n")[0].rstrip(".")[:160] or type(err).__name__
