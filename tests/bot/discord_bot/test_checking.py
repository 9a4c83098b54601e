"""“Check against the article”, on messages."""

from tests.bot.discord_bot.conftest import World
from tests.bot.discord_bot.seen import text_of

NAME = "Check against the article"


async def check(world: World, content: str) -> str:
    message = await world.bob.send(world.channel, content)
    result = await world.alice.context_menu(world.channel, NAME, message)
    assert result.ephemeral
    return text_of(result.response)


async def test_a_claim_that_the_article_makes_is_shown_with_its_sentence(world: World) -> None:
    told = await check(world, "Russia’s General Gerasimov spoke to General Mark Milley.")
    assert "The article says so" in told
    assert "General Mark Milley, the top military officer in the US" in told


async def test_a_claim_that_the_article_does_not_make_is_said_not_to_be_in_it(world: World) -> None:
    assert "Not in the article" in await check(world, "The price of wheat fell in Chicago on Tuesday.")


async def test_nothing_is_ever_called_true_or_false(world: World) -> None:
    told = await check(world, "Gerasimov spoke to Milley. The allies accepted the allegation. Wheat is cheap.")
    words = told.lower().replace("what is true", "").split()
    assert not {"true", "false", "wrong", "incorrect", "lie"} & set(words)


async def test_a_message_without_a_statement_is_said_to_have_none(world: World) -> None:
    assert "There is no statement in that message" in await check(world, "Really?")


async def test_a_picture_is_said_to_have_no_text(world: World) -> None:
    message = await world.bob.send(world.channel, "", attachments=[("a.png", b"x")])
    result = await world.alice.context_menu(world.channel, NAME, message)
    assert "There is no text in that message" in text_of(result.response)
