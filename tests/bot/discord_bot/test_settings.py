import re
from pathlib import Path

import pytest

from bot.discord_bot.settings import DiscordSettings, read_discord_settings, require_token
from retrieval.errors import SettingInvalid

EXAMPLE = Path(__file__).resolve().parents[3] / ".env.example"


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_example_names_every_setting_with_its_default() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    stated = dict(match.groups() for line in lines if (match := re.fullmatch(r"# FOOTNOTE_DISCORD_(\w+)=(.*)", line)))
    defaults = {
        name.upper(): "" if field.default_factory or field.default is None else str(field.default)
        for name, field in DiscordSettings.model_fields.items()
        if name != "token"
    }
    assert stated == defaults
    assert "# DISCORD_TOKEN=" in lines


def test_the_example_without_its_comment_signs_can_be_read(tmp_path: Path) -> None:
    text = re.sub(r"^# (?=FOOTNOTE_|DISCORD_)", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (tmp_path / ".env").write_text(text, encoding="utf-8")
    assert read_discord_settings() == DiscordSettings(_env_file=None)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("WORKERS", "0", "give how many questions are answered at once, a whole number from 1 to 64"),
        ("TIMEOUT_S", "1000", "give the seconds that an answer may take, its waiting included, from 5 to 840"),
        (
            "API_URL",
            "ftp://x",
            "give the address of Discord's API, such as that of a proxy, http://localhost:8080/api/v10",
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_one_clear_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, advice: str
) -> None:
    monkeypatch.setenv(f"FOOTNOTE_DISCORD_{name}", value)
    with pytest.raises(SettingInvalid) as raised:
        read_discord_settings()
    assert str(raised.value) == f"FOOTNOTE_DISCORD_{name} is {value!r}: {advice}"


def test_a_token_is_never_shown_by_accident(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", " tell.no.body ")
    settings = read_discord_settings()
    assert "tell" not in f"{settings!r} {settings}"
    assert require_token(settings) == "tell.no.body"


def test_a_missing_token_is_asked_for() -> None:
    with pytest.raises(SettingInvalid, match=r"^DISCORD_TOKEN is not set: give the bot's token, from the page Bot of "):
        require_token(read_discord_settings())
