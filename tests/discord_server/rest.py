"""The REST API: what a bot of answers asks of it, by route; anything else is refused as Discord refuses it."""

import re
from collections.abc import Callable
from typing import Any

from tests.discord_server.exchanges import EPHEMERAL, LOADING, Exchange
from tests.discord_server.journal import Json
from tests.discord_server.limits import check_commands, check_message
from tests.discord_server.payloads import (
    REPLY,
    describe_application,
    describe_channel,
    describe_message,
    describe_person,
    now,
    read_shown,
)
from tests.discord_server.refusals import (
    HAS_THREAD,
    NO_ROUTE,
    NOT_ITS_AUTHOR,
    UNKNOWN_CHANNEL,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    UNKNOWN_USER,
    UNKNOWN_WEBHOOK,
    refuse_form,
)
from tests.discord_server.world import Channel, Person, World

Dispatch = Callable[[str, Json, int | None], None]
Body = Any

ID, OF_INTERACTION = r"(\d+)", r"(interaction-\d+)"


class Rest:
    """Answers requests. Called by one thread, under the journal's lock.

    Args:
        world: that is asked about and changed.
        dispatch: tells the bot of what its requests change.
        gateway_url: of the gateway.
        shards: how many connections are recommended.

    Attributes:
        commands: as the bot registered them last.
        exchanges: the interactions, by their token.
        typing: the channels that the bot was seen typing in, in order.
    """

    def __init__(self, world: World, dispatch: Dispatch, *, gateway_url: str, shards: int) -> None:
        self._world, self._dispatch = world, dispatch
        self._gateway: Json = {"url": gateway_url}
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        self._sharded_gateway: Json = {"url": gateway_url, "shards": shards, "session_start_limit": limit}
        self.commands: list[Json] = []
        self.exchanges: dict[str, Exchange] = {}
        self.typing: list[int] = []
        message = f"/channels/{ID}/messages/{ID}"
        response = f"/webhooks/{ID}/{OF_INTERACTION}/messages/(@original|\\d+)"
        self._routes: dict[str, dict[str, Callable[..., Any]]] = {
            "/gateway": {"GET": lambda _: self._gateway},
            "/gateway/bot": {"GET": lambda _: self._sharded_gateway},
            "/users/@me": {"GET": lambda _: describe_person(self._world.bot)},
            "/users/@me/channels": {"POST": self._open_dm},
            f"/users/{ID}": {"GET": lambda _, user: describe_person(self._person(user))},
            "/(?:oauth2/)?applications/@me": {"GET": lambda _: describe_application(self._world)},
            f"/applications/{ID}/commands": {"GET": lambda _, __: self.commands, "PUT": self._register},
            f"/interactions/{ID}/{OF_INTERACTION}/callback": {"POST": self._respond},
            f"/webhooks/{ID}/{OF_INTERACTION}": {"POST": lambda body, _, token: self._exchange(token).add(body)},
            response: {
                "GET": lambda _, __, token, which: self._exchange(token).find(which),
                "PATCH": lambda body, _, token, which: self._exchange(token).edit(which, body),
                "DELETE": lambda _, __, token, which: self._exchange(token).delete(which),
            },
            f"/channels/{ID}": {"GET": lambda _, channel: describe_channel(self._channel(channel), self._world)},
            f"/channels/{ID}/typing": {"POST": self._type},
            f"/channels/{ID}/messages": {"POST": self._say},
            message: {"GET": lambda _, *where: self._message(*where), "PATCH": self._edit, "DELETE": self._delete},
            f"{message}/threads": {"POST": self._thread_at},
            f"/channels/{ID}/threads": {"POST": self._thread},
        }

    def respond(self, method: str, path: str, body: Body) -> Json | list[Json] | None:
        """Return what a request is answered with; None for a response without content.

        Raises:
            Refusal: as Discord refuses.
        """
        for pattern, by_method in self._routes.items():
            match = re.fullmatch(pattern, path)
            if match and method in by_method:
                answer: Json | list[Json] | None = by_method[method](body, *match.groups())
                return answer
        raise NO_ROUTE

    def _exchange(self, token: str) -> Exchange:
        if token not in self.exchanges:
            raise UNKNOWN_WEBHOOK
        return self.exchanges[token]

    def _person(self, person_id: str) -> Person:
        if int(person_id) not in self._world.people:
            raise UNKNOWN_USER
        return self._world.people[int(person_id)]

    def _channel(self, channel_id: str) -> Channel:
        if int(channel_id) not in self._world.channels:
            raise UNKNOWN_CHANNEL
        return self._world.channels[int(channel_id)]

    def _message(self, channel_id: str, message_id: str) -> Json:
        self._channel(channel_id)
        found = self._world.messages.get(int(message_id))
        if found is None or found["channel_id"] != channel_id:
            raise UNKNOWN_MESSAGE
        return found

    def _own_message(self, channel_id: str, message_id: str) -> Json:
        found = self._message(channel_id, message_id)
        if found["author"]["id"] != str(self._world.bot.id):
            raise NOT_ITS_AUTHOR
        return found

    def _register(self, body: Body, application_id: str) -> list[Json]:
        check_commands(body)
        known = {(command["type"], command["name"]): command["id"] for command in self.commands}
        self.commands = []
        for wanted in body:
            command: Json = {"type": 1, "description": "", "options": [], **wanted}
            command["id"] = known.get((command["type"], command["name"])) or str(next(self._world.ids))
            self.commands.append({**command, "application_id": application_id, "version": str(next(self._world.ids))})
        return self.commands

    def _respond(self, body: Body, interaction_id: str, token: str) -> Json:
        exchange = self.exchanges.get(token)
        if exchange is None or exchange.id != int(interaction_id):
            raise UNKNOWN_INTERACTION
        message = exchange.take_callback(body)
        about: Json = {"id": interaction_id, "type": exchange.kind}
        if message is None:
            return {"interaction": about, "resource": {"type": body["type"]}}
        about |= {
            "response_message_id": message["id"],
            "response_message_loading": bool(message["flags"] & LOADING),
            "response_message_ephemeral": bool(message["flags"] & EPHEMERAL),
        }
        return {"interaction": about, "resource": {"type": body["type"], "message": message}}

    def _open_dm(self, body: Body) -> Json:
        return describe_channel(self._world.open_dm(self._person(str(body["recipient_id"]))), self._world)

    def _type(self, _: Body, channel_id: str) -> None:
        self.typing.append(self._channel(channel_id).id)

    def _say(self, body: Body, channel_id: str) -> Json:
        channel = self._channel(channel_id)
        check_message(body)
        message = describe_message(next(self._world.ids), channel, self._world.bot, body)
        if reference := body.get("message_reference"):
            replied = self._world.messages.get(int(reference["message_id"]))
            if replied is None and reference.get("fail_if_not_exists", True):
                raise refuse_form({("message_reference",): "Unknown message"})
            if replied is not None:
                told = {"type": 0, "message_id": replied["id"], "channel_id": replied["channel_id"]}
                message |= {"type": REPLY, "message_reference": told, "referenced_message": replied}
        self._world.messages[int(message["id"])] = message
        self._dispatch("MESSAGE_CREATE", message, channel.guild_id)
        return message

    def _edit(self, body: Body, channel_id: str, message_id: str) -> Json:
        message = self._own_message(channel_id, message_id)
        check_message({**message, **body})
        message |= {**read_shown(body), "edited_timestamp": now()}
        self._dispatch("MESSAGE_UPDATE", message, self._channel(channel_id).guild_id)
        return message

    def _delete(self, _: Body, channel_id: str, message_id: str) -> None:
        self._own_message(channel_id, message_id)
        del self._world.messages[int(message_id)]

    def _thread_at(self, body: Body, channel_id: str, message_id: str) -> Json:
        self._message(channel_id, message_id)
        if int(message_id) in self._world.channels:
            raise HAS_THREAD
        return self._open_thread(body, channel_id, int(message_id))

    def _thread(self, body: Body, channel_id: str) -> Json:
        return self._open_thread(body, channel_id, next(self._world.ids))

    def _open_thread(self, body: Body, channel_id: str, thread_id: int) -> Json:
        if not 1 <= len(body["name"]) <= 100:
            raise refuse_form({("name",): "Must be between 1 and 100 in length."})
        parent = self._channel(channel_id)
        thread = describe_channel(self._world.open_thread(parent, body["name"], thread_id), self._world)
        self._dispatch("THREAD_CREATE", thread | {"newly_created": True}, parent.guild_id)
        return thread
