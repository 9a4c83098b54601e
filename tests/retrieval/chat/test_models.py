import pytest

from retrieval.chat.models import find_address, is_traced, open_chat_model
from retrieval.errors import ChatModelUnavailable
from tests.fakes import ScriptedChatModel


def open_one(name: str) -> object:
    return open_chat_model(name, timeout_s=7, max_tokens=300)


def test_a_model_is_opened_with_the_bounds_of_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    model = open_one("openai:gpt-4o-mini")
    assert (model.request_timeout, model.max_tokens, model.max_retries) == (7, 300, 0)  # type: ignore[attr-defined]
    local = open_one("ollama:llama3.2")
    assert (local.num_predict, local.client_kwargs) == (300, {"timeout": 7})  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("anthropic:claude", '(the package langchain-anthropic is not installed); pip install "footnote[anthropic]"'),
        ("mistralai:small", "(the package langchain-mistralai is not installed); pip install langchain-mistralai"),
        ("openai:gpt", "(Missing credentials); set FOOTNOTE_CHAT_MODEL to provider:model, and the provider's key, "),
        ("nobody:x", "(Unsupported provider='nobody'"),
    ],
)
def test_what_is_missing_is_told_with_what_to_do(name: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ChatModelUnavailable) as raised:
        open_one(name)
    assert str(raised.value).startswith(f"the chat model {name!r} cannot be used {told}")


def test_where_the_questions_go_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    assert find_address(open_one("openai:gpt-4o-mini")) == "api.openai.com"  # type: ignore[arg-type]
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert find_address(open_one("openai:gpt-4o-mini")) == "127.0.0.1:9"  # type: ignore[arg-type]
    monkeypatch.setenv("OLLAMA_HOST", "http://gpu.example:11434")
    assert find_address(open_one("ollama:llama3.2")) == "gpu.example:11434"  # type: ignore[arg-type]
    assert find_address(ScriptedChatModel(script=["x"])) is None


def test_tracing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_traced()
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    assert is_traced()
