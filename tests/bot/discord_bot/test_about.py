"""What the bot says of itself."""

from tests.bot.discord_bot.conftest import World
from tests.bot.discord_bot.seen import text_of


async def said(world: World, command: str) -> str:
    result = await world.alice.slash(world.channel, command)
    assert result.ephemeral
    return text_of(result.response)


async def test_help_names_everything_that_one_can_do(world: World) -> None:
    told = await said(world, "help")
    for part in ("/ask", "/forget", "Show in context", "Check against the article", "👍", "/article add", "/settings"):
        assert part in told


async def test_about_tells_what_is_kept_how_long_and_who_sees_it(world: World) -> None:
    told = await said(world, "about")
    for part in (
        "your 👍 or 👎 and the reason you give",
        "forgotten 24 hours after its last question",
        "deleted after 90 days",
        "7 days after I am removed",
        "/forget everything:True",
        "No chat model is configured: no text leaves this machine",
    ):
        assert part in told


async def test_the_times_that_are_told_are_those_that_are_set(world: World) -> None:
    await world.restart(keep_days=1, delete_days=2, conversation_hours=1)
    told = await said(world, "about")
    assert "forgotten 1 hour after" in told
    assert "deleted after 1 day." in told
    assert "2 days after I am removed" in told


async def test_status_counts_the_articles_of_this_server_only(world: World) -> None:
    assert "**Articles here** 1" in await said(world, "status")


async def test_everything_of_a_person_is_deleted_on_demand(world: World) -> None:
    await world.alice.slash(world.channel, "ask", question="Who spoke?")
    told = await world.alice.slash(world.channel, "forget", everything=True)
    assert "1 question" in text_of(told.response)
    assert world.store.answers.count() == 0
