"""Faults on request: the next so many requests of a kind get a status that no bot likes."""

import re
from dataclasses import dataclass

from aiohttp import web

from tests.discord_server.responses import respond_json


@dataclass(slots=True)
class Fault:
    """What the next requests to some paths get.

    Attributes:
        path_pattern: a regular expression for the whole path, without the API's version.
        times: how many requests still get it.
        retry_after_s: for 429: when the bot may ask again.
    """

    method: str
    path_pattern: str
    status: int
    times: int = 1
    retry_after_s: float = 0.1

    def respond(self) -> web.Response:
        """Return the response, with what discord.py reads of it."""
        if self.status != 429:
            return respond_json({"message": f"{self.status}: Error", "code": 0}, status=self.status)
        body = {"message": "You are being rate limited.", "retry_after": self.retry_after_s, "global": False}
        headers = {
            "Retry-After": str(max(1, round(self.retry_after_s))),
            # Without it discord.py takes the refusal for one of Cloudflare's, and gives up.
            "Via": "1.1 loopback",
            "X-RateLimit-Scope": "user",
        }
        return respond_json(body, status=429, headers=headers)


class Faults:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let a fault come."""
        self._faults.append(fault)

    def take(self, method: str, path: str) -> Fault | None:
        """Return the fault that a request gets, and count it; None when there is none for it."""
        for fault in self._faults:
            if fault.times > 0 and fault.method == method and re.fullmatch(fault.path_pattern, path):
                fault.times -= 1
                return fault
        return None
