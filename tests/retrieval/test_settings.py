import os
import re
from pathlib import Path

import pytest
from platformdirs import user_data_path

from retrieval.errors import SettingInvalid
from retrieval.settings import Settings, read_settings

EXAMPLE = Path(__file__).resolve().parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_an_environment_the_defaults_hold() -> None:
    settings = read_settings()
    assert settings.data_dir == user_data_path("footnote")
    assert settings.embedding_model == "all-MiniLM-L6-v2"
    assert (settings.chroma_url, settings.reader, settings.top_k) == (None, "span", 8)
    assert settings.answer_threshold is None


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_TOP_K", "5")
    monkeypatch.setenv("FOOTNOTE_CHROMA_URL", "https://chroma.example:8443/")
    monkeypatch.setenv("FOOTNOTE_DATA_DIR", "/data/footnote")
    settings = read_settings()
    assert (settings.top_k, settings.data_dir) == (5, Path("/data/footnote"))
    assert settings.chroma_url == "https://chroma.example:8443"


def test_settings_are_read_from_a_file_below_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("FOOTNOTE_TOP_K=3\nFOOTNOTE_ANSWER_THRESHOLD=0.5\nDISCORD_TOKEN=x\nOTHER=y\n")
    monkeypatch.setenv("FOOTNOTE_TOP_K", "4")
    assert (read_settings().top_k, read_settings().answer_threshold) == (4, 0.5)


def test_a_chat_model_reads_where_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_CHAT_MODEL", "openai:gpt-5-mini")
    assert read_settings().reader == "chat"
    monkeypatch.setenv("FOOTNOTE_READER", "span")
    assert read_settings().reader == "span"


def test_the_keys_of_a_chat_model_may_stand_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("FOOTNOTE_CHAT_MODEL=openai:x\nSOME_API_KEY=file\nOTHER_KEY=file\n")
    # Set before it is taken away, so that what the file sets is taken away at the end.
    monkeypatch.setenv("SOME_API_KEY", "")
    monkeypatch.delenv("SOME_API_KEY")
    monkeypatch.setenv("OTHER_KEY", "environment")
    read_settings()
    assert (os.environ["SOME_API_KEY"], os.environ["OTHER_KEY"]) == ("file", "environment")


def test_an_empty_value_stands_for_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_TOP_K", "")
    assert read_settings().top_k == 8


TOP_K = "give how many passages are read for a question, a whole number from 1 to 50"
CHROMA = "give the address of a Chroma server, such as http://localhost:8000"
CHAT_MODEL = "give a chat model as provider:model, such as openai:gpt-5-mini or ollama:llama3.2"
CHAT_TIMEOUT = "give the seconds that a chat model may take for an answer, more than 0 and at most 600"
CHAT_MAX_TOKENS = "give the most tokens of a chat model's reply, from 100 to 100000"
THRESHOLD = "give the confidence below which there is no answer, from 0 to 1; without it, the reader's own"


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("TOP_K", "many", TOP_K),
        ("TOP_K", "0", TOP_K),
        ("TOP_K", "51", TOP_K),
        ("TOP_K", "2.5", TOP_K),
        ("READER", "oracle", 'give who reads the passages: "chat" or "span"'),
        ("CHAT_MODEL", "gpt-5", CHAT_MODEL),
        ("CHAT_MODEL", "openai: gpt", CHAT_MODEL),
        ("CHAT_TIMEOUT_S", "0", CHAT_TIMEOUT),
        ("CHAT_TIMEOUT_S", "inf", CHAT_TIMEOUT),
        ("CHAT_MAX_TOKENS", "99", CHAT_MAX_TOKENS),
        ("ANSWER_THRESHOLD", "high", THRESHOLD),
        ("ANSWER_THRESHOLD", "1.5", THRESHOLD),
        ("ANSWER_THRESHOLD", "nan", THRESHOLD),
        ("CHROMA_URL", "localhost:8000", CHROMA),
        ("CHROMA_URL", "ftp://chroma.example", CHROMA),
        ("CHROMA_URL", "http://", CHROMA),
        ("CHROMA_URL", "http://chroma.example:99999", CHROMA),
        ("CHROMA_URL", "http://chroma.example/api", CHROMA),
        ("CHROMA_URL", "http://me:secret@chroma.example", CHROMA),
    ],
)
def test_an_invalid_value_is_one_clear_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, advice: str
) -> None:
    monkeypatch.setenv(f"FOOTNOTE_{name}", value)
    with pytest.raises(SettingInvalid) as raised:
        read_settings()
    assert str(raised.value) == f"FOOTNOTE_{name} is {value!r}: {advice}"


def test_a_settings_file_that_is_no_text_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"FOOTNOTE_TOP_K=\xff\xfe\n")
    with pytest.raises(SettingInvalid, match=r"^\.env is 'not UTF-8 text': save it as UTF-8, or remove it$"):
        read_settings()


def test_the_example_names_every_setting_with_its_default() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    stated = dict(
        match.groups() for line in lines if (match := re.fullmatch(r"# FOOTNOTE_(?!DISCORD_)([A-Z_]+)=(.*)", line))
    )
    defaults = {
        name.upper(): "" if field.default_factory or field.default is None else str(field.default)
        for name, field in Settings.model_fields.items()
    }
    assert stated == defaults


def test_the_example_as_it_is_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(EXAMPLE.read_text(encoding="utf-8"))
    assert read_settings() == Settings(_env_file=None)


def test_the_example_without_its_comment_signs_can_be_read(tmp_path: Path) -> None:
    text = re.sub(r"^# (?=FOOTNOTE_)", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (tmp_path / ".env").write_text(text)
    assert read_settings() == Settings(_env_file=None)


def test_every_setting_says_what_to_give() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_a_line_of_the_file_that_is_no_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("FOOTNOTE_TOP_K=3\n=broken\n", encoding="utf-8")
    with pytest.raises(SettingInvalid, match=r"\.env, line 2 is '=broken': write NAME=value"):
        read_settings()


def test_a_file_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".env")
    with pytest.raises(SettingInvalid, match=r"\.env is 'not a file'"):
        read_settings()
