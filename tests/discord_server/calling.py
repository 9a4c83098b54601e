"""A bare client of the REST API, and a command to register with it."""

import json
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.discord_server.server import LoopbackDiscord

QUESTION = {"type": 3, "name": "question", "description": "What?", "required": True, "max_length": 10}
ASK = {"type": 1, "name": "ask", "description": "Ask.", "options": [QUESTION]}

Replied = tuple[int, Any]
Call = Callable[..., Replied]


def call(server: LoopbackDiscord, method: str, path: str, body: Any = None, **headers: str) -> Replied:
    """The status and the decoded body of a reply; bytes are sent as they are."""
    sent = {"Authorization": f"Bot {server.token}", **headers}
    content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    try:
        with urlopen(Request(server.api_url + path, content, sent, method=method), timeout=10) as reply:
            return reply.status, json.loads(reply.read() or "null")
    except HTTPError as err:
        with err:
            return err.code, json.loads(err.read())
