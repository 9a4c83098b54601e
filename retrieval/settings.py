"""Every setting of retrieval, read once at the entry points from the environment and a `.env` file."""

import io
import os
import re
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from platformdirs import user_data_path
from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from retrieval.errors import SettingInvalid

PREFIX = "FOOTNOTE_"

Kind = TypeVar("Kind", bound=BaseSettings)


def _check_address(url: str) -> str:
    """Return the address of a server; raises ValueError when it is more or less than scheme, host and port."""
    parts = urlsplit(url.rstrip("/"))
    whole = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    if not whole or parts.path or parts.query or parts.fragment or parts.username is not None:
        raise ValueError(url)
    return parts.geturl()


def _check_chat_model(name: str) -> str:
    """Return a chat model's name; raises ValueError when it is not `provider:model`."""
    if not re.fullmatch(r"[a-z0-9_]+:\S+", name):
        raise ValueError(name)
    return name


class Settings(BaseSettings):
    """Settings of the environment, each named `FOOTNOTE_` and its field in capitals.

    A field's description ends the sentence "give …" of its error.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("footnote"),
        description="the folder for articles, indexes and exported models",
    )
    embedding_model: str = Field(
        default="all-MiniLM-L6-v2", description="the name or the folder of a sentence-transformers model"
    )
    chroma_url: Annotated[str, AfterValidator(_check_address)] | None = Field(
        default=None, description="the address of a Chroma server, such as http://localhost:8000"
    )
    chat_model: Annotated[str, AfterValidator(_check_chat_model)] | None = Field(
        default=None, description="a chat model as provider:model, such as openai:gpt-5-mini or ollama:llama3.2"
    )
    chat_timeout_s: float = Field(
        default=30.0,
        gt=0,
        le=600,
        description="the seconds that a chat model may take for an answer, more than 0 and at most 600",
    )
    chat_max_tokens: int = Field(
        default=2000, ge=100, le=100_000, description="the most tokens of a chat model's reply, from 100 to 100000"
    )
    reader: Literal["chat", "span"] = Field(
        default_factory=lambda known: "chat" if known.get("chat_model") else "span",
        description='who reads the passages: "chat" or "span"',
    )
    top_k: int = Field(
        default=8, ge=1, le=50, description="how many passages are read for a question, a whole number from 1 to 50"
    )
    answer_threshold: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="the confidence below which there is no answer, from 0 to 1; without it, the reader's own",
    )


def read_settings() -> Settings:
    """Read the settings.

    Where they name a chat model, what else stands in the file becomes a variable of the environment, unless it is one:
    there the packages of providers look for their keys.

    Raises:
        SettingInvalid: when a value cannot be used.
    """
    settings = load_settings(Settings)
    if settings.chat_model is not None:
        for name, value in dotenv_values(".env").items():
            # The bot's token is no provider's business.
            if value and not name.startswith(PREFIX) and name != "DISCORD_TOKEN":
                os.environ.setdefault(name, value)
    return settings


def load_settings(kind: type[Kind]) -> Kind:
    """Read settings of any class whose fields each have a description.

    Raises:
        SettingInvalid: when a value cannot be used, by the name of its variable.
    """
    _check_file(Path(".env"))
    try:
        return kind()
    except ValidationError as err:
        first = err.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        known = kind.model_fields.get(name)
        advice = f"give {known.description}" if known else str(first["msg"])
        prefix = kind.model_config.get("env_prefix", "")
        raise SettingInvalid(f"{prefix}{name}".upper(), first["input"], advice) from err


def _check_file(path: Path) -> None:
    """Raise SettingInvalid when a settings file cannot be read, or a line of it cannot: it would be passed over."""
    if not path.exists():
        return
    try:
        if not path.is_file():
            raise SettingInvalid(str(path), "not a file", "make it a text file of NAME=value lines, or remove it")
        bindings = parse_stream(io.StringIO(path.read_text(encoding="utf-8")))
        broken = [binding.original for binding in bindings if binding.error]
    except OSError as err:
        raise SettingInvalid(str(path), err.strerror or str(err), "make it readable, or remove it") from err
    except UnicodeDecodeError as err:
        raise SettingInvalid(str(path), "not UTF-8 text", "save it as UTF-8, or remove it") from err
    if broken:
        raise SettingInvalid(f"{path}, line {broken[0].line}", broken[0].string.strip()[:60], "write NAME=value")
