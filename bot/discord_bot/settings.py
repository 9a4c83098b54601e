"""Every setting of the Discord bot, read once when it starts. Imports nothing of discord.py."""

import os
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from retrieval.errors import SettingInvalid
from retrieval.settings import PREFIX, load_settings

TOKEN = "DISCORD_TOKEN"  # noqa: S105 - the name of the variable
TOKEN_ADVICE = "give the bot's token, from the page Bot of https://discord.com/developers/applications"  # noqa: S105


def _check_url(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise ValueError(url)
    return url.rstrip("/")


def _count_workers() -> int:
    """One a core, from 2 to 4: more of them answer no faster, and hold up the event loop longer."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(max(cores, 2), 4)


class DiscordSettings(BaseSettings):
    """Settings of the environment, each named `FOOTNOTE_DISCORD_` and its field in capitals, but for `DISCORD_TOKEN`.

    A field's description ends the sentence "give …" of its error.
    """

    model_config = SettingsConfigDict(
        env_prefix=f"{PREFIX}DISCORD_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    token: SecretStr | None = Field(default=None, validation_alias=TOKEN, description="the bot's token")
    message_content: bool = Field(
        default=False,
        description="true where Message Content Intent is switched on for the bot, or false",
    )
    workers: int = Field(
        default_factory=_count_workers,
        ge=1,
        le=64,
        description="how many questions are answered at once, a whole number from 1 to 64",
    )
    queue: int = Field(
        default=20,
        ge=1,
        le=1000,
        description="how many questions of one server may wait, a whole number from 1 to 1000",
    )
    per_minute: int = Field(
        default=10, ge=1, le=600, description="how many questions a person may ask in a minute, from 1 to 600"
    )
    timeout_s: float = Field(
        default=120.0,
        ge=5,
        le=840,
        description="the seconds that an answer may take, its waiting included, from 5 to 840",
    )
    conversation_hours: float = Field(
        default=24.0, gt=0, le=8760, description="the hours after which a conversation is forgotten, at most 8760"
    )
    keep_days: float = Field(
        default=90.0, gt=0, le=3650, description="the days after which answers and votes are deleted, at most 3650"
    )
    delete_days: float = Field(
        default=7.0,
        ge=0,
        le=365,
        description="the days after which a server that removed the bot is deleted, from 0 to 365",
    )
    max_articles: int = Field(
        default=100, ge=1, le=10_000, description="how many articles a server may have, a whole number from 1 to 10000"
    )
    shard_from: int = Field(
        default=1000, ge=1, description="from how many servers on Discord is asked for several connections, at least 1"
    )
    api_url: Annotated[str, AfterValidator(_check_url)] | None = Field(
        default=None, description="the address of Discord's API, such as that of a proxy, http://localhost:8080/api/v10"
    )


def read_discord_settings() -> DiscordSettings:
    """Read the settings.

    Raises:
        SettingInvalid: when a value cannot be used.
    """
    return load_settings(DiscordSettings)


def require_token(settings: DiscordSettings) -> str:
    """Return the bot's token.

    Raises:
        SettingInvalid: when there is none.
    """
    if settings.token is None or not settings.token.get_secret_value().strip():
        raise SettingInvalid(TOKEN, None, TOKEN_ADVICE)
    return settings.token.get_secret_value().strip()
