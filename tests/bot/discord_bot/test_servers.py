"""Servers that come and go."""

import pytest

from bot.discord_bot.cogs.servers import Servers
from bot.store.store import Store
from tests.bot.discord_bot.conftest import World
from tests.bot.discord_bot.seen import text_of

QUESTION = "Who did Gerasimov speak to?"


async def tidy(world: World) -> None:
    cog = world.bot.get_cog("Servers")
    assert isinstance(cog, Servers)
    await cog.tidy()


async def leave(world: World) -> None:
    """What the gateway says when a server removes the bot."""
    world.env.backend.emit("GUILD_DELETE", {"id": str(world.guild.id)})
    await world.env.settle()


def kept(store: Store, world: World) -> int:
    return len(store.votes.all(world.collection)) + store.answers.count()


@pytest.mark.discord_settings(delete_days=0)
async def test_a_server_that_removed_the_bot_is_deleted(world: World) -> None:
    await world.alice.slash(world.channel, "ask", question=QUESTION)
    footnote, collection = world.service.footnote, world.collection
    assert collection in footnote.data.collections()
    await leave(world)
    await tidy(world)
    assert collection not in footnote.data.collections()
    assert kept(world.store, world) == 0


async def test_it_is_not_deleted_before_its_time(world: World) -> None:
    await world.alice.slash(world.channel, "ask", question=QUESTION)
    await leave(world)
    await tidy(world)
    assert world.collection in world.service.footnote.data.collections()
    assert kept(world.store, world) == 1


@pytest.mark.discord_settings(delete_days=0)
async def test_a_server_that_takes_the_bot_back_keeps_everything(world: World) -> None:
    await world.alice.slash(world.channel, "ask", question=QUESTION)
    await leave(world)
    world.store.servers.note_present((world.guild.id,))
    await tidy(world)
    assert world.collection in world.service.footnote.data.collections()


@pytest.mark.discord_settings(delete_days=0)
async def test_a_server_that_cannot_be_deleted_now_is_tried_again_and_holds_up_no_other(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.alice.slash(world.channel, "ask", question=QUESTION)
    world.store.servers.note_removed(42)
    aside = world.service.footnote.data.path / "deleted" / "server-42"
    aside.parent.mkdir(exist_ok=True)
    aside.write_text("in the way of what is to be deleted")
    await leave(world)
    await tidy(world)
    assert world.collection not in world.service.footnote.data.collections()
    assert world.store.servers.removed_before(9e9) == (42,)
    aside.unlink()
    assert "not done" in [record.getMessage() for record in caplog.records]


@pytest.mark.discord_settings(delete_days=0)
async def test_other_servers_stay_as_they_are(world: World) -> None:
    other = world.add_server("Elsewhere")
    await other.alice.slash(other.channel, "ask", question=QUESTION)
    await leave(world)
    await tidy(world)
    assert other.collection in world.service.footnote.data.collections()
    again = await other.alice.slash(other.channel, "ask", question=QUESTION)
    assert "General Mark Milley" in text_of(again.response)


async def test_a_server_that_left_while_the_bot_was_away_is_noticed_at_the_next_start(world: World) -> None:
    world.store.servers.note_present((42,))
    await world.restart()
    assert 42 not in world.store.servers.present()
    assert world.store.servers.removed_before(9e9) == (42,)


async def test_what_is_old_is_deleted(world: World) -> None:
    await world.alice.slash(world.channel, "ask", question=QUESTION)
    await world.restart(keep_days=1e-9)
    await tidy(world)
    assert world.store.answers.count() == 0
