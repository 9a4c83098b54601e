"""A real client in a process of its own finds a Discord here."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.discord_server.server import LoopbackDiscord
from tests.discord_server.world import World

CLIENT = """
import asyncio, sys
import discord, yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

class Client(discord.AutoShardedClient):
    async def setup_hook(self):
        self.tree = app_commands.CommandTree(self)
        @self.tree.command(name="ask", description="Ask.")
        async def ask(interaction: discord.Interaction, question: str, where: discord.TextChannel | None = None):
            await interaction.response.defer(thinking=True)
            view = discord.ui.View(timeout=None)
            button = discord.ui.Button(label="Open a thread", custom_id="thread")
            button.callback = self.open_thread
            view.add_item(button)
            name = where.name if where else None
            await interaction.edit_original_response(embed=discord.Embed(title=f"{question} {name}"), view=view)
        await self.tree.sync()

    async def open_thread(self, click):
        thread = await click.message.create_thread(name="Here")
        await click.response.send_message(f"in {thread.name}", ephemeral=True)

    async def on_message(self, message):
        if self.user in message.mentions and not message.author.bot:
            await message.reply(f"{message.channel.permissions_for(message.guild.me).embed_links}")

async def main():
    async with Client(intents=discord.Intents(guilds=True, messages=True)) as client:
        await client.login(sys.argv[1])
        _, url, _ = await client.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
        await client.connect()

Route.BASE = sys.argv[2]
asyncio.run(main())
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoopbackDiscord]:
    """A server with a client that answers."""
    script: Path = tmp_path_factory.mktemp("client") / "client.py"
    script.write_text(CLIENT)
    world = World()
    world.add_guild("Other")
    with LoopbackDiscord(world, shards=2) as server:
        client = subprocess.Popen([sys.executable, str(script), server.token, server.api_url])
        try:
            server.wait_ready()
            yield server
        finally:
            client.kill()
            client.wait()


def test_a_client_registers_commands_and_identifies_with_its_intents(server: LoopbackDiscord) -> None:
    assert [command["name"] for command in server.commands] == ["ask"]
    assert {(tuple(told["shard"]), told["intents"]) for told in server.gateway.identifies} >= {((0, 2), 4609)}
    assert server.unknown_requests == ()


def test_a_command_is_deferred_and_answered(server: LoopbackDiscord) -> None:
    asked = server.slash("ask", {"question": "Who?", "where": server.world.general})
    assert asked.wait_callback().kind == 5
    assert asked.wait_answer()["embeds"][0]["title"] == "Who? general"


def test_a_mention_is_replied_to(server: LoopbackDiscord) -> None:
    assert server.say("Who?", user=server.world.bob).wait_reply()["content"] == "True"


def test_a_button_opens_a_thread(server: LoopbackDiscord) -> None:
    answer = server.slash("ask", {"question": "Who?"}).wait_answer()
    click = server.click(answer, "thread")
    assert (click.wait_answer()["content"], click.wait_callback().kind) == ("in Here", 4)


def test_a_closed_gateway_is_resumed(server: LoopbackDiscord) -> None:
    before = server.gateway.resumed
    server.close_gateway(4000)
    server.wait_for(lambda: server.gateway.resumed == before + 2)
    assert server.slash("ask", {"question": "When?"}).wait_answer()["embeds"][0]["title"] == "When? None"


def test_faults_are_retried(server: LoopbackDiscord) -> None:
    server.fail_next("PATCH", ".*/@original", 429, retry_after_s=0.05)
    assert server.slash("ask", {"question": "How?"}).wait_answer()["embeds"][0]["title"] == "How? None"
    edits = [request.status for request in server.requests if request.method == "PATCH"]
    assert edits[-2:] == [429, 200]
