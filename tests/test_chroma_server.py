"""Against a real Chroma server, which comes with the package, on loopback."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from retrieval.errors import ChromaUnreachable, IndexDamaged
from retrieval.index import chroma, chroma_server
from retrieval.index.chroma import Chroma
from tests.fakes import Shelf, make

GRAIN = "Ships with grain left Odesa.\n\nThe harvest was late."
BOMB = "Russia spoke of a dirty bomb."


class Server:
    """`chroma run` over one folder, which outlives its stops."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [Path(sys.executable).parent / "chroma", "run", "--path", self._folder, "--host", "127.0.0.1"]
        with (self._folder.parent / "server.log").open("ab") as log:
            self._process = subprocess.Popen([*command, "--port", str(self._port)], stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/api/v2/heartbeat", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.05)
        raise TimeoutError("the Chroma server did not start")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("server") / "chroma")
    server.start()
    yield server
    server.stop()


def test_articles_are_indexed_replaced_and_removed_on_a_server(tmp_path: Path, server: Server) -> None:
    with Shelf(tmp_path, url=server.url) as shelf:
        shelf.add(make(GRAIN, "grain"), make(BOMB, "bomb"))
        assert shelf.search("harvest", top_k=1) == ["The harvest was late."]
        assert shelf.row_counts() == (3, 3)
        shelf.add(make("Ships left Odesa.", "grain"))
        shelf.library.remove("bomb")
        shelf.update()
        assert shelf.row_counts() == (1, 1)
        shelf.rebuild()
        assert shelf.search("Odesa") == ["Ships left Odesa."]
        assert not (tmp_path / "chroma").exists()


def test_two_data_folders_on_one_server_do_not_see_each_other(tmp_path: Path, server: Server) -> None:
    with Shelf(tmp_path / "one", url=server.url) as one, Shelf(tmp_path / "other", url=server.url) as other:
        one.add(make(GRAIN, "story"))
        other.add(make(BOMB, "story"))
        assert one.search("bomb", top_k=1)[0] in GRAIN
        assert other.search("harvest") == [BOMB]
        other.rebuild()
        assert one.row_counts() == (2, 2)


def test_a_reader_sees_what_another_client_of_the_server_published(tmp_path: Path, server: Server) -> None:
    with Shelf(tmp_path, url=server.url) as reader, Shelf(tmp_path, url=server.url) as writer:
        writer.add(make(GRAIN, "grain"))
        assert reader.search("harvest", top_k=1) == ["The harvest was late."]
        writer.add(make(BOMB, "bomb"))
        assert reader.search("bomb", top_k=1) == [BOMB]
        writer.rebuild()
        assert reader.search("bomb", top_k=1) == [BOMB]


def test_a_server_that_dies_is_named_and_work_goes_on_when_it_is_back(tmp_path: Path) -> None:
    server = Server(tmp_path / "server")
    server.start()
    try:
        with Shelf(tmp_path / "data", url=server.url) as shelf:
            shelf.add(make(GRAIN, "grain"))
            server.stop()
            shelf.library.add(make(BOMB, "bomb"))
            for work in (shelf.update, shelf.rebuild, lambda: shelf.search("harvest")):
                with pytest.raises(ChromaUnreachable) as raised:
                    work()
                assert_one_sentence(raised.value, server.url)
            server.start()
            assert shelf.update().passages == 3
            assert shelf.search("bomb", top_k=1) == [BOMB]
            assert shelf.row_counts() == (3, 3)
    finally:
        server.stop()


def test_a_server_that_lost_its_rows_is_filled_again(tmp_path: Path, server: Server) -> None:
    with Shelf(tmp_path, url=server.url) as shelf:
        shelf.add(make(GRAIN, "grain"))
        shelf.place.store(shelf.chroma, 1).clear()
        with pytest.raises(IndexDamaged, match="lacks vectors"):
            shelf.search("harvest")
        shelf.update()
        assert shelf.search("harvest", top_k=1) == ["The harvest was late."]


def test_no_server_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(ChromaUnreachable, match=r"cannot be reached \(Connection refused\)") as raised:
            Chroma(tmp_path, url)
    assert_one_sentence(raised.value, url)


def test_another_kind_of_server_is_one_clear_sentence(tmp_path: Path) -> None:
    with (
        answering(b"hi") as url,
        pytest.raises(ChromaUnreachable, match="answers, but is not a Chroma server") as raised,
    ):
        Chroma(tmp_path, url)
    assert_one_sentence(raised.value, url)


@pytest.mark.parametrize("body", [b"", b"[]", b"5", b"{}", b"\xff\xfe", b"<html>"])
def test_no_answer_but_a_heartbeat_will_do(tmp_path: Path, body: bytes) -> None:
    with answering(body) as url, pytest.raises(ChromaUnreachable, match="is not a Chroma server"):
        Chroma(tmp_path, url)


def test_a_server_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert chroma_server.ANSWER_TIMEOUT_S <= 10
    monkeypatch.setattr(chroma_server, "ANSWER_TIMEOUT_S", 0.3)
    with hanging() as url, pytest.raises(ChromaUnreachable, match="does not answer within") as raised:
        Chroma(tmp_path, url)
    assert_one_sentence(raised.value, url)


def test_a_server_that_stops_answering_is_given_up(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chroma, "WORK_TIMEOUT_S", 0.3)
    with Shelf(tmp_path, url=server.url) as shelf, hanging() as url:
        with shelf.chroma.working() as client:
            client.api._server._api_url = f"{url}/api/v2"  # type: ignore[attr-defined]
        with pytest.raises(ChromaUnreachable, match="does not answer as it should"):
            shelf.add(make(GRAIN, "grain"))


def assert_one_sentence(err: ChromaUnreachable, url: str) -> None:
    message = str(err)
    assert message.startswith(f"the Chroma server at '{url}' ")
    assert message.endswith("start it (chroma run) or unset FOOTNOTE_CHROMA_URL to use the embedded Chroma")
    assert "\n" not in message


@contextmanager
def answering(body: bytes) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def hanging() -> Iterator[str]:
    """A server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
