import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.discord_bot.json_log import JsonFormatter, set_up_logging


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(False)


def test_a_line_is_one_json_object_with_what_was_given_to_it() -> None:
    stream = io.StringIO()
    set_up_logging((), stream=stream)
    logging.getLogger("bot.test").info("answered\nit", extra={"latency_ms": 12, "server": None})
    line = json.loads(stream.getvalue())
    assert stream.getvalue().count("\n") == 1
    assert {key: line[key] for key in line if key != "time"} == {
        "level": "info",
        "logger": "bot.test",
        "message": "answered\nit",
        "latency_ms": 12,
        "server": None,
    }


def test_a_secret_is_hidden_wherever_it_stands() -> None:
    stream = io.StringIO()
    set_up_logging(("tell.no.body",), stream=stream)
    try:
        raise ValueError("Bot tell.no.body was refused")
    except ValueError:
        logging.getLogger("x").exception("with tell.no.body", extra={"header": {"Authorization": "Bot tell.no.body"}})
    assert "tell.no.body" not in stream.getvalue()
    line = json.loads(stream.getvalue())
    assert (line["message"], line["header"]) == ("with [hidden]", {"Authorization": "Bot [hidden]"})
    assert line["traceback"].endswith("ValueError: Bot [hidden] was refused")


def test_what_people_wrote_is_not_logged_with_the_requests_of_discord() -> None:
    stream = io.StringIO()
    set_up_logging((), stream=stream)
    talkative = logging.getLogger("discord.http")
    talkative.setLevel(logging.DEBUG)
    talkative.debug("POST with {'content': 'a question'}")
    talkative.setLevel(logging.NOTSET)
    assert stream.getvalue() == ""


def test_the_token_of_an_interaction_is_hidden() -> None:
    record = logging.makeLogRecord({"msg": "PATCH https://x/api/v10/webhooks/12/aW50ZXI.x-y_z/messages/@original"})
    assert "PATCH https://x/api/v10/webhooks/12/[hidden]/messages/@original" in JsonFormatter().format(record)


def test_a_line_is_ascii() -> None:
    record = logging.makeLogRecord({"msg": "“Zürich” \u202e", "levelname": "INFO"})
    assert JsonFormatter().format(record).isascii()
