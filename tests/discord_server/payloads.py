"""People, servers, channels and messages in the words of Discord's API."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.discord_server.journal import Json
from tests.discord_server.world import ORDINARY, PUBLIC_THREAD, Channel, Guild, Person, World

REPLY = 19
SINCE = "2024-01-01T00:00:00+00:00"


def now() -> str:
    """Return the time as Discord writes it."""
    return datetime.now(UTC).isoformat()


def describe_person(person: Person) -> Json:
    """Return a user object."""
    return {
        "id": str(person.id),
        "username": person.name,
        "global_name": None if person.is_bot else person.name.title(),
        "discriminator": "0",
        "avatar": None,
        "bot": person.is_bot,
        "public_flags": 0,
    }


def describe_member() -> Json:
    """Return a member object without its user."""
    return {"roles": [], "joined_at": SINCE, "deaf": False, "mute": False, "flags": 0, "nick": None, "avatar": None}


def describe_channel(channel: Channel, world: World) -> Json:
    """Return a channel object."""
    described: Json = {"id": str(channel.id), "type": channel.kind, "last_message_id": None, "flags": 0}
    if channel.person is not None:
        return described | {"recipients": [describe_person(channel.person)]}
    described |= {"guild_id": str(channel.guild_id), "name": channel.name, "rate_limit_per_user": 0}
    if channel.kind != PUBLIC_THREAD:
        return described | {"position": 0, "permission_overwrites": [], "nsfw": False, "topic": None, "parent_id": None}
    state = {"archived": False, "auto_archive_duration": 1440, "archive_timestamp": SINCE, "locked": False}
    owner = str(world.bot.id)
    member = {"id": str(channel.id), "user_id": owner, "join_timestamp": SINCE, "flags": 0}
    counts = {"message_count": 0, "member_count": 1}
    return described | {
        "parent_id": str(channel.parent_id), "owner_id": owner, "thread_metadata": state, "member": member, **counts
    }  # fmt: skip


def describe_guild(guild: Guild, world: World) -> Json:
    """Return a server as GUILD_CREATE tells of it; the bot is the only member it names."""
    own = {"user": describe_person(world.bot), **describe_member()}
    everyone = {
        "id": str(guild.id), "name": "@everyone", "permissions": str(ORDINARY), "position": 0, "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False, "managed": False, "mentionable": False, "flags": 0, "icon": None, "unicode_emoji": None,
    }  # fmt: skip
    of_guild = [channel for channel in world.channels.values() if channel.guild_id == guild.id]
    described = [describe_channel(channel, world) for channel in of_guild]
    empty = ("emojis", "stickers", "features", "voice_states", "presences", "stage_instances",
             "guild_scheduled_events", "soundboard_sounds")  # fmt: skip
    return {
        "id": str(guild.id), "name": guild.name, "icon": None, "owner_id": str(world.carol.id), "roles": [everyone],
        "channels": [channel for channel in described if channel["type"] != PUBLIC_THREAD],
        "threads": [channel for channel in described if channel["type"] == PUBLIC_THREAD],
        "members": [own], "member_count": len(world.people), "large": False, "unavailable": False, "joined_at": SINCE,
        "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0,
        "afk_timeout": 300, "premium_tier": 0, "preferred_locale": "en-US", "nsfw_level": 0, "system_channel_flags": 0,
        **{name: [] for name in empty},
    }  # fmt: skip


def describe_application(world: World) -> Json:
    """Return the bot's application."""
    return {
        "id": str(world.bot.id), "name": world.bot.name, "description": "", "icon": None, "bot_public": True,
        "bot_require_code_grant": False, "owner": describe_person(world.carol), "verify_key": "0" * 64, "flags": 0,
        "team": None, "summary": "", "rpc_origins": [], "interactions_endpoint_url": None,
    }  # fmt: skip


def describe_message(message_id: int, channel: Channel, author: Person, shown: Mapping[str, Any]) -> Json:
    """Return a message object.

    Args:
        message_id: of the message.
        channel: where it is.
        author: of the message.
        shown: what a request gave of it: `content`, `embeds`, `components`, `flags`.
    """
    message: Json = {
        "id": str(message_id), "channel_id": str(channel.id), "author": describe_person(author), "type": 0,
        "content": "", "embeds": [], "components": [], "attachments": [], "mentions": [], "mention_roles": [],
        "mention_everyone": False, "pinned": False, "tts": False, "flags": 0, "timestamp": now(),
        "edited_timestamp": None,
    }  # fmt: skip
    if channel.guild_id is not None:
        message["guild_id"] = str(channel.guild_id)
    return message | read_shown(shown)


def read_shown(body: Mapping[str, Any]) -> Json:
    """Return what a request gives of a message, as the message has it afterwards; null is nothing."""
    nothing: Json = {"content": "", "components": [], "flags": 0, "embeds": []}
    shown = {name: body[name] or empty for name, empty in nothing.items() if name in body}
    if "embeds" in shown:
        shown["embeds"] = [{**embed, "type": "rich"} for embed in shown["embeds"]]
    return shown


def describe_person_here(person: Person, channel: Channel) -> Json:
    """Return who does something in a channel: a member of its server with permissions, or a user."""
    if channel.guild_id is None:
        return {"user": describe_person(person)}
    may = str(person.permissions)
    return {"member": {"user": describe_person(person), **describe_member(), "permissions": may}}
