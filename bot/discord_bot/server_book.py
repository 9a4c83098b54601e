"""The settings of the servers, read once from the store: they are needed before every answer."""

import asyncio
from typing import TYPE_CHECKING

from bot.discord_bot.scope import EVERYWHERE
from bot.store.servers import ServerSettings

if TYPE_CHECKING:
    from bot.store.store import Store


class ServerBook:
    """Settings by server. Belongs to one event loop; the store is the truth and has one bot.

    Args:
        store: where they are kept.
    """

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._known: dict[int, ServerSettings] = {}

    async def get(self, server_id: int | None) -> ServerSettings:
        """Return a server's settings; those of direct messages for None.

        Raises:
            StoreProblem: when they cannot be read.
        """
        if server_id is None:
            return EVERYWHERE
        if server_id not in self._known:
            self._known[server_id] = await asyncio.to_thread(self._store.servers.get, server_id)
        return self._known[server_id]

    async def set(self, server_id: int, settings: ServerSettings) -> None:
        """Keep a server's settings; raises StoreProblem when that cannot be done."""
        await asyncio.to_thread(self._store.servers.set, server_id, settings)
        self._known[server_id] = settings

    def forget(self, server_id: int) -> None:
        """Read a server's settings anew when they are next needed."""
        self._known.pop(server_id, None)
