"""What goes wrong ends in a clear message or a log line, never in silence or a crash."""

import asyncio
import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import discord
import pytest

from bot.discord_bot.claims_of import MessageClaims
from bot.discord_bot.desk import Desk, TookTooLong
from bot.discord_bot.scope import Scope
from bot.discord_bot.service import Question, Served, Service
from bot.errors import StoreFull
from bot.render.embeds.claims import CheckedClaim
from retrieval.errors import ModelUnusable
from tests.bot.discord_bot.conftest import FillingDatabase, World
from tests.bot.discord_bot.seen import buttons_of, text_of

QUESTION = "Who did Gerasimov speak to?"
NO_EMBEDS = discord.PermissionOverwrite(embed_links=False)


class Failing(Service):
    """Fails in a way that nobody expected."""

    def answer(self, question: Question, scope: Scope, default_article: str | None = None) -> Served:
        raise ZeroDivisionError("a secret detail")


class Broken(Service):
    """Lacks the files of its models."""

    def answer(self, question: Question, scope: Scope, default_article: str | None = None) -> Served:
        raise ModelUnusable("the file reader.onnx cannot be read")

    def check(
        self, claims: MessageClaims, scope: Scope, default_article: str | None = None
    ) -> tuple[CheckedClaim, ...]:
        raise ModelUnusable("the file claim-checker.onnx cannot be read")


def broken(real: Service) -> Service:
    return Broken(real.footnote, real.store, conversation_hours=24)


class Slow(Service):
    """Takes a while; how long, the test says by letting it go."""

    gate = threading.Event()

    def answer(self, question: Question, scope: Scope, default_article: str | None = None) -> Served:
        self.gate.wait(20)
        return super().answer(question, scope, default_article)


def failing(real: Service) -> Service:
    return Failing(real.footnote, real.store, conversation_hours=24)


class Late(Service):
    """Does not come back in time."""

    def answer(self, question: Question, scope: Scope, default_article: str | None = None) -> Served:
        raise TookTooLong


def late(real: Service) -> Service:
    return Late(real.footnote, real.store, conversation_hours=24)


def slow(real: Service) -> Service:
    Slow.gate.clear()
    return Slow(real.footnote, real.store, conversation_hours=24)


@contextmanager
def locked(world: World) -> Iterator[None]:
    """Another process holds the database."""
    other = sqlite3.connect(world.store.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


async def ask(world: World, question: str = QUESTION) -> str:
    return text_of((await world.alice.slash(world.channel, "ask", question=question)).response)


@pytest.mark.serving(make=failing)
async def test_what_nobody_expected_gets_a_number_and_its_details_are_in_the_log_alone(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        told = await ask(world)
    assert "Something went wrong on my side." in told
    assert "secret" not in told
    (record,) = [record for record in caplog.records if record.getMessage() == "incident"]
    assert record.incident in told
    assert record.exc_info is not None
    assert QUESTION not in caplog.text


@pytest.mark.serving(make=failing)
async def test_a_mention_that_fails_is_answered_too(world: World) -> None:
    await world.alice.send(world.channel, f"{world.bot.user.mention} {QUESTION}")
    assert "Something went wrong on my side." in text_of(world.channel.last_message)


@pytest.mark.serving(make=broken)
async def test_a_missing_model_is_one_sentence_and_the_log_names_its_file(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    told = "I cannot do that here: a file of mine is missing or broken. Whoever runs me finds more in the log."
    with caplog.at_level(logging.INFO):
        assert await ask(world) == f"⚠️ {told}"
        message = await world.bob.send(world.channel, "Ann met Bob in Oslo.")
        checked = await world.alice.context_menu(world.channel, "Check against the article", message)
    assert told in text_of(checked.response)
    details = [record.detail for record in caplog.records if record.getMessage() == "declined"]
    assert details == [
        "the file reader.onnx cannot be read; install Footnote again to mend it",
        "the file claim-checker.onnx cannot be read; install Footnote again to mend it",
    ]


async def test_a_question_that_is_none_is_told_so(world: World) -> None:
    assert await ask(world, "???") == "⚠️ The question '???' holds no word; type a question about the article."


@pytest.mark.discord_settings(per_minute=1)
async def test_who_asks_too_fast_is_told_how_long_to_wait_and_alone(world: World) -> None:
    await world.restart(per_minute=1)
    await ask(world)
    result = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert result.ephemeral
    assert "That is a lot of questions at once. Ask again in " in text_of(result.response)
    assert "General Mark Milley" in text_of((await world.bob.slash(world.channel, "ask", question=QUESTION)).response)


async def test_a_locked_database_is_told_and_nothing_crashes(world: World) -> None:
    await ask(world)
    with locked(world):
        result = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert "General Mark Milley" in text_of(result.response)
    assert "This answer could not be kept" in text_of(result.followups[0])
    assert "General Mark Milley" in await ask(world)


async def test_a_vote_while_the_database_is_locked_is_told_to_come_again(world: World) -> None:
    answer = (await world.alice.slash(world.channel, "ask", question=QUESTION)).response
    with locked(world):
        voted = await world.alice.click(answer, custom_id=buttons_of(answer)["👍"])
    assert "I cannot reach what I keep right now." in text_of(voted.response)


async def test_an_answer_that_cannot_be_kept_is_given_all_the_same_without_dead_buttons(
    world: World, database: FillingDatabase
) -> None:
    database.is_full = True
    result = await world.alice.slash(world.channel, "ask", question=QUESTION)
    said = text_of(result.response) + "".join(text_of(more) for more in result.followups)
    assert "General Mark Milley" in said
    assert "This answer could not be kept" in said
    assert buttons_of(result.response) == {}


async def test_a_vote_on_a_full_disk_is_told_not_to_be_kept(
    world: World, database: FillingDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    answer = (await world.alice.slash(world.channel, "ask", question=QUESTION)).response
    database.is_full = True
    voted = await world.alice.click(answer, custom_id=buttons_of(answer)["👍"])
    assert "I cannot keep anything right now." in text_of(voted.response)
    (record,) = [record for record in caplog.records if record.getMessage() == "declined"]
    assert (record.levelname, record.detail) == ("WARNING", str(StoreFull(str(database.path))))


async def test_a_failure_of_discord_while_answering_is_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("PATCH", "/webhooks/*", status=403, code=50013, times=None)
    with caplog.at_level(logging.INFO):
        await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert "not told" in [record.getMessage() for record in caplog.records]


async def test_a_channel_that_was_deleted_meanwhile_is_a_line_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error(
        "POST", "/channels/*/messages", status=404, code=10003, message="Unknown Channel", times=None
    )
    with caplog.at_level(logging.INFO):
        await world.alice.send(world.channel, f"{world.bot.user.mention} {QUESTION}")
    assert "not told" in [record.getMessage() for record in caplog.records]


async def test_a_channel_in_which_the_bot_may_not_write_is_a_line_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error(
        "POST", "/channels/*/typing", status=403, code=50013, message="Missing Permissions", times=None
    )
    world.env.inject_error(
        "POST", "/channels/*/messages", status=403, code=50013, message="Missing Permissions", times=None
    )
    with caplog.at_level(logging.INFO):
        await world.alice.send(world.channel, f"{world.bot.user.mention} {QUESTION}")
    assert "not told" in [record.getMessage() for record in caplog.records]


async def test_a_channel_without_embeds_is_said_to_lack_the_permission(world: World) -> None:
    channel = world.guild.create_text_channel("plain", overwrites={world.guild.me: NO_EMBEDS})
    await world.alice.send(channel, f"{world.bot.user.mention} {QUESTION}")
    assert "I need the permission Embed Links in this channel" in channel.last_message.content


async def test_an_answer_comes_although_typing_cannot_be_shown(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/typing", status=500, times=None)
    await world.alice.send(world.channel, f"{world.bot.user.mention} {QUESTION}")
    assert "General Mark Milley" in text_of(world.channel.last_message)


@pytest.mark.serving(make=slow)
async def test_a_slow_answer_is_deferred_before_it_is_there(world: World) -> None:
    asking = asyncio.create_task(world.alice.slash(world.channel, "ask", question=QUESTION))
    while not any(entry.path.endswith("/callback") for entry in world.env.http_requests):
        await asyncio.sleep(0.01)
    assert not any(entry.method == "PATCH" for entry in world.env.http_requests)
    Slow.gate.set()
    assert "General Mark Milley" in text_of((await asking).response)


@pytest.mark.serving(make=late)
async def test_an_answer_that_does_not_come_in_time_is_said_not_to(world: World) -> None:
    assert "No answer came in the time that I have for one." in await ask(world)


@pytest.mark.serving(make=slow)
async def test_one_question_too_many_is_told_politely_and_alone(world: World) -> None:
    world.bot.desk = Desk(workers=1, max_waiting=0, timeout_s=20)
    first = asyncio.create_task(world.bot.desk.run(f"server {world.guild.id}", Slow.gate.wait))
    await asyncio.sleep(0)
    result = await world.alice.slash(world.channel, "ask", question=QUESTION)
    Slow.gate.set()
    await first
    assert result.ephemeral
    assert "I have as many questions as I can hold right now." in text_of(result.response)


async def test_a_question_that_was_deleted_meanwhile_is_answered_without_a_reference(world: World) -> None:
    asked = await world.alice.send(world.channel, f"{world.bot.user.mention} {QUESTION}")
    answer = world.channel.last_message
    request = [
        entry for entry in world.env.http_requests if entry.path.endswith("/messages") and entry.method == "POST"
    ][-1]
    assert request.json["message_reference"]["fail_if_not_exists"] is False
    assert answer.reference.message_id == asked.id


async def test_a_bot_that_stops_says_so(world: World) -> None:
    await world.bot.finish(1)
    result = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert "I am being restarted. Please ask again in a minute." in text_of(result.response)
