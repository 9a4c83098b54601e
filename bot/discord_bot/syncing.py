"""Tell Discord of the commands, when they are others than it was last told."""

import asyncio
import hashlib
import json
import logging
from typing import TYPE_CHECKING

import discord

if TYPE_CHECKING:
    from discord.ext import commands

    from bot.store.store import Store

_log = logging.getLogger(__name__)


async def sync_commands(bot: "commands.AutoShardedBot", store: "Store") -> bool:
    """Send the commands unless they are as they were sent before; tell whether they were sent.

    Where Discord does not take them now, the bot goes on with those that it knows, and tries again at the next start.
    """
    key, wanted = f"commands of {bot.application_id}", hash_commands(bot)
    if await asyncio.to_thread(store.notes.get, key) == wanted:
        return False
    try:
        await bot.tree.sync()
    except discord.HTTPException as err:
        _log.error("commands not synced", extra={"status": err.status, "code": err.code})
        return False
    await asyncio.to_thread(store.notes.set, key, wanted)
    _log.info("commands synced")
    return True


def hash_commands(bot: "commands.AutoShardedBot") -> str:
    """Return what changes whenever a command does."""
    commands = [command.to_dict(bot.tree) for command in bot.tree.get_commands()]
    ordered = sorted(commands, key=lambda command: (command["type"], command["name"]))
    return hashlib.sha256(json.dumps(ordered, sort_keys=True).encode()).hexdigest()
