"""Every setting of retrieval, read once at the entry points from the environment and a `.env` file."""

import io
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from platformdirs import user_data_path
from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from retrieval.errors import SettingInvalid

PREFIX = "FOOTNOTE_"


def _check_address(url: str) -> str:
    """Return the address of a server; raises ValueError when it is more or less than scheme, host and port."""
    parts = urlsplit(url.rstrip("/"))
    whole = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    if not whole or parts.path or parts.query or parts.fragment or parts.username is not None:
        raise ValueError(url)
    return parts.geturl()


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
    reader: Literal["span", "sentence"] = Field(
        default="span", description='who reads the passages: "span" or "sentence"'
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

    Raises:
        SettingInvalid: when a value cannot be used.
    """
    _check_file(Path(".env"))
    try:
        return Settings()
    except ValidationError as err:
        first = err.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        known = Settings.model_fields.get(name)
        advice = f"give {known.description}" if known else str(first["msg"])
        raise SettingInvalid(f"{PREFIX}{name.upper()}", first["input"], advice) from err


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
