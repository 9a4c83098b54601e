"""The commands as Discord is told of them."""

from typing import Any

import discord
import pytest

from bot.discord_bot.assembly import make_bot
from bot.discord_bot.service import Service
from bot.discord_bot.syncing import hash_commands
from tests.bot.discord_bot.conftest import World, make_settings

EVERYWHERE = {"integration_types": [0, 1], "contexts": [0, 1, 2]}
MANAGE_GUILD = discord.Permissions(manage_guild=True).value


def told(world: World) -> dict[str, dict[str, Any]]:
    return {command.name: command.to_dict(world.bot.tree) for command in world.bot.tree.get_commands()}


async def test_there_are_these_and_no_others(world: World) -> None:
    names = {"ask", "forget", "help", "about", "status", "article", "settings", "Check against the article"}
    assert set(told(world)) == names


@pytest.mark.parametrize("name", ["ask", "forget", "help", "about", "status", "Check against the article"])
async def test_what_everybody_uses_works_in_servers_in_direct_messages_and_where_it_is_brought_along(
    world: World, name: str
) -> None:
    command = told(world)[name]
    assert {key: sorted(command[key]) for key in EVERYWHERE} == EVERYWHERE
    assert command["default_member_permissions"] is None


@pytest.mark.parametrize("name", ["article", "settings"])
async def test_what_managers_use_is_shown_to_them_in_servers_alone(world: World, name: str) -> None:
    command = told(world)[name]
    assert (command["integration_types"], command["contexts"]) == ([0], [0])
    assert command["default_member_permissions"] == MANAGE_GUILD


async def test_the_hash_is_the_same_for_the_same_commands_and_another_for_others(world: World) -> None:
    before = hash_commands(world.bot)
    assert hash_commands(world.bot) == before
    world.bot.tree.remove_command("status")
    assert hash_commands(world.bot) != before


async def test_several_connections_are_asked_for_from_so_many_servers_on(service: Service) -> None:
    service.store.servers.note_present((1, 2))
    assert make_bot(service, make_settings(shard_from=3)).shard_count == 1
    assert make_bot(service, make_settings(shard_from=2)).shard_count is None
