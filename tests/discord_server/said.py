"""A message that somebody wrote, and how a test waits for what the bot says to it."""

from dataclasses import dataclass

from tests.discord_server.journal import TIMEOUT_S, Journal, Json
from tests.discord_server.world import World


@dataclass(frozen=True, slots=True)
class Said:
    """A message of somebody.

    Attributes:
        message: as the API shows it.
    """

    message: Json
    world: World
    journal: Journal

    @property
    def replies(self) -> list[Json]:
        """What the bot replied to it so far."""
        with self.journal.reading():
            return [dict(message) for message in self.world.messages.values() if self._is_reply(message)]

    def wait_reply(self, timeout_s: float = TIMEOUT_S) -> Json:
        """Return the first reply, once it is there."""
        return self.journal.wait_for(lambda: self.replies, timeout_s)[0]

    def _is_reply(self, message: Json) -> bool:
        reference = message.get("message_reference") or {}
        by_bot = message["author"]["id"] == str(self.world.bot.id)
        return bool(by_bot and reference.get("message_id") == self.message["id"])
