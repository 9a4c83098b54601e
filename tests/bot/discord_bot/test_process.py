"""`footnote discord` as a process of its own, against a Discord on loopback."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.discord_server.bot_process import START_S, BotProcess, copy_data
from tests.discord_server.gateway import MESSAGE_CONTENT, Closing
from tests.discord_server.server import LoopbackDiscord
from tests.discord_server.world import World

WHO = "Who did Gerasimov speak to?"
SENTENCE = (
    "On Monday – a day after the talks with defence ministers – Russia’s General Gerasimov spoke to General Mark "
    "Milley, the top military officer in the US, and had a separate conversation with Admiral Sir Tony Radakin, "
    "the UK’s chief of the defence staff."
)
EDIT = r"/webhooks/\d+/[^/]+/messages/@original"
CALLBACK = r"/interactions/\d+/[^/]+/callback"


@pytest.fixture(scope="module")
def server() -> Iterator[LoopbackDiscord]:
    with LoopbackDiscord() as server:
        yield server


@pytest.fixture(scope="module")
def bot(
    server: LoopbackDiscord, prepared_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BotProcess]:
    """The bot that most tests share, connected."""
    folder = copy_data(prepared_folder, tmp_path_factory.mktemp("bot"))
    bot = BotProcess(server.api_url, server.token, folder, FOOTNOTE_DISCORD_PER_MINUTE="600")
    try:
        bot.wait_connected(server)
        yield bot
    finally:
        bot.kill()


@pytest.fixture(scope="module")
def running(server: LoopbackDiscord, bot: BotProcess) -> LoopbackDiscord:
    """The server to which that bot is connected."""
    return server


@pytest.fixture
def folder(prepared_folder: Path, tmp_path: Path) -> Path:
    return copy_data(prepared_folder, tmp_path)


def quotes(message: dict[str, Any]) -> list[str]:
    """The quoted passages of an answer."""
    return [field["value"].removeprefix("> ") for embed in message["embeds"] for field in embed.get("fields", ())]


def edits_of(server: LoopbackDiscord, token: str) -> list[int]:
    """The statuses that the edits of a response got, in order."""
    path = f"/webhooks/{server.world.bot.id}/{token}/messages/@original"
    return [request.status for request in server.requests if (request.method, request.path) == ("PATCH", path)]


def test_a_command_is_deferred_and_answered_with_the_quoted_sentence(running: LoopbackDiscord) -> None:
    asked = running.slash("ask", {"question": WHO})
    assert asked.wait_callback().kind == 5
    answer = asked.wait_answer()
    assert "Milley" in answer["embeds"][0]["description"]
    assert quotes(answer) == [SENTENCE]


def test_a_mention_is_answered_with_a_reply(running: LoopbackDiscord) -> None:
    assert quotes(running.say(WHO, user=running.world.bob).wait_reply()) == [SENTENCE]
    assert running.world.general.id in running.typing


def test_an_answer_that_meets_a_server_error_is_sent_again(running: LoopbackDiscord) -> None:
    running.fail_next("PATCH", EDIT, 500)
    asked = running.slash("ask", {"question": WHO})
    assert quotes(asked.wait_answer()) == [SENTENCE]
    assert edits_of(running, asked.token) == [500, 200]


def test_an_answer_that_comes_too_fast_is_sent_again(running: LoopbackDiscord) -> None:
    running.fail_next("POST", CALLBACK, 429)
    running.fail_next("PATCH", EDIT, 429, times=2)
    asked = running.slash("ask", {"question": WHO})
    assert quotes(asked.wait_answer()) == [SENTENCE]
    assert edits_of(running, asked.token) == [429, 429, 200]


def test_a_reply_that_meets_faults_is_sent_once(running: LoopbackDiscord) -> None:
    path = f"/channels/{running.world.general.id}/messages"
    running.fail_next("POST", path, 500)
    running.fail_next("POST", path, 429)
    said = running.say(WHO, user=running.world.bob)
    assert quotes(said.wait_reply()) == [SENTENCE]
    assert len(said.replies) == 1


def test_a_closed_gateway_is_resumed_and_questions_are_answered(running: LoopbackDiscord) -> None:
    identified, resumed = len(running.gateway.identifies), running.gateway.resumed
    running.close_gateway(4000)
    running.wait_for(lambda: running.gateway.resumed > resumed)
    assert quotes(running.slash("ask", {"question": WHO}).wait_answer()) == [SENTENCE]
    assert len(running.gateway.identifies) == identified


def test_a_question_asked_while_the_gateway_is_away_is_answered(running: LoopbackDiscord) -> None:
    running.close_gateway(4000)
    said = running.say(WHO, user=running.world.carol)
    assert quotes(said.wait_reply()) == [SENTENCE]


def test_nothing_is_asked_that_discord_does_not_have(running: LoopbackDiscord) -> None:
    assert running.unknown_requests == ()


def test_no_privileged_intent_is_asked_for(running: LoopbackDiscord) -> None:
    assert {told["intents"] & MESSAGE_CONTENT for told in running.gateway.identifies} == {0}


def test_the_log_is_one_object_a_line_without_token_and_questions(running: LoopbackDiscord, bot: BotProcess) -> None:
    running.slash("ask", {"question": "Who rejected xyzzy?"}).wait_answer()
    lines = [json.loads(line) for line in bot.err.splitlines()]
    assert "commands synced" in [line["message"] for line in lines]
    for secret in (running.token, "xyzzy", "interaction-"):
        assert secret not in bot.err + bot.out


@pytest.fixture(scope="module")
def restarted(
    prepared_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[LoopbackDiscord, dict[str, Any]]]:
    """A bot that was started again over its data folder, and an answer of before."""
    folder = copy_data(prepared_folder, tmp_path_factory.mktemp("restarted"))
    with LoopbackDiscord() as server:
        bot = BotProcess(server.api_url, server.token, folder)
        try:
            bot.wait_connected(server)
            answer = server.slash("ask", {"question": WHO}).wait_answer()
            assert bot.stop() == 0
            bot = BotProcess(server.api_url, server.token, folder)
            bot.wait_connected(server)
            yield server, answer
        finally:
            bot.kill()


def test_a_second_start_does_not_register_the_commands_again(
    restarted: tuple[LoopbackDiscord, dict[str, Any]],
) -> None:
    server, _ = restarted
    assert len(server.gateway.identifies) == 2
    assert [request.method for request in server.requests if request.path.endswith("/commands")] == ["PUT"]


def test_a_button_of_before_a_restart_works(restarted: tuple[LoopbackDiscord, dict[str, Any]]) -> None:
    server, answer = restarted
    button = answer["components"][0]["components"][0]
    assert button["label"] == "Show in context"
    shown = server.click(answer, button["custom_id"]).wait_answer()
    assert SENTENCE in shown["embeds"][0]["description"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_questions_under_way_be_answered(folder: Path, number: signal.Signals) -> None:
    world = World()
    people = [world.add_person(name) for name in ("dan", "eve", "fay", "gil")]
    with LoopbackDiscord(world) as server:
        bot = BotProcess(server.api_url, server.token, folder, FOOTNOTE_DISCORD_WORKERS="1")
        try:
            bot.wait_connected(server)
            asked = [server.slash("ask", {"question": WHO}, user=person) for person in people]
            server.wait_for(lambda: any(one.original and one.original["embeds"] for one in asked))
            bot.process.send_signal(number)
            assert bot.wait_end() == 0
            assert [quotes(one.wait_answer(timeout_s=1)) for one in asked] == [[SENTENCE]] * 4
            assert server.closings == (Closing(1000, by_bot=True),)
        finally:
            bot.kill()


def test_a_signal_lets_an_answer_be_sent_again_that_met_a_fault(folder: Path) -> None:
    with LoopbackDiscord() as server:
        bot = BotProcess(server.api_url, server.token, folder)
        try:
            bot.wait_connected(server)
            server.fail_next("PATCH", EDIT, 429, retry_after_s=0.5)
            asked = server.slash("ask", {"question": WHO})
            server.wait_for(lambda: edits_of(server, asked.token))
            assert bot.stop() == 0
            assert quotes(asked.wait_answer(timeout_s=1)) == [SENTENCE]
        finally:
            bot.kill()


def test_a_signal_right_after_the_deferral_does_not_leave_the_person_waiting(folder: Path) -> None:
    with LoopbackDiscord() as server:
        bot = BotProcess(server.api_url, server.token, folder)
        try:
            bot.wait_connected(server)
            asked = server.slash("ask", {"question": WHO})
            asked.wait_callback()
            assert bot.stop() == 0
            assert asked.wait_answer(timeout_s=1)["embeds"]
        finally:
            bot.kill()
    assert [line for line in map(json.loads, bot.err.splitlines()) if line["level"] == "error"] == []


def test_a_signal_while_it_logs_in_ends_it(folder: Path) -> None:
    with LoopbackDiscord() as server:
        server.fail_next("GET", "/users/@me", 429, retry_after_s=60)
        bot = BotProcess(server.api_url, server.token, folder)
        try:
            server.wait_for(lambda: server.requests, START_S)
            assert bot.stop() == 0
        finally:
            bot.kill()
    assert "Traceback" not in bot.err


def test_a_question_of_4000_characters_is_told_to_be_too_long(running: LoopbackDiscord) -> None:
    reply = running.say("why " * 1000).wait_reply()
    assert "has 3,999 characters, more than the 2,000 of one question" in reply["embeds"][0]["description"]


def run_to_end(bot: BotProcess) -> tuple[int, str]:
    """The exit code, and the last line of what it wrote."""
    try:
        return bot.process.wait(timeout=START_S), bot.err.splitlines()[-1]
    finally:
        bot.kill()


def test_a_refused_token_ends_with_one_sentence(server: LoopbackDiscord, folder: Path) -> None:
    wrong = server.token[:-1] + "x"
    bot = BotProcess(server.api_url, wrong, folder)
    code, last = run_to_end(bot)
    assert (code, last.startswith("Error: Discord refuses DISCORD_TOKEN; ")) == (1, True)
    assert wrong not in bot.err + bot.out
    assert "Traceback" not in bot.err


def test_a_missing_token_is_named(server: LoopbackDiscord, folder: Path) -> None:
    bot = BotProcess(server.api_url, None, folder)
    code, last = run_to_end(bot)
    assert (code, last) == (1, bot.err.removesuffix("\n"))
    assert last.startswith("Error: DISCORD_TOKEN ")


def test_a_refused_intent_ends_with_one_sentence(folder: Path) -> None:
    with LoopbackDiscord() as server:
        server.gateway.refused_intents = MESSAGE_CONTENT
        bot = BotProcess(server.api_url, server.token, folder, FOOTNOTE_DISCORD_MESSAGE_CONTENT="true")
        code, last = run_to_end(bot)
    assert code == 1
    assert last.startswith("Error: Discord refuses to send the content of messages; ")


def test_a_discord_that_is_not_there_ends_with_one_sentence(folder: Path) -> None:
    with LoopbackDiscord() as server:
        gone = server.api_url
    code, last = run_to_end(BotProcess(gone, server.token, folder))
    assert code == 1
    assert last.startswith("Error: Discord cannot be reached (")
