"""The links that install the bot."""

import base64
import binascii
from urllib.parse import urlencode

from bot.discord_bot.errors import TokenUnreadable

AUTHORIZE = "https://discord.com/oauth2/authorize"
PERMISSIONS = {
    "View Channels": 1 << 10,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Read Message History": 1 << 16,
    "Create Public Threads": 1 << 35,
    "Send Messages in Threads": 1 << 38,
}
"""The least that it needs, by the names in Discord's own settings (Discord's documentation, "Permissions")."""


def read_application_id(token: str) -> int:
    """Return the application's id, which the first part of a token says in base64.

    Raises:
        TokenUnreadable: when it is no bot's token.

    >>> read_application_id("MTIzNDU2Nzg5MDEyMzQ1Njc4.abcdef.x")
    123456789012345678
    """
    first = token.partition(".")[0]
    try:
        digits = base64.b64decode(first + "=" * (-len(first) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError) as err:
        raise TokenUnreadable from err
    if token.count(".") != 2 or not digits.isdecimal():
        raise TokenUnreadable
    return int(digits)


def make_server_link(application_id: int) -> str:
    """Return the link that adds the bot to a server, with the permissions that it needs and no more."""
    asked = {
        "client_id": application_id,
        "permissions": sum(PERMISSIONS.values()),
        "scope": "bot applications.commands",
        "integration_type": 0,
    }
    return f"{AUTHORIZE}?{urlencode(asked)}"


def make_person_link(application_id: int) -> str:
    """Return the link that adds the bot to a person's own account, to use it everywhere."""
    asked = {"client_id": application_id, "scope": "applications.commands", "integration_type": 1}
    return f"{AUTHORIZE}?{urlencode(asked)}"
