"""What people who manage a server do, and that no server sees another's."""

import pytest

from corpus.articles import ArticleSource, make_article
from retrieval.build import Footnote
from tests.bot.discord_bot.conftest import World
from tests.bot.discord_bot.seen import text_of, title_of

STORY = (
    "The grain ship Marigold left the port of Odesa on Tuesday. Captain Ilse Brandt said the ship carries "
    "26,000 tonnes of maize. The harbour master, Tomas Reyes, called the departure a relief for the farmers of the "
    "region.\n"
)
QUESTION = "Who is the captain of the Marigold?"


async def add(world: World, text: str = STORY, name: str = "grain.txt", **options: object) -> str:
    result = await world.manager.slash(world.channel, "article add", file=(name, text.encode()), **options)
    assert result.ephemeral
    return text_of(result.response)


async def answer(world: World, question: str, **options: object) -> str:
    return text_of((await world.alice.slash(world.channel, "ask", question=question, **options)).response)


async def test_an_article_that_was_added_is_asked_at_once(world: World) -> None:
    assert await add(world, title="Grain ships leave") == "Added: **Grain ships leave** (`grain-ships-leave`)."
    assert "Captain Ilse Brandt said" in await answer(world, QUESTION)


async def test_an_article_that_another_process_added_is_asked_without_a_restart(world: World) -> None:
    assert "Ilse Brandt" not in await answer(world, QUESTION)
    with Footnote(world.service.footnote.settings) as other, other.data.writing():
        other.library(world.collection).add(make_article(ArticleSource("grain.txt", STORY, "grain")))
    assert "Captain Ilse Brandt said" in await answer(world, QUESTION)


async def test_no_server_sees_anothers_articles_answers_or_settings(world: World) -> None:
    other = world.add_server("Elsewhere")
    await add(world, title="Grain ships leave")
    assert "Ilse Brandt" not in await answer(other, QUESTION)
    assert [choice["value"] for choice in await other.alice.autocomplete(other.channel, "ask", "article", "")] == [
        "russia-dirty-bomb-claims"
    ]
    assert "There is no such article here" in await answer(other, QUESTION, article="grain-ships-leave")
    await world.manager.slash(world.channel, "settings private", private=True)
    assert not (await other.alice.slash(other.channel, "ask", question=QUESTION)).ephemeral
    listed = await other.manager.slash(other.channel, "article list")
    assert "grain-ships-leave" not in text_of(listed.response)


async def test_a_file_that_is_no_article_is_refused_in_a_sentence(world: World) -> None:
    assert await add(world, "") == "⚠️ 'grain.txt' is empty; give a source with the text of an article."
    assert "does not look like English text" in await add(world, "Der Kapitän sagte, das Schiff sei beladen. " * 5)


async def test_neither_file_nor_address_is_asked_for(world: World) -> None:
    result = await world.manager.slash(world.channel, "article add")
    assert "Give either a file or a web address." in text_of(result.response)


async def test_an_address_in_a_private_network_is_not_fetched(world: World) -> None:
    result = await world.manager.slash(world.channel, "article add", url="http://127.0.0.1:8000/a")
    assert "127.0.0.1" in text_of(result.response)
    assert "Added" not in text_of(result.response)


@pytest.mark.discord_settings(max_articles=2)
async def test_a_server_has_so_many_articles_and_no_more(world: World) -> None:
    assert "Added" in await add(world, title="Grain")
    assert "Added" not in await add(world, STORY.replace("grain", "cargo").replace("Marigold", "Rose"), title="Cargo")


async def test_an_article_is_listed_and_removed(world: World) -> None:
    await add(world, title="Grain ships leave")
    listed = await world.manager.slash(world.channel, "article list")
    assert "grain-ships-leave" in text_of(listed.response)
    removed = await world.manager.slash(world.channel, "article remove", article="grain-ships-leave")
    assert text_of(removed.response) == "Removed: `grain-ships-leave`."
    assert "Ilse Brandt" not in await answer(world, QUESTION)
    missing = await world.manager.slash(world.channel, "article remove", article="grain-ships-leave")
    assert "There is no such article here" in text_of(missing.response)


async def test_a_server_without_articles_says_how_to_add_one(world: World) -> None:
    await world.manager.slash(world.channel, "article remove", article="russia-dirty-bomb-claims")
    assert "can add one with `/article add`" in await answer(world, QUESTION)


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("article list", {}),
        ("article remove", {"article": "x"}),
        ("settings reset", {}),
        ("settings private", {"private": True}),
    ],
)
async def test_who_does_not_manage_the_server_may_not(world: World, command: str, options: dict[str, object]) -> None:
    # Discord hides them; a server may show them to others all the same.
    (root,) = (one for one in await world.bot.tree.fetch_commands() if one.name == command.split(maxsplit=1)[0])
    world.guild.set_command_permissions(root.id, {world.guild.default_role: True})
    result = await world.alice.slash(world.channel, command, **options)
    assert "Only people who may manage this server can do that." in text_of(result.response)
    assert result.ephemeral


async def test_answers_are_private_where_a_server_wants_it(world: World) -> None:
    told = await world.manager.slash(world.channel, "settings private", private=True)
    assert "**Answers are for** the person who asked" in text_of(told.response)
    assert (await world.alice.slash(world.channel, "ask", question="Who spoke?")).ephemeral
    assert not (await world.alice.slash(world.channel, "ask", question="Who spoke?", private=False)).ephemeral
    await world.alice.send(world.channel, f"{world.bot.user.mention} Who spoke?")
    assert "Please ask with `/ask`" in text_of(world.channel.last_message)


async def test_only_the_chosen_channels_and_their_threads_are_answered_in(world: World) -> None:
    other = world.guild.create_text_channel("press")
    await world.manager.slash(world.channel, "settings channel", channel=other, answer=True)
    told = await world.alice.slash(world.channel, "ask", question="Who spoke?")
    assert (text_of(told.response), told.ephemeral) == (
        f"I answer in <#{other.id}> only; that is what the owners of this server chose.",
        True,
    )
    answered = await world.alice.slash(other, "ask", question="Who did Gerasimov speak to?")
    assert title_of(answered.response) == "Who did Gerasimov speak to?"
    await world.alice.click(answered.response, label="Open a thread")
    within = await world.alice.slash(other.threads[0], "ask", question="Who did Gerasimov speak to?")
    assert title_of(within.response) == "Who did Gerasimov speak to?"


async def test_only_the_chosen_roles_may_ask(world: World) -> None:
    role = world.guild.create_role("Readers")
    reader = world.guild.add_member(world.env.create_user("reader"), roles=[role])
    await world.manager.slash(world.channel, "settings role", role=role, ask=True)
    told = await world.alice.slash(world.channel, "ask", question="Who spoke?")
    assert text_of(told.response) == f"Only people with one of these roles may ask me here: <@&{role.id}>."
    asked = await reader.slash(world.channel, "ask", question="Who did Gerasimov speak to?")
    assert title_of(asked.response) == "Who did Gerasimov speak to?"


async def test_a_default_article_is_the_only_one_asked_unless_another_is_named(world: World) -> None:
    await add(world, title="Grain ships leave")
    await world.manager.slash(world.channel, "settings article", article="russia-dirty-bomb-claims")
    assert "Ilse Brandt" not in await answer(world, QUESTION)
    assert "Ilse Brandt" in await answer(world, QUESTION, article="grain-ships-leave")
    await world.manager.slash(world.channel, "settings article")
    assert "Ilse Brandt" in await answer(world, QUESTION)


async def test_a_default_article_that_was_removed_leaves_all_others(world: World) -> None:
    await add(world, title="Grain ships leave")
    await world.manager.slash(world.channel, "settings article", article="russia-dirty-bomb-claims")
    await world.manager.slash(world.channel, "article remove", article="russia-dirty-bomb-claims")
    assert "Ilse Brandt" in await answer(world, QUESTION)


async def test_settings_survive_a_restart_and_are_set_back(world: World) -> None:
    await world.manager.slash(world.channel, "settings private", private=True)
    await world.restart()
    shown = await world.manager.slash(world.channel, "settings show")
    assert "**Answers are for** the person who asked" in text_of(shown.response)
    back = await world.manager.slash(world.channel, "settings reset")
    assert "**Answers are for** everybody in the channel" in text_of(back.response)
