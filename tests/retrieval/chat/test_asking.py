import threading
import time

import pytest
from langchain_core.messages import BaseMessage, HumanMessage

from retrieval.chat.asking import MAX_REPLY_CHARS, ChatAsker
from retrieval.chat.failures import ChatFailed, Failure
from retrieval.errors import ChatModelUnavailable
from retrieval.schema import Usage
from tests.fakes import ScriptedChatModel

MESSAGES = [HumanMessage("Who?")]


class Busy(Exception):
    status_code = 429


def asker_of(*script: object, timeout_s: float = 5.0, pause_s: float = 0.0) -> tuple[ChatAsker, ScriptedChatModel]:
    model = ScriptedChatModel(script=list(script), asked=[])
    return ChatAsker(lambda: model, timeout_s=timeout_s, pause_s=pause_s), model


def test_a_reply_is_put_together_from_its_pieces_and_its_tokens_are_counted() -> None:
    asker, model = asker_of("a" * 100)
    exchange = asker.begin()
    assert exchange.send(MESSAGES) == "a" * 100
    assert exchange.usage == Usage(1, 100, 20)
    assert model.asked == [MESSAGES]


def test_what_may_pass_is_tried_once_more_and_only_once_in_an_exchange() -> None:
    asker, model = asker_of(Busy(), "yes", Busy(), "no")
    exchange = asker.begin()
    assert exchange.send(MESSAGES) == "yes"
    with pytest.raises(ChatFailed) as raised:
        exchange.send(MESSAGES)
    assert raised.value.failure is Failure.BUSY
    assert len(model.asked) == 3
    assert exchange.usage.calls == 3


def test_what_will_not_pass_is_not_tried_again() -> None:
    asker, model = asker_of(ValueError("no"))
    with pytest.raises(ChatFailed, match="the chat model failed with ValueError"):
        asker.begin().send(MESSAGES)
    assert len(model.asked) == 1


def test_there_is_no_second_try_for_which_there_is_no_time() -> None:
    asker, model = asker_of(Busy(), pause_s=10.0, timeout_s=1.0)
    with pytest.raises(ChatFailed):
        asker.begin().send(MESSAGES)
    assert len(model.asked) == 1


def test_a_model_that_hangs_is_left_behind() -> None:
    release = threading.Event()

    def hang(_: list[BaseMessage]) -> str:
        release.wait(20)
        return "late"

    asker, _ = asker_of(hang, timeout_s=0.2)
    started = time.monotonic()
    with pytest.raises(ChatFailed, match=r"did not answer within 0\.2 s"):
        asker.begin().send(MESSAGES)
    assert time.monotonic() - started < 5
    release.set()


def test_the_time_is_for_all_calls_together() -> None:
    def slow(_: list[BaseMessage]) -> str:
        time.sleep(0.2)
        return "yes"

    asker, _ = asker_of(slow, timeout_s=0.3)
    exchange = asker.begin()
    exchange.send(MESSAGES)
    with pytest.raises(ChatFailed) as raised:
        exchange.send(MESSAGES)
    assert raised.value.failure is Failure.TIMEOUT


def test_a_flood_is_not_read_to_its_end() -> None:
    asker, _ = asker_of("x" * (MAX_REPLY_CHARS * 50))
    before = threading.active_count()
    with pytest.raises(ChatFailed, match="said more than 16,000 characters"):
        asker.begin().send(MESSAGES)
    for _ in range(100):
        if threading.active_count() <= before:
            break
        time.sleep(0.05)
    assert threading.active_count() <= before


def test_silence_is_a_failure() -> None:
    asker, _ = asker_of(" \n ")
    with pytest.raises(ChatFailed) as raised:
        asker.begin().send(MESSAGES)
    assert raised.value.failure is Failure.EMPTY


def test_a_model_that_cannot_be_opened_is_a_failure_of_its_own() -> None:
    def refuse() -> ScriptedChatModel:
        raise ChatModelUnavailable("a:b", "no key", "set it")

    with pytest.raises(ChatFailed) as raised:
        ChatAsker(refuse, timeout_s=5.0).begin().send(MESSAGES)
    assert (raised.value.failure, raised.value.told) == (Failure.UNAVAILABLE, "cannot be used (no key)")
