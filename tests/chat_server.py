"""A small server on loopback that speaks the interfaces of OpenAI and Ollama, and says what a test scripts."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

PIECE = 24
"""Characters of a piece of a streamed reply."""


class Says:
    """A reply as text.

    Args:
        text: of the reply.
        pause_s: between its pieces.
        cut_at: the character at which the connection breaks off; None for a whole reply.
        ended: why the model stopped, in OpenAI's words.
        refusal: what the model says instead of a reply, as OpenAI tells it.
    """

    def __init__(
        self,
        text: str,
        *,
        pause_s: float = 0.0,
        cut_at: int | None = None,
        ended: str = "stop",
        refusal: str = "",
    ) -> None:
        self.text = text
        self.pause_s = pause_s
        self.cut_at = cut_at
        self.ended = ended
        self.refusal = refusal

    def pieces(self) -> Iterator[str]:
        text = self.text if self.cut_at is None else self.text[: self.cut_at]
        for start in range(0, len(text), PIECE):
            time.sleep(self.pause_s)
            yield text[start : start + PIECE]


class Fails:
    """A reply with a status other than 200."""

    def __init__(
        self, status: int, *, retry_after: str | None = None, body: str = '{"error": {"message": "no"}}'
    ) -> None:
        self.status = status
        self.retry_after = retry_after
        self.body = body


class Sends:
    """Bytes that are no reply, with status 200."""

    def __init__(self, content: bytes) -> None:
        self.content = content


class Hangs:
    """No byte, for so long."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


Entry = Any


class ChatServer:
    """Answers request after request with the entries of a script, the last again and again.

    Attributes:
        requests: the decoded bodies, in order.
        paths: of the requests.
    """

    def __init__(self, *script: Entry | Callable[[dict[str, Any]], Entry]) -> None:
        self.requests: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self._script = script
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._make_handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _next(self, body: dict[str, Any]) -> Entry:
        with self._lock:
            entry = self._script[min(len(self.requests), len(self._script) - 1)]
            self.requests.append(body)
        return entry(body) if callable(entry) else entry

    def _make_handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None: ...

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                owner.paths.append(self.path)
                try:
                    self._reply(owner._next(body), body)
                except OSError:
                    self.close_connection = True  # Whoever asked has left.

            def _reply(self, entry: Entry, body: dict[str, Any]) -> None:
                match entry:
                    case Hangs():
                        owner._closing.wait(entry.seconds)
                        self.close_connection = True
                    case Fails():
                        headers = {"retry-after": entry.retry_after} if entry.retry_after is not None else {}
                        self._send(entry.status, entry.body.encode(), **headers)
                    case Sends():
                        self._send(200, entry.content)
                    case str():
                        self._stream(Says(entry), body)
                    case _:
                        self._stream(entry, body)

            def _send(self, status: int, content: bytes, **headers: str) -> None:
                self.send_response(status)
                for name, value in {"content-type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def _stream(self, said: Says, body: dict[str, Any]) -> None:
                is_ollama = self.path == "/api/chat"
                self.send_response(200)
                self.send_header("content-type", "application/x-ndjson" if is_ollama else "text/event-stream")
                self.send_header("transfer-encoding", "chunked")
                self.end_headers()
                for event in (ollama_events if is_ollama else openai_events)(said, body["model"]):
                    if owner._closing.is_set():
                        break
                    self._chunk(event.encode())
                if said.cut_at is not None:
                    self.close_connection = True
                    return
                self._chunk(b"")

            def _chunk(self, content: bytes) -> None:
                self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
                self.wfile.flush()

        return Handler


def openai_events(said: Says, model: str) -> Iterator[str]:
    """The server-sent events of OpenAI's chat completions."""

    def event(delta: dict[str, Any], ended: str | None = None, usage: dict[str, int] | None = None) -> str:
        choices = [] if usage else [{"index": 0, "delta": delta, "finish_reason": ended}]
        content = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": model, "choices": choices}
        return f"data: {json.dumps({**content, 'usage': usage})}\n\n"

    yield event({"role": "assistant", "content": ""})
    if said.refusal:
        yield event({"refusal": said.refusal})
    for piece in said.pieces():
        yield event({"content": piece})
    if said.cut_at is None:
        yield event({}, said.ended)
        yield event({}, usage={"prompt_tokens": 700, "completion_tokens": 60, "total_tokens": 760})
        yield "data: [DONE]\n\n"


def ollama_events(said: Says, model: str) -> Iterator[str]:
    """The lines of Ollama's chat."""

    def line(content: str, **more: Any) -> str:
        message = {"role": "assistant", "content": content}
        return json.dumps({"model": model, "created_at": "2026-01-01T00:00:00Z", "message": message, **more}) + "\n"

    for piece in said.pieces():
        yield line(piece, done=False)
    if said.cut_at is None:
        yield line("", done=True, done_reason=said.ended, prompt_eval_count=700, eval_count=60)
