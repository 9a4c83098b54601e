"""Interactions: what somebody did in Discord, and what the bot made of it."""

import time
from dataclasses import dataclass, field

from tests.discord_server.journal import TIMEOUT_S, Journal, Json
from tests.discord_server.limits import check_choices, check_message
from tests.discord_server.payloads import describe_message, now, read_shown
from tests.discord_server.refusals import ACKNOWLEDGED, UNKNOWN_INTERACTION, UNKNOWN_MESSAGE, UNKNOWN_WEBHOOK
from tests.discord_server.world import Channel, Person, World

COMMAND, CLICK, TYPING, FORM = 2, 3, 4, 5
"""Kinds of interaction."""

MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
"""Kinds of callback."""

EPHEMERAL, LOADING = 64, 128
"""Flags of a message: only one person sees it; the bot is still thinking."""


@dataclass(frozen=True, slots=True)
class Callback:
    """The first response to an interaction.

    Attributes:
        after_s: how long after the interaction was sent.
    """

    kind: int
    shown: Json
    after_s: float


@dataclass
class Exchange:
    """One interaction; a test waits with it for what the bot does.

    Attributes:
        kind: of interaction.
        sent_at: when the bot was told, of a clock that never goes back.
        clicked: the message that it is about, for a click.
    """

    id: int
    kind: int
    channel: Channel
    person: Person
    journal: Journal
    world: World
    respond_within_s: float
    clicked: Json | None = None
    sent_at: float = field(default_factory=time.monotonic)
    callback: Callback | None = None
    original: Json | None = None
    followups: list[Json] = field(default_factory=list)

    @property
    def token(self) -> str:
        """The secret that the bot responds with."""
        return f"interaction-{self.id}"

    def wait_callback(self, timeout_s: float = TIMEOUT_S) -> Callback:
        """Return the first response, once it is there."""
        found = self.journal.wait_for(lambda: self.callback, timeout_s)
        assert found is not None
        return found

    def wait_answer(self, timeout_s: float = TIMEOUT_S) -> Json:
        """Return the message of the response, once it is more than "is thinking"."""
        found = self.journal.wait_for(
            lambda: self.original if self.original and not self.original["flags"] & LOADING else None, timeout_s
        )
        assert found is not None
        return dict(found)

    def wait_followups(self, count: int = 1, timeout_s: float = TIMEOUT_S) -> list[Json]:
        """Return the messages after the first, once there are so many."""
        self.journal.wait_for(lambda: len(self.followups) >= count, timeout_s)
        return list(self.followups)

    def take_callback(self, body: Json) -> Json | None:
        """Take the first response, and return the message that it makes or changes; None where there is none.

        Raises:
            Refusal: when it comes late or twice, or shows what Discord does not take.
        """
        after_s = time.monotonic() - self.sent_at
        if self.callback is not None:
            raise ACKNOWLEDGED
        if after_s > self.respond_within_s:
            raise UNKNOWN_INTERACTION
        kind, shown = body["type"], body.get("data") or {}
        if kind == MESSAGE:
            check_message(shown)
        if kind == CHOICES:
            check_choices(shown["choices"])
        self.callback = Callback(kind, shown, after_s)
        if kind in (MESSAGE, DEFERRED):
            thinking = LOADING if kind == DEFERRED else 0
            self.original = self._add_message({**shown, "flags": shown.get("flags", 0) | thinking})
        elif kind in (DEFERRED_UPDATE, UPDATE):
            self.original = self.clicked
            self._change(self.clicked, shown)
        return self.original

    def find(self, message: str) -> Json:
        """Return a message of the response, by its id or as `@original`.

        Raises:
            Refusal: when there is none, as before the first response.
        """
        if self.original is None:
            raise UNKNOWN_WEBHOOK
        if message in ("@original", self.original["id"]):
            return self.original
        followup = next((one for one in self.followups if one["id"] == message), None)
        if followup is None:
            raise UNKNOWN_MESSAGE
        return followup

    def edit(self, message: str, body: Json) -> Json:
        """Change a message of the response; raises as `find` does, and for what Discord does not take."""
        found = self.find(message)
        check_message({**found, **body})
        return self._change(found, body)

    def delete(self, message: str) -> None:
        """Delete a message of the response; raises as `find` does."""
        found = self.find(message)
        self.world.messages.pop(int(found["id"]), None)
        if found is self.original:
            self.original = None
        else:
            self.followups.remove(found)

    def add(self, body: Json) -> Json:
        """Add a message after the first response; while the bot "is thinking" it becomes the first.

        Raises:
            Refusal: before the first response, and for what Discord does not take.
        """
        if self.callback is None:
            raise UNKNOWN_WEBHOOK
        check_message(body)
        if self.original is not None and self.original["flags"] & LOADING:
            return self._change(self.original, body)
        followup = self._add_message(body)
        self.followups.append(followup)
        return followup

    def _add_message(self, shown: Json) -> Json:
        message = describe_message(next(self.world.ids), self.channel, self.world.bot, shown)
        bot_id = str(self.world.bot.id)
        message |= {"type": 20 if self.kind == COMMAND else 0, "application_id": bot_id, "webhook_id": bot_id}
        self.world.messages[int(message["id"])] = message
        return message

    def _change(self, message: Json | None, shown: Json) -> Json:
        if message is None:
            raise UNKNOWN_MESSAGE
        if shown:
            # Whether only one person sees it was settled by the first response.
            message |= {**read_shown(shown), "flags": message["flags"] & EPHEMERAL, "edited_timestamp": now()}
        return message
