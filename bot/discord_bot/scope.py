"""Where something is asked: whose articles, which conversation, who asks, and whether it may be asked there."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.discord_bot.errors import Declined
from bot.store.servers import ServerSettings
from corpus.library import DEFAULT_COLLECTION

EVERYWHERE = ServerSettings()
"""The settings of direct messages, and of servers that the bot was not added to."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where something is asked.

    Attributes:
        server_id: of the server whose articles are asked; None in direct messages, and on a server that the bot was
            not added to.
        place_id: of the channel or thread.
        person_id: of who asks.
    """

    server_id: int | None
    place_id: int
    person_id: int

    @property
    def collection(self) -> str:
        """The collection of articles: each server has its own."""
        return DEFAULT_COLLECTION if self.server_id is None else collection_of(self.server_id)

    @property
    def line(self) -> str:
        """Whose questions it waits among: a server's, or a person's own."""
        return f"person {self.person_id}" if self.server_id is None else f"server {self.server_id}"


def collection_of(server_id: int) -> str:
    """Return the name of a server's collection.

    >>> collection_of(81384788765712384)
    'server-81384788765712384'
    """
    return f"server-{server_id}"


def check_access(settings: ServerSettings, channels: Collection[int], roles: Collection[int]) -> None:
    """Check that a person may ask here.

    Args:
        settings: of the server.
        channels: the channel, and for a thread the one that it belongs to.
        roles: that the person has.

    Raises:
        Declined: when the server's owners do not want it.
    """
    if settings.channels and not settings.channels & set(channels):
        names = ", ".join(f"<#{channel}>" for channel in sorted(settings.channels)[:5])
        raise Declined(f"I answer in {names} only; that is what the owners of this server chose.")
    if settings.roles and not settings.roles & set(roles):
        names = ", ".join(f"<@&{role}>" for role in sorted(settings.roles)[:5])
        raise Declined(f"Only people with one of these roles may ask me here: {names}.")
