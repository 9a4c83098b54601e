"""200 questions at once through one bot: each gets one reply, and the event loop goes on turning.

The figures are printed: `python -m pytest -m slow -s tests/bot/discord_bot/test_load.py`.
"""

import json
import time
from pathlib import Path

import pytest

from tests.discord_server.bot_process import BotProcess
from tests.discord_server.server import LoopbackDiscord

QUESTIONS, SERVERS = 200, 4
BUSY = "I have as many questions as I can hold right now."


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("queue", [60, 20])
def test_200_questions_at_once_get_one_reply_each(data_dir: Path, queue: int) -> None:
    with LoopbackDiscord() as server:
        channels = [server.world.general, *(server.world.add_guild(f"Server {n}")[1] for n in range(SERVERS - 1))]
        people = [server.world.add_person(f"person {n}") for n in range(QUESTIONS)]
        bot = BotProcess(server.api_url, server.token, data_dir.parent, FOOTNOTE_DISCORD_QUEUE=str(queue))
        try:
            bot.wait_connected(server)
            for channel in channels:
                server.slash("ask", {"question": "Who is Ben Wallace?"}, channel=channel).wait_answer(60)
            began = time.monotonic()
            asked = [
                server.slash(
                    "ask", {"question": "Who did Gerasimov speak to?"}, channel=channels[n % SERVERS], user=who
                )
                for n, who in enumerate(people)
            ]
            answers = [exchange.wait_answer(180) for exchange in asked]
            took_s = time.monotonic() - began
            messages = len(server.messages)
            assert bot.stop() == 0
        finally:
            bot.kill()
    texts = [answer["embeds"][0]["description"] for answer in answers]
    answered, busy = sum("General Mark Milley" in text for text in texts), sum(BUSY in text for text in texts)
    latest_s = max(exchange.wait_callback().after_s for exchange in asked)
    (stopped,) = [line for line in map(json.loads, bot.err.splitlines()) if line["message"] == "stopped"]
    print(  # noqa: T201 - what the proof is run for
        f"\n{QUESTIONS} questions, room for {queue} a server: {answered} answered, {busy} told to come again, "
        f"{took_s:.1f} s in all, slowest first response {latest_s:.2f} s, longest block of the event loop "
        f"{stopped['longest_block_ms']} ms"
    )
    assert answered + busy == QUESTIONS
    assert messages == QUESTIONS + SERVERS
    assert [len(exchange.followups) for exchange in asked] == [0] * QUESTIONS
    assert (busy > 0) is (queue == 20)
