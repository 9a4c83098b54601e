"""A web site on loopback with everything that can go wrong, and a way to fetch from it."""

import gzip
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import pytest

from corpus import fetch
from corpus.errors import FetchRefused
from corpus.fetch import FetchLimits, fetch_url

PAGE = b"<html><p>One paragraph.</p></html>"
HTML = ("Content-Type", "text/html; charset=utf-8")


class Site(BaseHTTPRequestHandler):
    """A small site with everything that can go wrong."""

    protocol_version = "HTTP/1.1"
    seen: list[dict[str, str]]

    def do_GET(self) -> None:
        self.seen.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
        handler = getattr(self, "get_" + self.path.strip("/").partition("?")[0].partition("/")[0], None)
        if handler is None:
            self.answer(404, [HTML], b"")
        else:
            handler()

    def answer(self, status: int, headers: Sequence[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, location: str) -> None:
        self.answer(302, [("Location", location)], b"")

    def get_page(self) -> None:
        self.answer(200, [HTML], PAGE)

    def get_gzip(self) -> None:
        self.answer(200, [HTML, ("Content-Encoding", "gzip")], gzip.compress(PAGE))

    def get_bomb(self) -> None:
        self.answer(200, [HTML, ("Content-Encoding", "gzip")], gzip.compress(bytes(30_000_000)))

    def get_brotli(self) -> None:
        self.answer(200, [HTML, ("Content-Encoding", "br")], b"?")

    def get_image(self) -> None:
        self.answer(200, [("Content-Type", "image/png")], b"?")

    def get_untyped(self) -> None:
        self.answer(200, [], b"?")

    def get_broken(self) -> None:
        self.answer(500, [HTML], b"")

    def get_odd(self) -> None:
        self.answer(799, [HTML], b"")

    def get_empty(self) -> None:
        self.answer(204, [HTML], b"")

    def get_moved(self) -> None:
        self.redirect("/page?from=moved#part")

    def get_loop(self) -> None:
        self.redirect("/loop")

    def get_inside(self) -> None:
        self.redirect("http://10.0.0.1/secret")

    def get_metadata(self) -> None:
        self.redirect("http://169.254.169.254/latest/meta-data/")

    def get_disk(self) -> None:
        self.redirect("file:///etc/passwd")

    def get_port(self) -> None:
        self.redirect("http://127.0.0.1:22/")

    def get_brackets(self) -> None:
        self.redirect("http://[::1")

    def get_spaced(self) -> None:
        self.redirect("/page?a b")

    def get_nowhere(self) -> None:
        self.answer(302, [], b"")

    def get_huge(self) -> None:
        self.send_response(200)
        self.send_header(*HTML)
        self.end_headers()
        for _ in range(200):
            self.wfile.write(bytes(10_000))

    def get_promised(self) -> None:
        self.send_response(200)
        self.send_header(*HTML)
        self.send_header("Content-Length", "9" * 15)
        self.end_headers()

    def get_number(self) -> None:
        self.send_response(200)
        self.send_header(*HTML)
        self.send_header("Content-Length", "9" * 9000)
        self.end_headers()

    def get_heads(self) -> None:
        self.send_response(200)
        for count in range(3000):
            self.send_header(f"X-{count}", "x" * 100)
        self.end_headers()

    def get_drip(self) -> None:
        self.send_response(200)
        self.send_header(*HTML)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x")
            time.sleep(0.05)

    def get_driphead(self) -> None:
        for _ in range(100):
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            time.sleep(0.05)

    def get_cut(self) -> None:
        self.send_response(200)
        self.send_header(*HTML)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"half")
        self.close_connection = True

    def get_gibberish(self) -> None:
        self.wfile.write(b"\x00\x01 nonsense\r\n\r\n")
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error here."""


class Loopback:
    """A running site, and a way to fetch from it."""

    def __init__(self, server: QuietServer, seen: list[dict[str, str]]) -> None:
        self.port = server.server_address[1]
        self.seen = seen

    def url(self, path: str, scheme: str = "http", host: str = "127.0.0.1") -> str:
        return f"{scheme}://{host}:{self.port}/{path}"

    def limits(self, **changes: Any) -> FetchLimits:
        return FetchLimits(**{"ports": (80, 443, self.port), "timeout_s": 5.0, "max_bytes": 1_000_000, **changes})

    def get(self, path: str, **changes: Any) -> fetch.FetchedPage:
        return fetch_url(self.url(path), limits=self.limits(**changes), may_connect=is_loopback)

    def refusal(self, path: str, **changes: Any) -> str:
        with pytest.raises(FetchRefused) as caught:
            self.get(path, **changes)
        message = str(caught.value)
        assert message.startswith(repr(self.url(path)) + " ")
        return message.removeprefix(repr(self.url(path)) + " ")


def is_loopback(address: IPv4Address | IPv6Address) -> bool:
    return address == ip_address("127.0.0.1")


def run_site(context: ssl.SSLContext | None) -> Iterator[Loopback]:
    seen: list[dict[str, str]] = []
    server = QuietServer(("127.0.0.1", 0), type("SiteUnderTest", (Site,), {"seen": seen}))
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Loopback(server, seen)
    server.shutdown()
    thread.join()
    server.server_close()
