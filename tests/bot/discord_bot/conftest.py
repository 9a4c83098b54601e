"""The whole bot in a simulated Discord: real articles, real store, real discord.py, no network."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import discord
import pytest
import pytest_asyncio
import simcord

from bot.discord_bot.assembly import make_bot
from bot.discord_bot.bot import FootnoteBot
from bot.discord_bot.service import Service
from bot.discord_bot.settings import DiscordSettings
from bot.errors import StoreFull
from bot.store.database import Database
from bot.store.store import Store
from retrieval.build import Footnote
from retrieval.settings import Settings

MANAGER = discord.Permissions(manage_guild=True)

_numbers = count(1)


@dataclass
class World:
    """A server with a channel, somebody who manages it, two who do not, and the bot."""

    env: simcord.Env
    bot: FootnoteBot
    service: Service
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    manager: simcord.MemberActor
    alice: simcord.MemberActor
    bob: simcord.MemberActor

    @property
    def store(self) -> Store:
        return self.service.store

    @property
    def collection(self) -> str:
        return f"server-{self.guild.id}"

    async def restart(self, **settings: object) -> None:
        """The bot as a new process over the same store."""
        self.bot = make_bot(self.service, make_settings(**settings))
        await self.env.restart_bot(self.bot)

    def add_server(self, name: str) -> "World":
        """Another server, seen by the same bot, with other people."""
        return make_world(self.env, self.bot, self.service, name)


def make_settings(**changed: object) -> DiscordSettings:
    return DiscordSettings(_env_file=None, **{"per_minute": 600, **changed})  # type: ignore[call-arg, arg-type]


def make_world(env: simcord.Env, bot: FootnoteBot, service: Service, name: str = "Newsroom") -> World:
    # Each server of a test run has an id of its own: their collections lie in one data folder.
    guild = env.create_guild(name, id=(next(_numbers) << 22) + 10**17)
    channel = guild.create_text_channel("general")
    managers = guild.create_role("Managers", permissions=MANAGER)
    people = [env.create_user(f"{who}-{guild.id}") for who in ("manager", "alice", "bob")]
    manager = guild.add_member(people[0], roles=[managers])
    alice, bob = (guild.add_member(user) for user in people[1:])
    return World(env, bot, service, guild, channel, manager, alice, bob)


@pytest.fixture(scope="session")
def footnote(prepared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Footnote]:
    """One Footnote for all tests: opening its models takes longer than they do. Every server has its own articles."""
    folder = tmp_path_factory.mktemp("discord") / "data"
    settings = Settings(data_dir=folder, _env_file=None)  # type: ignore[call-arg]
    with Footnote(settings, models=prepared_folder / "models") as opened:
        opened.warm_up()
        opened.update_index()
        yield opened


class FillingDatabase(Database):
    """A database on a disk that can become full."""

    is_full = False

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        if self.is_full:
            raise StoreFull(str(self.path))
        with super().writing() as connection:
            yield connection


@pytest.fixture
def database(tmp_path: Path) -> FillingDatabase:
    return FillingDatabase(tmp_path / "bot.sqlite3", busy_timeout_s=0.2)


@pytest.fixture
def service(footnote: Footnote, database: FillingDatabase) -> Iterator[Service]:
    with Store(database) as store:
        yield Service(footnote, store, conversation_hours=24)


@pytest_asyncio.fixture
async def discord_env(service: Service, request: pytest.FixtureRequest) -> AsyncIterator[simcord.Env]:
    """The running bot; settings by the marker `discord_settings(name=value)`, its service by `serving(make=…)`."""
    changed = request.node.get_closest_marker("discord_settings")
    serving = request.node.get_closest_marker("serving")
    served = serving.kwargs["make"](service) if serving else service
    env = simcord.Env(make_bot(served, make_settings(**(changed.kwargs if changed else {}))), settle_timeout=30)
    await env.start()
    yield env
    await env.shutdown()
    # Checks that fail are answered; whatever else was raised is the bot's fault.
    assert [error for error in env.errors if not isinstance(error, discord.app_commands.CheckFailure)] == []


@pytest.fixture
def world(discord_env: simcord.Env) -> World:
    """The bot in a server."""
    bot = discord_env.bot
    assert isinstance(bot, FootnoteBot)
    return make_world(discord_env, bot, bot.service)
