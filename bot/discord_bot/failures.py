"""The one map from what goes wrong to what a person in Discord is told.

What is for a person is told as it is; everything else gets a number that stands in the log beside the details.
"""

import logging
import secrets
from dataclasses import dataclass

import discord
from discord import app_commands

from bot.discord_bot.desk import DeskClosed, DeskFull, TookTooLong
from bot.discord_bot.errors import Declined
from bot.errors import AnswerGone, StoreBusy, StoreFull, StoreProblem, VoteMissing
from corpus.errors import ArticleInvalid, ArticleNotFound, DataFolderBusy, DataFolderError, FetchRefused
from retrieval.errors import CollectionEmpty, ModelUnusable, QuestionInvalid

_log = logging.getLogger(__name__)

BUSY = "I have as many questions as I can hold right now. Please ask again in a minute."
CLOSING = "I am being restarted. Please ask again in a minute."
TOO_LONG = "No answer came in the time that I have for one. Please ask again, or ask something shorter."
EMPTY = "There is no article here yet. On a server, somebody who may manage it can add one with `/article add`."
GONE_VOTE = "There is no vote of yours on that answer any more. Vote first, then say why."
GONE_ARTICLE = "The article behind this is no longer here; it was changed or removed."
GONE_ANSWER = "This answer is not kept any more, so there is nothing behind its buttons. Please ask again."
CHANGING = "The articles are being changed right now. Please try again in a minute."
DISK = "I cannot keep anything right now. Whoever runs me has to free some disk space."
STORE_BUSY = "I cannot reach what I keep right now. Please try again in a minute."
NO_MODEL = "I cannot do that here: a file of mine is missing or broken. Whoever runs me finds more in the log."
MANAGERS_ONLY = "Only people who may manage this server can do that."
SERVERS_ONLY = "That works on a server only."
NO_PERMISSION = (
    "I lack a permission in this channel: View Channel, Send Messages, Embed Links or the one for threads. "
    "Somebody who manages the server can give it to me."
)
UNKNOWN = "Something went wrong on my side. Whoever runs me finds it in the log as incident {incident}."

OPERATORS = (StoreProblem, DataFolderError, ModelUnusable)
"""What whoever runs the bot can mend."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a person is told of a failure.

    Attributes:
        text: plain, and may repeat what somebody typed; in markdown of our own where `is_own` says so.
        incident: its number in the log, for what nobody expected; None for what is a person's own affair.
    """

    text: str
    incident: str | None = None
    is_own: bool = False


def explain(err: BaseException, **where: object) -> Told:
    """Return what a person is told of a failure, and write the log line that belongs to it.

    Args:
        err: that was raised.
        where: what the log may know of the place: ids, never texts.
    """
    cause = _unwrap(err)
    told = _tell(cause)
    if told is not None:
        # Of what is the operator's affair, the log says more than the person is told; it holds nothing that was asked.
        detail = {"detail": str(cause)} if isinstance(cause, OPERATORS) else {}
        level = logging.WARNING if detail else logging.INFO
        _log.log(level, "declined", extra={"kind": type(cause).__name__, **detail, **where})
        return Told(told, is_own=isinstance(cause, Declined))
    incident = secrets.token_hex(4)
    _log.error("incident", exc_info=cause, extra={"incident": incident, **where})
    return Told(UNKNOWN.format(incident=incident), incident)


def _tell(err: BaseException) -> str | None:  # noqa: PLR0912 - one case a kind
    match err:
        case Declined() | QuestionInvalid() | ArticleInvalid() | FetchRefused():
            return _sentence(str(err))
        case DeskFull():
            return BUSY
        case DeskClosed():
            return CLOSING
        case TookTooLong():
            return TOO_LONG
        case CollectionEmpty():
            return EMPTY
        case ArticleNotFound():
            return GONE_ARTICLE
        case AnswerGone():
            return GONE_ANSWER
        case VoteMissing():
            return GONE_VOTE
        case DataFolderBusy():
            return CHANGING
        case StoreBusy():
            return STORE_BUSY
        case StoreFull():
            return DISK
        case ModelUnusable():
            return NO_MODEL
        case app_commands.MissingPermissions():
            return MANAGERS_ONLY
        case app_commands.NoPrivateMessage():
            return SERVERS_ONLY
        case discord.Forbidden(code=50013 | 50001):
            return NO_PERMISSION
    return None


def _unwrap(err: BaseException) -> BaseException:
    """The error that a command's own error is about."""
    original = getattr(err, "original", None)
    return original if isinstance(original, BaseException) else err


def _sentence(message: str) -> str:
    """A message as a sentence of its own: a capital, a full stop."""
    message = message.strip()
    ends = message.endswith((".", "!", "?", "…"))
    return message[:1].upper() + message[1:] + ("" if ends else ".")
