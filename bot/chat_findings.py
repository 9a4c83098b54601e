"""What `footnote doctor` says of the chat model: whether it answers, what to do if not, and what is sent to whom."""

import time
from typing import TYPE_CHECKING

from bot.findings import Finding

if TYPE_CHECKING:
    from retrieval.build import Footnote
    from retrieval.chat.failures import ChatFailed

PRIVATE = "no chat model is configured: no text leaves this machine"
SENT = "questions, the passages found for them and, in a conversation, its last questions and answers"
TRACED = (
    "; LangSmith's tracing is switched on in the environment: the same goes to it, unset LANGSMITH_TRACING to stop that"
)


def examine_chat_model(footnote: "Footnote") -> Finding:
    """Ask the chat model for one word, and say how it went; nothing of an article is sent.

    Raises:
        ChatModelUnavailable: when it cannot be opened.
    """
    from langchain_core.messages import HumanMessage

    from retrieval.chat.failures import ChatFailed
    from retrieval.chat.opening import make_asker

    settings = footnote.settings
    if settings.chat_model is None:
        return Finding("chat model", "none; answers are the article's own sentences")
    footnote.chat_model()
    started = time.monotonic()
    exchange = make_asker(settings, footnote.chat_model).begin()
    try:
        exchange.send([HumanMessage("Reply with the one word OK.")])
    except ChatFailed as err:
        return Finding("chat model", f"{settings.chat_model} {err.told}; {advise(err, settings.chat_model)}", False)
    seconds = time.monotonic() - started
    unused = "" if settings.reader == "chat" else f'; not used, the reader is "{settings.reader}"'
    return Finding("chat model", f"{settings.chat_model} answers, in {seconds:.1f} s{unused}")


def examine_privacy(footnote: "Footnote") -> Finding:
    """Say which text leaves this machine, and for whom."""
    from retrieval.chat.models import find_address, is_local, is_traced
    from retrieval.errors import ChatModelUnavailable

    settings = footnote.settings
    if settings.chat_model is None:
        return Finding("privacy", PRIVATE)
    if settings.reader != "chat":
        return Finding("privacy", "the chat model is not used: no text leaves this machine")
    try:
        address = find_address(footnote.chat_model())
    except ChatModelUnavailable:
        return Finding("privacy", "the chat model cannot be opened: no text leaves this machine")
    traced = TRACED if is_traced() else ""
    if is_local(address):
        return Finding("privacy", f"{SENT} go to {address}, on this machine{traced}")
    provider = settings.chat_model.partition(":")[0]
    where = f"{provider} at {address}" if address else f"{provider}'s servers"
    return Finding("privacy", f"{SENT} go to {where}; articles as a whole do not{traced}")


def advise(err: "ChatFailed", name: str) -> str:
    """Return what to do about a failure."""
    from retrieval.chat.failures import Failure

    provider = name.partition(":")[0].upper()
    server = "OLLAMA_HOST" if provider == "OLLAMA" else f"{provider}_BASE_URL"
    return {
        Failure.KEY: f"set {provider}_API_KEY to a key that may use it",
        Failure.UNKNOWN_MODEL: "set FOOTNOTE_CHAT_MODEL to a model that the provider has",
        Failure.TIMEOUT: "raise FOOTNOTE_CHAT_TIMEOUT_S, or choose a faster model",
        Failure.BUSY: "wait, or look at the limits of your account",
        Failure.UNREACHABLE: f"look at the network, and at {server} if it is set",
        Failure.EMPTY: "raise FOOTNOTE_CHAT_MAX_TOKENS, for a model that reasons first, or choose another model",
    }.get(err.failure, "try again, or choose another model")
