"""Asking a chat model within bounds: of time, of calls, of what it may say. No model can hang or flood a reply.

A reply is read as it streams, by a thread of its own that is left behind when the time is up; what is waited for can be
interrupted, and a reply that is too long is not read to its end.
"""

import contextvars
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, cast

from retrieval.chat.failures import WORTH_ANOTHER_TRY, ChatFailed, Failure, translate
from retrieval.schema import Usage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

MAX_REPLY_CHARS = 16_000
"""Four times what the longest answer needs."""
PAUSE_S = 1.0
"""Before a call is made again, where the provider does not say how long."""
_WAITING_CHUNKS = 64
_GLANCE_S = 0.2
_REFUSALS = frozenset({"content_filter", "refusal", "safety"})


@dataclass(slots=True)
class _Heard:
    """A reply so far."""

    text: str = ""
    ended: str = ""
    refusal: str = ""
    input_tokens: int = 0
    output_tokens: int = 0

    def add(self, chunk: Any) -> None:
        """Add what a piece of the stream says."""
        self.text += chunk.text
        self.refusal += str(chunk.additional_kwargs.get("refusal") or "")
        for name in ("finish_reason", "stop_reason", "done_reason"):
            self.ended = str(chunk.response_metadata.get(name) or self.ended)
        counted = chunk.usage_metadata or {}
        self.input_tokens += counted.get("input_tokens", 0)
        self.output_tokens += counted.get("output_tokens", 0)


class Exchange:
    """The calls that one question makes, within one time.

    Attributes:
        usage: of the calls so far.
    """

    def __init__(self, model: "Callable[[], BaseChatModel]", timeout_s: float, pause_s: float) -> None:
        self.usage = Usage(0)
        self._model = model
        self._timeout_s = timeout_s
        self._end_s = time.monotonic() + timeout_s
        self._pause_s = pause_s
        self._may_try_again = True

    def send(self, messages: "Sequence[BaseMessage]") -> str:
        """Return what the model replies to messages: some text, of at most `MAX_REPLY_CHARS`.

        A call that fails in a way that may pass is made once more, if there is time.

        Raises:
            ChatFailed: when there is none.
        """
        try:
            return self._send_once(messages)
        except ChatFailed as err:
            wait_s = self._pause_s if err.wait_s is None else err.wait_s
            is_worth_it = err.failure in WORTH_ANOTHER_TRY and self._may_try_again and wait_s < self._left_s()
            if not is_worth_it:
                raise
            self._may_try_again = False
            time.sleep(wait_s)
        return self._send_once(messages)

    def _send_once(self, messages: "Sequence[BaseMessage]") -> str:
        chunks: Queue[Any] = Queue(_WAITING_CHUNKS)
        left = Event()
        context = contextvars.copy_context()  # So that a tracer sees the call within its stage.
        arguments = (_stream, self._model, messages, chunks, left)
        Thread(target=context.run, args=arguments, name="chat-model", daemon=True).start()
        heard = _Heard()
        try:
            self._listen(chunks, heard)
        finally:
            left.set()
            self.usage += Usage(1, heard.input_tokens, heard.output_tokens)
        if heard.refusal or heard.ended.lower() in _REFUSALS:
            raise ChatFailed(Failure.REFUSED, "declined to answer")
        if not heard.text.strip():
            raise ChatFailed(Failure.EMPTY, "said nothing")
        return heard.text

    def _listen(self, chunks: "Queue[Any]", heard: _Heard) -> None:
        while True:
            try:
                piece = chunks.get(timeout=max(self._left_s(), 0))
            except Empty:
                raise ChatFailed(Failure.TIMEOUT, f"did not answer within {self._timeout_s:g} s") from None
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise translate(piece) from piece
            heard.add(piece)
            if len(heard.text) > MAX_REPLY_CHARS:
                raise ChatFailed(Failure.TOO_LONG, f"said more than {MAX_REPLY_CHARS:,} characters")
            if self._left_s() <= 0:
                raise ChatFailed(Failure.TIMEOUT, f"did not answer within {self._timeout_s:g} s")

    def _left_s(self) -> float:
        return self._end_s - time.monotonic()


class ChatAsker:
    """Begins exchanges with a chat model. Safe for several threads.

    Args:
        model: returns the model, opened when it is first needed; it may raise ChatModelUnavailable.
        timeout_s: for all calls of one exchange together.
        pause_s: before a call is made again.
    """

    def __init__(self, model: "Callable[[], BaseChatModel]", *, timeout_s: float, pause_s: float = PAUSE_S) -> None:
        self._model = model
        self._timeout_s = timeout_s
        self._pause_s = pause_s

    def begin(self, *, share: float = 1.0) -> Exchange:
        """Begin an exchange that may take a share of the time."""
        return Exchange(self._model, self._timeout_s * share, self._pause_s)


def _stream(
    model: "Callable[[], BaseChatModel]", messages: "Sequence[BaseMessage]", chunks: "Queue[Any]", left: Event
) -> None:
    """Read a reply into a queue: its pieces, then None, or the error that ended it."""
    try:
        with closing(cast("Generator[Any, None, None]", model().stream(list(messages)))) as pieces:
            for piece in pieces:
                if not _put(piece, chunks, left):
                    return
        _put(None, chunks, left)
    except Exception as err:  # noqa: BLE001 - handed over: any provider's package is asked here
        _put(err, chunks, left)


def _put(piece: Any, chunks: "Queue[Any]", left: Event) -> bool:
    """Put a piece into the queue; False when nobody waits for it any more."""
    while not left.is_set():
        try:
            chunks.put(piece, timeout=_GLANCE_S)
        except Full:
            continue
        return True
    return False
