"""JSON as Discord sends it."""

import json
from collections.abc import Mapping

from aiohttp import web

from tests.discord_server.journal import Json

# Without a charset, as Discord has it: discord.py takes anything else for text.
JSON_TYPE = {"Content-Type": "application/json"}


def respond_json(
    content: Json | list[Json] | None, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """Return a response; None has no content."""
    if content is None:
        return web.Response(status=204)
    return web.Response(body=json.dumps(content).encode(), status=status, headers={**JSON_TYPE, **(headers or {})})
