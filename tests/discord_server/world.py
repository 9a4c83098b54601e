"""Who and what there is in the loopback Discord: people, servers, channels."""

import itertools
import time
from dataclasses import dataclass, field, replace

from tests.discord_server.journal import Json

DISCORD_EPOCH_MS = 1_420_070_400_000
TEXT, DM, PUBLIC_THREAD = 0, 1, 11

ORDINARY = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 16 | 1 << 31 | 1 << 35 | 1 << 38
"""View Channel, Send Messages, Embed Links, Read Message History, Use Application Commands, Create Public Threads,
Send Messages in Threads."""
MANAGE_GUILD = 1 << 5


@dataclass(frozen=True, slots=True)
class Person:
    """A user.

    Attributes:
        manages: whether the person may manage every server.
    """

    id: int
    name: str
    is_bot: bool = False
    manages: bool = False

    @property
    def permissions(self) -> int:
        """What the person may do in every channel."""
        return ORDINARY | (MANAGE_GUILD if self.manages else 0)


@dataclass(frozen=True, slots=True)
class Guild:
    """A server; the bot is in each."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A text channel, a thread or a direct conversation.

    Attributes:
        guild_id: None for a direct conversation.
        parent_id: of a thread: the channel that it belongs to.
        person: of a direct conversation: who talks with the bot.
    """

    id: int
    name: str
    guild_id: int | None = None
    parent_id: int | None = None
    person: Person | None = None

    @property
    def kind(self) -> int:
        """Discord's number for its type."""
        if self.person is not None:
            return DM
        return TEXT if self.parent_id is None else PUBLIC_THREAD


def make_ids() -> "itertools.count[int]":
    """Return ids as Discord makes them, of now: milliseconds since 2015, and a count below."""
    return itertools.count((int(time.time() * 1000) - DISCORD_EPOCH_MS) << 22)


@dataclass(slots=True)
class World:
    """A server "Newsroom" with the channel "general", Alice, Bob and Carol, who manages it, and whatever is added.

    Attributes:
        messages: by id, as the API shows them; the test reads them under the journal's lock.
    """

    ids: "itertools.count[int]" = field(default_factory=make_ids)
    guilds: dict[int, Guild] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    bot: Person = field(init=False)
    alice: Person = field(init=False)
    bob: Person = field(init=False)
    carol: Person = field(init=False)
    newsroom: Guild = field(init=False)
    general: Channel = field(init=False)

    def __post_init__(self) -> None:
        self.bot = replace(self.add_person("Footnote"), is_bot=True)
        self.people[self.bot.id] = self.bot
        self.alice, self.bob = self.add_person("alice"), self.add_person("bob")
        self.carol = self.add_person("carol", manages=True)
        self.newsroom, self.general = self.add_guild("Newsroom")

    def add_person(self, name: str, *, manages: bool = False) -> Person:
        """Add somebody, who is a member of every server."""
        person = Person(next(self.ids), name, manages=manages)
        self.people[person.id] = person
        return person

    def add_guild(self, name: str) -> tuple[Guild, Channel]:
        """Add a server with one channel; before the bot connects."""
        # Discord spreads servers over connections by the bits above the count.
        guild = Guild(next(self.ids) + (len(self.guilds) << 22), name)
        self.guilds[guild.id] = guild
        return guild, self.add_channel("general", guild)

    def add_channel(self, name: str, guild: Guild) -> Channel:
        """Add a text channel; before the bot connects."""
        return self._keep(Channel(next(self.ids), name, guild.id))

    def open_thread(self, parent: Channel, name: str, thread_id: int) -> Channel:
        """Return a new thread; one that begins at a message has its id."""
        return self._keep(Channel(thread_id, name, parent.guild_id, parent_id=parent.id))

    def open_dm(self, person: Person) -> Channel:
        """Return the direct conversation of the bot with somebody; there is one a person."""
        open_one = next((channel for channel in self.channels.values() if channel.person == person), None)
        return open_one or self._keep(Channel(next(self.ids), person.name, person=person))

    def _keep(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        return channel
