"""Questions and answers, as people in Discord have them."""

import discord
import pytest

from tests.bot.discord_bot.conftest import World
from tests.bot.discord_bot.seen import buttons_of, text_of, title_of
from tests.bot.discord_bot.telling import telling

QUESTION = "Who did Gerasimov speak to?"
QUOTE = "Russia’s General Gerasimov spoke to General Mark Milley, the top military officer in the US"
AFTER = "Read after: Who is Ben Wallace?"


async def test_a_question_is_deferred_and_then_answered_with_its_quote(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question=QUESTION)
    callbacks = [entry.json["type"] for entry in world.env.http_requests if entry.path.endswith("/callback")]
    assert (callbacks, result.ephemeral) == ([discord.InteractionResponseType.deferred_channel_message.value], False)
    assert title_of(result.response) == QUESTION
    assert QUOTE in text_of(result.response)
    assert list(buttons_of(result.response)) == ["Show in context", "Ask a follow-up", "Open a thread", "👍", "👎"]


async def test_a_private_answer_is_for_who_asked_alone_and_opens_no_thread(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question=QUESTION, private=True)
    assert result.ephemeral
    assert "Open a thread" not in buttons_of(result.response)


async def test_what_the_article_does_not_say_is_said_and_looks_different(world: World) -> None:
    answered = (await world.alice.slash(world.channel, "ask", question=QUESTION)).response
    silent = (await world.alice.slash(world.channel, "ask", question="What did Zelensky say about the bomb?")).response
    assert "The article does not mention Zelensky." in text_of(silent)
    assert answered.embeds[0].colour != silent.embeds[0].colour


async def test_a_mention_is_answered_by_a_reply(world: World) -> None:
    asked = await world.alice.send(world.channel, f"{world.bot.user.mention} {QUESTION}")
    reply = world.channel.last_message
    assert reply.reference.message_id == asked.id
    assert title_of(reply) == QUESTION
    assert QUOTE in text_of(reply)


@pytest.mark.serving(make=telling)
async def test_a_follow_up_knows_the_conversation_of_its_person_and_channel(world: World) -> None:
    first = await world.alice.slash(world.channel, "ask", question="Who is Ben Wallace?")
    assert "Read after" not in text_of(first.response)
    followed = await world.alice.slash(world.channel, "ask", question="What did he say?")
    assert AFTER in text_of(followed.response)
    assert "Understood as" not in text_of(followed.response)
    of_bob = await world.bob.slash(world.channel, "ask", question="What did he say?")
    assert "Read after" not in text_of(of_bob.response)
    elsewhere = world.guild.create_text_channel("elsewhere")
    of_alice = await world.alice.slash(elsewhere, "ask", question="What did he say?")
    assert "Read after" not in text_of(of_alice.response)


@pytest.mark.serving(make=telling)
async def test_a_reply_to_an_answer_follows_that_answer_whoever_it_was_for(world: World) -> None:
    await world.alice.send(world.channel, f"{world.bot.user.mention} Who is Ben Wallace?")
    answer = world.channel.last_message
    await world.bob.send(world.channel, f"{world.bot.user.mention} What did he say?", reply_to=answer)
    assert AFTER in text_of(world.channel.last_message)


@pytest.mark.serving(make=telling)
async def test_a_conversation_survives_a_restart(world: World) -> None:
    await world.alice.slash(world.channel, "ask", question="Who is Ben Wallace?")
    await world.restart()
    followed = await world.alice.slash(world.channel, "ask", question="What did he say?")
    assert AFTER in text_of(followed.response)


@pytest.mark.serving(make=telling)
async def test_a_forgotten_conversation_is_not_gone_on_with(world: World) -> None:
    await world.alice.slash(world.channel, "ask", question="Who is Ben Wallace?")
    forgot = await world.alice.slash(world.channel, "forget")
    assert "This conversation is forgotten." in text_of(forgot.response)
    followed = await world.alice.slash(world.channel, "ask", question="What did he say?")
    assert "Read after" not in text_of(followed.response)
    assert "no conversation of yours" in text_of((await world.bob.slash(world.channel, "forget")).response)


async def test_a_direct_message_is_a_question(world: World) -> None:
    user = world.env.create_user("carol")
    await user.send_dm(QUESTION)
    assert QUOTE in text_of(user.dm_channel.last_message)
    assert "Open a thread" not in buttons_of(user.dm_channel.last_message)


async def test_a_mention_without_a_question_says_how_to_ask(world: World) -> None:
    await world.alice.send(world.channel, world.bot.user.mention)
    assert "Ask me something about the article" in text_of(world.channel.last_message)


async def test_a_picture_without_a_question_is_said_not_to_be_read(world: World) -> None:
    await world.alice.send(world.channel, world.bot.user.mention, attachments=[("a.png", b"x")])
    assert "I read text only" in text_of(world.channel.last_message)


async def test_people_talking_to_each_other_are_left_alone(world: World) -> None:
    await world.alice.send(world.channel, QUESTION)
    await world.bob.send(world.channel, f"{world.alice.mention} no idea")
    assert len(world.channel.history()) == 2


async def test_the_bot_does_not_answer_bots(world: World) -> None:
    webhook = world.guild.create_webhook(world.channel)
    await webhook.send(f"{world.bot.user.mention} {QUESTION}")
    assert len(world.channel.history()) == 1


async def test_mentions_in_a_question_ping_nobody(world: World) -> None:
    await world.alice.send(world.channel, f"{world.bot.user.mention} did @everyone or {world.bob.mention} speak?")
    reply = world.channel.last_message
    assert (reply.mention_everyone, reply.mentions) == (False, [])
    assert "<@" not in text_of(reply)


async def test_articles_are_offered_while_one_types(world: World) -> None:
    offered = await world.alice.autocomplete(world.channel, "ask", "article", "")
    assert [choice["value"] for choice in offered] == ["russia-dirty-bomb-claims"]
    assert await world.alice.autocomplete(world.channel, "ask", "article", "zzz") == []


async def test_an_article_that_does_not_exist_is_said_not_to(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question=QUESTION, article="nothing")
    assert "There is no such article here" in text_of(result.response)


@pytest.mark.serving(make=telling)
@pytest.mark.discord_settings(message_content=True)
async def test_in_a_thread_of_the_bots_nobody_needs_to_mention_it(world: World) -> None:
    answer = (await world.alice.slash(world.channel, "ask", question="Who is Ben Wallace?")).response
    opened = await world.alice.click(answer, label="Open a thread")
    (thread,) = world.channel.threads
    assert f"The conversation goes on in <#{thread.id}>." in text_of(opened.response)
    await world.alice.send(thread, "What did he say?")
    assert AFTER in text_of(thread.last_message)
    await world.bob.send(thread, f"{world.alice.mention} interesting!")
    assert thread.last_message.content.endswith("interesting!")


@pytest.mark.serving(make=telling)
async def test_a_thread_carries_the_conversation_on_for_everybody_in_it(world: World) -> None:
    answer = (await world.alice.slash(world.channel, "ask", question="Who is Ben Wallace?")).response
    await world.bob.click(answer, label="Open a thread")
    (thread,) = world.channel.threads
    await world.bob.send(thread, f"{world.bot.user.mention} What did he say?")
    assert AFTER in text_of(thread.last_message)


async def test_a_message_has_one_thread_at_most(world: World) -> None:
    answer = (await world.alice.slash(world.channel, "ask", question=QUESTION)).response
    await world.alice.click(answer, label="Open a thread")
    again = await world.bob.click(answer, label="Open a thread")
    assert len(world.channel.threads) == 1
    assert f"The conversation goes on in <#{world.channel.threads[0].id}>." in text_of(again.response)
