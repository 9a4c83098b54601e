"""The parts of the chain that ask a chat model, made from the settings."""

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from retrieval.chat.asking import ChatAsker
from retrieval.chat.models import open_chat_model
from retrieval.errors import SettingInvalid
from retrieval.settings import PREFIX, Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


class ChatModelOpener:
    """Opens the chat model of the settings when it is first asked for, and only once. Safe for several threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._model: BaseChatModel | None = None

    def __call__(self) -> "BaseChatModel":
        """Return the model.

        Raises:
            ChatModelUnavailable: when it cannot be opened; the next call tries again.
            SettingInvalid: when the settings name none.
        """
        with self._lock:
            if self._model is None:
                settings = self._settings
                if settings.chat_model is None:
                    raise _none_named()
                self._model = open_chat_model(
                    settings.chat_model, timeout_s=settings.chat_timeout_s, max_tokens=settings.chat_max_tokens
                )
            return self._model


def make_asker(settings: Settings, open_model: "Callable[[], BaseChatModel]") -> ChatAsker:
    """Return what asks the chat model within the bounds of the settings.

    Raises:
        SettingInvalid: when the settings name none.
    """
    if settings.chat_model is None:
        raise _none_named()
    return ChatAsker(open_model, timeout_s=settings.chat_timeout_s)


def _none_named() -> SettingInvalid:
    known = Settings.model_fields["chat_model"].description
    return SettingInvalid(f"{PREFIX}CHAT_MODEL", None, f"the chat reader needs one; give {known}")
