"""A chat model by its name, `provider:model`, with bounds for one call, and where it sends what it is asked."""

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from retrieval.errors import ChatModelUnavailable

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

EXTRAS = frozenset({"anthropic", "ollama", "openai"})
"""Providers whose package is an extra of Footnote's."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 - to be recognised, not bound
_ADDRESSES = (
    ("root_client", "base_url"),
    ("_client", "base_url"),
    ("_client", "_client", "base_url"),
    ("openai_api_base",),
    ("anthropic_api_url",),
    ("azure_endpoint",),
    ("base_url",),
)
"""Where the classes of providers keep the address of their server."""


def open_chat_model(name: str, *, timeout_s: float, max_tokens: int) -> "BaseChatModel":
    """Open a chat model; nothing is sent yet.

    Args:
        name: `provider:model`, the provider as LangChain calls it.
        timeout_s: after which a request that got no answer is given up, where the provider's package can do that.
        max_tokens: of a reply.

    Raises:
        ChatModelUnavailable: when the provider's package is missing, the provider unknown, or no key is set.
    """
    from langchain.chat_models import init_chat_model

    provider, _, model = name.partition(":")
    try:
        opened: BaseChatModel = init_chat_model(
            model, model_provider=provider, **_bounds(provider, timeout_s=timeout_s, max_tokens=max_tokens)
        )
    except ImportError as err:
        package = f"langchain-{provider.replace('_', '-')}"
        install = f'"footnote[{provider}]"' if provider in EXTRAS else package
        raise ChatModelUnavailable(name, f"the package {package} is not installed", f"pip install {install}") from err
    except Exception as err:
        # Any provider's package may be asked here, with errors of its own.
        raise ChatModelUnavailable(name, _first_sentence(err), _advise(provider)) from err
    return opened


def find_address(model: "BaseChatModel") -> str | None:
    """Return the host, and port if any, that a model sends its questions to; None when it does not tell."""
    for path in _ADDRESSES:
        value: Any = model
        for name in path:
            value = getattr(value, name, None)
        if value:
            parts = urlsplit(str(value))
            return parts.netloc or None
    return None


def is_local(address: str | None) -> bool:
    """Tell whether an address is of this machine.

    >>> is_local("127.0.0.1:11434"), is_local("api.openai.com"), is_local(None)
    (True, False, False)
    """
    return address is not None and (urlsplit(f"//{address}").hostname or "") in LOOPBACK


def is_traced() -> bool:
    """Tell whether LangChain sends all that a chat model is asked and says to LangSmith, as its variables ask it to."""
    names = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")
    return any(os.environ.get(name, "").lower() in {"true", "1"} for name in names)


def _bounds(provider: str, *, timeout_s: float, max_tokens: int) -> dict[str, Any]:
    """LangChain's standard parameters; Footnote itself tries again, within its own time."""
    if provider == "ollama":
        return {"num_predict": max_tokens, "client_kwargs": {"timeout": timeout_s}}
    return {"max_tokens": max_tokens, "timeout": timeout_s, "max_retries": 0}


def _advise(provider: str) -> str:
    return f"set FOOTNOTE_CHAT_MODEL to provider:model, and the provider's key, such as {provider.upper()}_API_KEY"


def _first_sentence(err: Exception) -> str:
    text = " ".join(str(err).split()) or type(err).__name__
    return text.partition(". ")[0].rstrip(".")[:160]
