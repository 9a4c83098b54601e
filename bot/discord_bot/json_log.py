"""The log of the bot: one JSON object a line on stderr. No question, answer or token is ever in it."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import TextIO

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
HIDDEN = "[hidden]"
# Whoever has the token of an interaction or a webhook may answer in the bot's name.
_ADDRESS_SECRET = re.compile(r"(/(?:webhooks|interactions)/\d+/)[^/\s\"'?]+")


class JsonFormatter(logging.Formatter):
    """A record as one line: time (UTC), level, logger, message, what was given as `extra`, and the traceback.

    Args:
        secrets: never written, wherever they stand.
    """

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        fields: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        fields |= {key: value for key, value in vars(record).items() if key not in _STANDARD}
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        line = _ADDRESS_SECRET.sub(rf"\1{HIDDEN}", json.dumps(fields, ensure_ascii=True, default=str))
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line


def set_up_logging(secrets: tuple[str, ...], *, stream: TextIO | None = None) -> None:
    """Send every log to a stream, stderr by default; replaces what was set up before.

    Nothing below INFO: there, discord.py writes down what people asked.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter(secrets))
    # Of the handler: some libraries set the level of their own loggers.
    handler.setLevel(logging.INFO)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in ("httpx", "httpcore", "chromadb"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
