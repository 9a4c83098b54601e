"""The REST API refuses and takes what Discord does."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.discord_server.calling import ASK, Call, Replied, call
from tests.discord_server.exchanges import EPHEMERAL, LOADING, Exchange
from tests.discord_server.server import LoopbackDiscord

Respond = Callable[[Exchange, Any], Replied]

DEFER = {"type": 5, "data": {}}


@pytest.fixture
def asked(server: LoopbackDiscord) -> Exchange:
    return server.slash("ask", {"question": "Who?"})


def original(exchange: Exchange) -> str:
    return f"/webhooks/1/{exchange.token}/messages/@original"


def say(server: LoopbackDiscord) -> str:
    return f"/channels/{server.world.general.id}/messages"


def test_a_request_without_the_token_is_unauthorized(ask: Call) -> None:
    assert ask("GET", "/users/@me", Authorization="Bot another") == (401, {"message": "401: Unauthorized", "code": 0})


def test_a_request_for_something_else_is_refused_and_remembered(server: LoopbackDiscord, ask: Call) -> None:
    assert ask("GET", "/guilds/1/bans") == (404, {"message": "404: Not Found", "code": 0})
    assert [str(request) for request in server.unknown_requests] == ["GET /guilds/1/bans 404"]


def test_a_message_that_is_not_there_is_no_unknown_request(server: LoopbackDiscord, ask: Call) -> None:
    assert ask("GET", f"{say(server)}/1")[1]["code"] == 10008
    assert server.unknown_requests == ()


def test_a_body_that_is_no_json_is_refused(server: LoopbackDiscord, ask: Call) -> None:
    assert ask("POST", say(server), b"{")[1]["code"] == 50109


def test_a_late_first_response_is_to_an_unknown_interaction() -> None:
    with LoopbackDiscord(respond_within_s=0) as server:
        call(server, "PUT", "/applications/1/commands", [ASK])
        asked = server.slash("ask", {"question": "Who?"})
        status, body = call(server, "POST", f"/interactions/{asked.id}/{asked.token}/callback", DEFER)
    assert (status, body["code"], asked.callback) == (404, 10062, None)


def test_a_second_first_response_is_refused(asked: Exchange, respond: Respond) -> None:
    assert respond(asked, DEFER)[0] == 200
    status, body = respond(asked, {"type": 4, "data": {"content": "Milley"}})
    assert (status, body["code"]) == (400, 40060)


def test_nothing_can_be_edited_before_the_first_response(asked: Exchange, ask: Call) -> None:
    assert ask("PATCH", original(asked), {"content": "Milley"})[1]["code"] == 10015


def test_a_deferred_response_is_an_answer_once_it_is_edited(asked: Exchange, respond: Respond, ask: Call) -> None:
    _, told = respond(asked, DEFER)
    assert told["resource"]["message"]["flags"] == LOADING
    with pytest.raises(TimeoutError):
        asked.wait_answer(timeout_s=0.05)
    ask("PATCH", original(asked), {"embeds": [{"title": "Milley"}]})
    assert asked.wait_answer()["embeds"] == [{"title": "Milley", "type": "rich"}]


def test_a_deferral_in_private_stays_private(asked: Exchange, respond: Respond, ask: Call) -> None:
    respond(asked, {"type": 5, "data": {"flags": EPHEMERAL}})
    ask("PATCH", original(asked), {"content": "Milley", "flags": 0})
    assert asked.wait_answer()["flags"] == EPHEMERAL


def test_a_followup_while_thinking_becomes_the_response(asked: Exchange, respond: Respond, ask: Call) -> None:
    respond(asked, DEFER)
    ask("POST", f"/webhooks/1/{asked.token}", {"content": "first"})
    ask("POST", f"/webhooks/1/{asked.token}", {"content": "second"})
    assert asked.wait_answer()["content"] == "first"
    assert [message["content"] for message in asked.wait_followups(1)] == ["second"]


def test_a_deleted_response_is_gone(asked: Exchange, respond: Respond, ask: Call) -> None:
    respond(asked, {"type": 4, "data": {"content": "Milley"}})
    assert ask("DELETE", original(asked)) == (204, None)
    assert ask("GET", original(asked))[0] == 404


def test_an_update_changes_the_message_that_was_clicked(server: LoopbackDiscord, respond: Respond, ask: Call) -> None:
    button = {"type": 2, "style": 1, "label": "More", "custom_id": "more"}
    _, message = ask("POST", say(server), {"content": "a", "components": [{"type": 1, "components": [button]}]})
    click = server.click(message, "more")
    respond(click, {"type": 7, "data": {"content": "b", "components": []}})
    assert [(message["content"], message["components"]) for message in server.messages] == [("b", [])]
    with pytest.raises(ValueError, match="no button 'more'"):
        server.click(message, "more")


def test_a_form_says_where_it_is_wrong(server: LoopbackDiscord, ask: Call) -> None:
    status, body = ask("POST", say(server), {"embeds": [{"title": "a"}, {"title": "b" * 257}]})
    assert (status, body["code"]) == (400, 50035)
    assert body["errors"]["embeds"]["1"]["title"]["_errors"][0]["message"] == "Must be 256 or fewer in length."


def test_a_message_without_anything_is_refused(server: LoopbackDiscord, ask: Call) -> None:
    assert ask("POST", say(server), {"content": ""})[1]["code"] == 50006


def test_a_reply_to_a_message_that_is_gone_needs_permission_to_be_none(server: LoopbackDiscord, ask: Call) -> None:
    reference = {"message_id": "1", "fail_if_not_exists": True}
    assert ask("POST", say(server), {"content": "a", "message_reference": reference})[1]["code"] == 50035
    reference["fail_if_not_exists"] = False
    assert ask("POST", say(server), {"content": "a", "message_reference": reference})[0] == 200


def test_somebody_elses_message_cannot_be_edited(server: LoopbackDiscord, ask: Call) -> None:
    said = server.say("Who?")
    assert ask("PATCH", f"{say(server)}/{said.message['id']}", {"content": "a"})[1]["code"] == 50005


def test_a_reply_is_found_by_what_it_replies_to(server: LoopbackDiscord, ask: Call) -> None:
    first, second = server.say("Who?"), server.say("When?")
    ask("POST", say(server), {"content": "On Monday", "message_reference": {"message_id": second.message["id"]}})
    assert second.wait_reply()["content"] == "On Monday"
    assert first.replies == []


def test_a_message_has_one_thread_at_most(server: LoopbackDiscord, ask: Call) -> None:
    path = f"{say(server)}/{server.say('Who?').message['id']}/threads"
    assert ask("POST", path, {"name": "Who?"})[1]["id"] == path.split("/")[4]
    assert ask("POST", path, {"name": "Who?"})[1]["code"] == 160004


def test_faults_come_as_often_as_wanted(server: LoopbackDiscord, ask: Call) -> None:
    server.fail_next("GET", "/users/.*", 429, times=2, retry_after_s=0.25)
    limited = {"message": "You are being rate limited.", "retry_after": 0.25, "global": False}
    assert ask("GET", "/gateway")[0] == 200
    assert [ask("GET", "/users/@me")[0] for _ in range(3)] == [429, 429, 200]
    server.fail_next("GET", "/users/.*", 429, retry_after_s=0.25)
    assert ask("GET", "/users/@me") == (429, limited)


def test_a_command_keeps_its_id_when_it_is_registered_again(server: LoopbackDiscord, ask: Call) -> None:
    before = server.commands[0]["id"]
    ask("PUT", "/applications/1/commands", [{**ASK, "description": "Ask me."}])
    assert (server.commands[0]["id"], server.commands[0]["description"]) == (before, "Ask me.")


def test_waiting_in_vain_tells_what_was_asked(server: LoopbackDiscord, ask: Call) -> None:
    ask("GET", "/gateway")
    with pytest.raises(TimeoutError, match=r"asked last: .*GET /gateway 200"):
        server.wait_for(lambda: False, timeout_s=0.05)
