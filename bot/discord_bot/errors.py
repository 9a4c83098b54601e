"""Why the bot cannot start or go on, and what it tells a person in Discord.

BotError
├── TokenUnreadable      DISCORD_TOKEN is no bot's token
├── TokenRefused         Discord does not know the token
├── IntentRefused        Message Content Intent is asked for and not switched on
├── DiscordUnreachable   Discord's API cannot be reached
└── Declined             what is asked cannot be done here; the message is for the person who asked
    └── Hurried          a person asks too fast
"""

from bot.errors import BotError

PORTAL = "https://discord.com/developers/applications"


class TokenUnreadable(BotError):
    """A token is not in the form of one; it is not shown."""

    def __init__(self) -> None:
        super().__init__(f"DISCORD_TOKEN is not a bot's token; copy it from the page Bot of {PORTAL}")


class TokenRefused(BotError):
    """Discord does not know the token."""

    def __init__(self) -> None:
        super().__init__(f"Discord refuses DISCORD_TOKEN; reset it on the page Bot of {PORTAL}, and copy the new one")


class IntentRefused(BotError):
    """An intent is asked for that the application may not have."""

    def __init__(self) -> None:
        remedy = (
            f"switch on Message Content Intent on the page Bot of {PORTAL}, or unset FOOTNOTE_DISCORD_MESSAGE_CONTENT"
        )
        super().__init__(f"Discord refuses to send the content of messages; {remedy}")


class DiscordUnreachable(BotError):
    """Discord's API cannot be reached, or does not answer as it should."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"Discord cannot be reached ({problem}); look at the network and at FOOTNOTE_DISCORD_API_URL")


class Declined(BotError):
    """What is asked cannot be done here; the message tells the person why, and what to do."""


class Hurried(Declined):
    """A person asks faster than one may."""

    def __init__(self, wait_s: int) -> None:
        seconds = "1 second" if wait_s == 1 else f"{wait_s} seconds"
        super().__init__(f"That is a lot of questions at once. Ask again in {seconds}.")
