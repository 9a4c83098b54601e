"""What people do in the loopback Discord: use commands, click, fill in forms, write."""

from abc import ABC, abstractmethod

from tests.discord_server.choosing import Given, choose_command
from tests.discord_server.exchanges import CLICK, COMMAND, FORM, TYPING, Exchange
from tests.discord_server.journal import Journal, Json
from tests.discord_server.limits import walk_components
from tests.discord_server.payloads import (
    REPLY,
    describe_channel,
    describe_member,
    describe_message,
    describe_person,
    describe_person_here,
)
from tests.discord_server.said import Said
from tests.discord_server.world import Channel, Person, World


class Acting(ABC):
    """Lets people act; who has the connections to the bot tells it.

    Args:
        world: who and what there is.
        journal: whose lock is held for what changes.
        respond_within_s: how long an interaction waits for its first response.

    Attributes:
        world: who and what there is.
    """

    def __init__(self, world: World, journal: Journal, *, respond_within_s: float) -> None:
        self.world = world
        self._journal = journal
        self._respond_within_s = respond_within_s

    @property
    @abstractmethod
    def commands(self) -> tuple[Json, ...]:
        """The commands as the bot registered them last."""

    def slash(
        self, name: str, options: Given | None = None, *, channel: Channel | None = None, user: Person | None = None
    ) -> Exchange:
        """Use a slash command, Alice in "general" by default; raises ValueError as `choose_command` does."""
        chosen = choose_command(self.commands, name, options or {}, self.world)
        return self._interact(COMMAND, chosen, channel, user)

    def type_into(
        self,
        name: str,
        options: Given,
        focused: str,
        *,
        channel: Channel | None = None,
        user: Person | None = None,
    ) -> Exchange:
        """Type into an option that the bot completes."""
        chosen = choose_command(self.commands, name, options, self.world, focused=focused)
        return self._interact(TYPING, chosen, channel, user)

    def click(self, message: Json, custom_id: str, user: Person | None = None) -> Exchange:
        """Click a button of a message.

        Raises:
            ValueError: when there is none that can be clicked.
        """
        with self._journal.reading():
            there = self.world.messages[int(message["id"])]
        buttons = [button for button in walk_components(there["components"]) if button.get("custom_id") == custom_id]
        if not buttons or buttons[0].get("disabled"):
            raise ValueError(f"there is no button {custom_id!r} to be clicked")
        data = {"custom_id": custom_id, "component_type": buttons[0]["type"], "id": 1}
        return self._interact(CLICK, data, self.world.channels[int(there["channel_id"])], user, clicked=there)

    def fill_in(self, form: Exchange, values: dict[str, str]) -> Exchange:
        """Send the form that an interaction was answered with; values by the custom ids of its fields."""
        callback = form.wait_callback()
        fields = [
            {"type": part["type"], "custom_id": part["custom_id"], "value": values[part["custom_id"]], "id": 2}
            for part in walk_components(callback.shown["components"])
            if "custom_id" in part
        ]
        rows = [{"type": 18, "id": 1, "component": part} for part in fields]
        data = {"custom_id": callback.shown["custom_id"], "components": rows, "resolved": {}}
        return self._interact(FORM, data, form.channel, form.person, clicked=form.clicked)

    def say(
        self,
        content: str,
        *,
        channel: Channel | None = None,
        user: Person | None = None,
        mentions_bot: bool = True,
        reply_to: Json | None = None,
    ) -> Said:
        """Write a message, Alice in "general" by default; one that mentions the bot begins with that."""
        channel, user, bot = channel or self.world.general, user or self.world.alice, self.world.bot
        text = f"<@{bot.id}> {content}" if mentions_bot else content
        message = describe_message(next(self.world.ids), channel, user, {"content": text})
        if mentions_bot:
            message["mentions"] = [describe_person(bot)]
        if reply_to is not None:
            reference = {"message_id": reply_to["id"], "channel_id": reply_to["channel_id"], "type": 0}
            message |= {"type": REPLY, "message_reference": reference, "referenced_message": reply_to}
        with self._journal.writing():
            self.world.messages[int(message["id"])] = message
        told = message if channel.guild_id is None else message | {"member": describe_member()}
        self._tell("MESSAGE_CREATE", told, channel.guild_id)
        return Said(message, self.world, self._journal)

    @abstractmethod
    def _open(self, exchange: Exchange) -> None:
        """Await the bot's response to an interaction."""

    @abstractmethod
    def _tell(self, event: str, content: Json, guild_id: int | None) -> None:
        """Tell the bot of an event."""

    def _interact(
        self, kind: int, content: Json, channel: Channel | None, user: Person | None, *, clicked: Json | None = None
    ) -> Exchange:
        channel, user = channel or self.world.general, user or self.world.alice
        exchange = Exchange(
            next(self.world.ids),
            kind,
            channel=channel,
            person=user,
            journal=self._journal,
            world=self.world,
            respond_within_s=self._respond_within_s,
            clicked=clicked,
        )
        bot_id, is_direct = str(self.world.bot.id), channel.guild_id is None
        told: Json = {
            "id": str(exchange.id), "application_id": bot_id, "type": kind, "token": exchange.token, "version": 1,
            "data": content, "channel": describe_channel(channel, self.world), "channel_id": str(channel.id),
            "app_permissions": str(self.world.bot.permissions), "locale": "en-GB", "entitlements": [],
            "authorizing_integration_owners": {"0": str(channel.guild_id or 0)}, "context": 1 if is_direct else 0,
            "attachment_size_limit": 10_485_760, **describe_person_here(user, channel),
        }  # fmt: skip
        if not is_direct:
            told |= {"guild_id": str(channel.guild_id), "guild_locale": "en-US"}
        if clicked is not None:
            told["message"] = clicked
        with self._journal.writing():
            self._open(exchange)
        self._tell("INTERACTION_CREATE", told, channel.guild_id)
        return exchange
