"""Every setting of retrieval, read once at the entry points from the environment and a `.env` file."""

from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from retrieval.errors import SettingInvalid


class Settings(BaseSettings):
    """Settings of the environment, each named `FOOTNOTE_` and its field in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="FOOTNOTE_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    data_dir: Path = Field(default_factory=lambda: user_data_path("footnote"))
    embedding_model: str = "all-MiniLM-L6-v2"
    chroma_url: str | None = None
    reader: Literal["sentence"] = "sentence"
    top_k: int = Field(default=8, ge=1, le=50)
    answer_threshold: float | None = Field(default=None, ge=0, le=1)

    @field_validator("chroma_url")
    @classmethod
    def _is_http(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("http://", "https://")):
            raise ValueError("give the http or https address of a Chroma server")
        return url


def read_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingInvalid: when a value cannot be used.
    """
    try:
        return Settings()
    except ValidationError as err:
        first = err.errors()[0]
        name = f"FOOTNOTE_{str(first['loc'][0]).upper()}" if first["loc"] else "a setting"
        raise SettingInvalid(name, first["input"], first["msg"].removeprefix("Value error, ")) from err
    except (OSError, UnicodeDecodeError) as err:
        raise SettingInvalid(".env", str(err), "the file cannot be read; make it readable UTF-8, or remove it") from err
