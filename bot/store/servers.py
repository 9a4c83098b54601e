"""The servers: what their managers chose, and since when one is gone."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What the managers of a server chose.

    Attributes:
        default_article: the id of the article that is asked unless another is named; None for all.
        private: whether answers are for the person who asked alone.
        channels: ids of those to answer in; empty for everywhere.
        roles: ids of those whose people may ask; empty for everybody.
    """

    default_article: str | None = None
    private: bool = False
    channels: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()


class Servers:
    """The servers that the bot is on, or was.

    Args:
        database: where they are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, server_id: int) -> ServerSettings:
        """Return a server's settings; those of the beginning when nothing was chosen."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT settings FROM servers WHERE server_id = ?", (server_id,)).fetchone()
        return _decode(row[0]) if row and row[0] else ServerSettings()

    def set(self, server_id: int, settings: ServerSettings) -> None:
        """Keep a server's settings."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO servers (server_id, settings) VALUES (?, ?)"
                " ON CONFLICT DO UPDATE SET settings = excluded.settings",
                (server_id, _encode(settings)),
            )

    def note_present(self, server_ids: Iterable[int]) -> None:
        """Note that the bot is on these servers; one that was gone is back."""
        with self._database.writing() as connection:
            connection.executemany(
                "INSERT INTO servers (server_id) VALUES (?) ON CONFLICT DO UPDATE SET removed_at = NULL",
                [(server_id,) for server_id in server_ids],
            )

    def note_removed(self, server_id: int) -> None:
        """Note that a server removed the bot now, unless it did before."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO servers (server_id, removed_at) VALUES (?, ?)"
                " ON CONFLICT DO UPDATE SET removed_at = coalesce(removed_at, excluded.removed_at)",
                (server_id, self._database.now()),
            )

    def removed_before(self, moment: float) -> tuple[int, ...]:
        """Return the servers that removed the bot before a moment, seconds since the epoch."""
        return self._ids("SELECT server_id FROM servers WHERE removed_at < ? ORDER BY server_id", moment)

    def present(self) -> tuple[int, ...]:
        """Return the servers that the bot is on, as far as it was noted."""
        return self._ids("SELECT server_id FROM servers WHERE removed_at IS NULL ORDER BY server_id")

    def count(self) -> int:
        """Return how many servers the bot is on."""
        return len(self.present())

    def _ids(self, query: str, *values: float) -> tuple[int, ...]:
        with self._database.reading() as connection:
            return tuple(server_id for (server_id,) in connection.execute(query, values))


def _encode(settings: ServerSettings) -> str:
    fields = {
        "default_article": settings.default_article,
        "private": settings.private,
        "channels": sorted(settings.channels),
        "roles": sorted(settings.roles),
    }
    return json.dumps(fields)


def _decode(text: str) -> ServerSettings:
    fields = json.loads(text)
    channels, roles = frozenset(fields["channels"]), frozenset(fields["roles"])
    return ServerSettings(fields["default_article"], fields["private"], channels, roles)
