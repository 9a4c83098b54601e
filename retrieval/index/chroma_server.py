"""Find out, in bounded time, whether a Chroma server is at an address: Chroma's own client would wait for ever."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import urlsplit

from retrieval.errors import ChromaUnreachable

ANSWER_TIMEOUT_S = 10.0
DEFAULT_PORT = 8000


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Where a Chroma server is; an IPv6 `host` stands in brackets."""

    host: str
    port: int
    ssl: bool


def find_server(url: str) -> ChromaServer:
    """Return the server at an http or https address once it answered as a Chroma server.

    Raises:
        ChromaUnreachable: when nothing answers within `ANSWER_TIMEOUT_S`, or something else does.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ChromaUnreachable(url, "is not an http or https address")
    ssl = parts.scheme == "https"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    server = ChromaServer(host, parts.port or (443 if ssl else DEFAULT_PORT), ssl)
    _check_heartbeat(url, f"{parts.scheme}://{server.host}:{server.port}/api/v2/heartbeat")
    return server


def _check_heartbeat(url: str, address: str) -> None:
    try:
        with urllib.request.urlopen(address, timeout=ANSWER_TIMEOUT_S) as answer:  # noqa: S310 - http or https
            alive = "nanosecond heartbeat" in json.loads(answer.read(1000))
    except (urllib.error.HTTPError, HTTPException, ValueError, TypeError) as err:
        raise ChromaUnreachable(url, "answers, but is not a Chroma server") from err
    except OSError as err:
        reason = getattr(err, "reason", err)
        if isinstance(reason, TimeoutError):
            raise ChromaUnreachable(url, f"does not answer within {ANSWER_TIMEOUT_S:.0f} s") from err
        raise ChromaUnreachable(url, f"cannot be reached ({getattr(reason, 'strerror', None) or reason})") from err
    if not alive:
        raise ChromaUnreachable(url, "answers, but is not a Chroma server")
