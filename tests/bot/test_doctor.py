from pathlib import Path

import pytest

from tests.chat_server import ChatServer, Fails
from tests.cli import Cli


def test_a_setting_that_does_not_exist_is_found(cli: Cli) -> None:
    run = cli("doctor", env={"FOOTNOTE_TOPK": "3"})
    assert run.code == 1
    assert "wrong settings: FOOTNOTE_TOPK is none of them; did you mean FOOTNOTE_TOP_K?\n" in run.out


def test_a_spelling_mistake_in_the_file_of_settings_is_found(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# FOOTNOTE_OLD=1\nFOOTNOTE_MODEL=x\nOTHER=1\n", encoding="utf-8")
    run = cli("doctor")
    assert "wrong settings: FOOTNOTE_MODEL is none of them; " in run.out
    assert "FOOTNOTE_OLD" not in run.out


@pytest.mark.parametrize("name", ["articles", "chroma"])
def test_one_cause_is_told_once(cli: Cli, data_dir: Path, name: str) -> None:
    if name == "articles":
        (data_dir / "collections" / "default" / "articles" / "foreign.json").write_text("{}", encoding="utf-8")
    run = cli("doctor", env={"FOOTNOTE_CHROMA_URL": "http://127.0.0.1:1"} if name == "chroma" else {})
    assert run.code == 1
    assert [line.split(":")[0] for line in run.out.splitlines() if line.startswith("wrong")] == [f"wrong {name}"]
    assert run.out.splitlines()[-1] == "1 of 11 need something done."


def test_without_a_chat_model_no_text_leaves_the_machine(cli: Cli) -> None:
    assert "ok    privacy: no chat model is configured: no text leaves this machine\n" in cli("doctor").out


def model_of(server: ChatServer, **more: str) -> dict[str, str]:
    keys = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": f"{server.url}/v1"}
    return {"FOOTNOTE_CHAT_MODEL": "openai:test-model", **keys, **more}


def test_a_chat_model_is_asked_for_a_word_and_nothing_of_an_article(cli: Cli) -> None:
    with ChatServer("OK") as server:
        run = cli("doctor", env=model_of(server))
    assert run.code == 0
    assert "ok    chat model: openai:test-model answers, in " in run.out
    sent = "questions, the passages found for them and, in a conversation, its last questions and answers"
    assert f"ok    privacy: {sent} go to {server.url.removeprefix('http://')}, on this machine\n" in run.out
    assert [message["content"] for message in server.requests[0]["messages"]] == ["Reply with the one word OK."]


def test_a_key_that_is_refused_is_explained(cli: Cli) -> None:
    with ChatServer(Fails(401)) as server:
        run = cli("doctor", env=model_of(server))
    assert run.code == 1
    told = "openai:test-model refused the key (401); set OPENAI_API_KEY to a key that may use it"
    assert f"wrong chat model: {told}\n" in run.out


def test_a_missing_package_is_explained_by_how_to_install_it(cli: Cli) -> None:
    run = cli("doctor", env={"FOOTNOTE_CHAT_MODEL": "mistralai:small"})
    told = "'mistralai:small' cannot be used (the package langchain-mistralai is not installed); "
    assert f"wrong chat model: the chat model {told}pip install langchain-mistralai\n" in run.out


def test_a_trace_that_leaves_the_machine_is_told(cli: Cli) -> None:
    with ChatServer("OK") as server:
        run = cli("doctor", env=model_of(server, LANGSMITH_TRACING="true", LANGSMITH_ENDPOINT=server.url))
    assert "LangSmith's tracing is switched on in the environment: the same goes to it" in run.out


def test_the_bots_token_is_looked_at_and_never_shown(cli: Cli) -> None:
    token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.abcdef.secretsecretsecretsecretsec"
    run = cli("doctor", env={"DISCORD_TOKEN": token})
    assert "ok    discord: a token of the application 123456789012345678; heard when it is mentioned\n" in run.out
    assert "secretsecret" not in run.out + run.err


def test_a_token_that_is_none_is_found(cli: Cli) -> None:
    run = cli("doctor", env={"DISCORD_TOKEN": "hello"})
    assert run.code == 1
    assert "wrong discord: DISCORD_TOKEN is not a bot's token; copy it from the page Bot of https://discord" in run.out


def test_a_setting_of_the_discord_bot_is_no_mistake(cli: Cli) -> None:
    assert cli("doctor", env={"FOOTNOTE_DISCORD_WORKERS": "2"}).code == 0
