"""The clients that people use, against a server that speaks their providers' interfaces: what reaches a person."""

import gc
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.folder import open_folder
from corpus.language import looks_english
from retrieval.build import Footnote
from retrieval.chain import Chain
from retrieval.chat.asking import ChatAsker
from retrieval.chat.opening import ChatModelOpener
from retrieval.chat.rewriting import ChatRewriter
from retrieval.reader.chat import ChatReader
from retrieval.schema import Abstention, Answer, Ask, Conversation, Reason, Reply
from retrieval.settings import Settings
from tests.chat_server import ChatServer, Entry, Fails, Hangs, Says, Sends

QUESTION = "Who did Gerasimov speak to?"
QUOTE = (
    "Russia’s General Gerasimov spoke to General Mark Milley, the top military officer in the US, and had a separate "
    "conversation with Admiral Sir Tony Radakin, the UK’s chief of the defence staff."
)
GOOD = f"""ANSWER
Gerasimov spoke to General Mark Milley and separately to Admiral Sir Tony Radakin. [1]
QUOTES
[1] "{QUOTE}"
"""
GOOD_TEXT = "Gerasimov spoke to General Mark Milley and separately to Admiral Sir Tony Radakin. [1]"
WITHOUT_IT = "; this is what Footnote finds without it."

AskModel = Callable[..., Reply]


@pytest.fixture(scope="module")
def shared(prepared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Footnote]:
    """One index for all; each test has a chain of its own."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("data"))
    with Footnote(settings, models=open_folder(prepared_folder).models) as footnote:
        footnote.update_index()
        footnote.warm_up()
        gc.collect()
        # What there is stays: the collections below look at what the tests leave alone.
        gc.freeze()
        yield footnote
        gc.unfreeze()


@pytest.fixture(params=["openai", "ollama"])
def ask(request: pytest.FixtureRequest, shared: Footnote, monkeypatch: pytest.MonkeyPatch) -> Iterator[AskModel]:
    """Ask a question through a provider's client, of a server whose script is given."""

    def ask(server: ChatServer, *, question: str = QUESTION, timeout_s: float = 20.0) -> Reply:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        settings = shared.settings.model_copy(
            update={"reader": "chat", "chat_model": f"{request.param}:test-model", "chat_timeout_s": timeout_s}
        )
        # As `Footnote` puts it together, without opening the trained models for each test.
        asker = ChatAsker(ChatModelOpener(settings), timeout_s=timeout_s, pause_s=0.05)
        reader = ChatReader(asker, shared.reader(), shared.fidelity_check().find_flaw)
        chain = Chain(shared.source, reader, looks_english=looks_english, rewrite=ChatRewriter(asker).rewrite)
        return chain.answer(Ask(question, Conversation()))

    yield ask
    for thread in threading.enumerate():
        # Left behind with a connection; the server has ended by now, and so will they.
        if thread.daemon and thread.name.startswith("chat-model"):
            thread.join(5)
    with warnings.catch_warnings():
        # The clients leave their pools of connections to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def offline_text(shared: Footnote, question: str = QUESTION) -> str:
    reply = shared.chain().answer(Ask(question, Conversation()))
    assert isinstance(reply, Answer)
    return reply.text


def served(ask: AskModel, *script: Entry, timeout_s: float = 20.0) -> tuple[Reply, ChatServer]:
    with ChatServer(*script) as server:
        return ask(server, timeout_s=timeout_s), server


def test_a_good_answer_reaches_the_person_with_its_quote(ask: AskModel) -> None:
    reply, server = served(ask, GOOD)
    assert isinstance(reply, Answer)
    assert (reply.text, reply.reader, reply.notices) == (GOOD_TEXT, "chat", ())
    assert reply.citations[0].quote.endswith(QUOTE)
    assert len(server.requests) == 1
    assert reply.usage is not None
    assert reply.usage.calls == 1


def test_the_tokens_that_were_used_are_told(ask: AskModel) -> None:
    reply, _ = served(ask, GOOD)
    assert reply.usage is not None
    assert (reply.usage.input_tokens, reply.usage.output_tokens) == (700, 60)


def test_the_model_is_told_the_bound_of_its_reply(ask: AskModel) -> None:
    _, server = served(ask, GOOD)
    (body,) = server.requests
    assert 2000 in (
        body.get("max_tokens"),
        body.get("max_completion_tokens"),
        body.get("options", {}).get("num_predict"),
    )


def test_a_wrong_quote_is_named_and_mended(ask: AskModel) -> None:
    wrong = GOOD.replace("the top military officer", "the highest officer")
    reply, server = served(ask, wrong, GOOD)
    assert isinstance(reply, Answer)
    assert (reply.text, reply.notices) == (GOOD_TEXT, ())
    assert len(server.requests) == 2
    assert "the highest officer" in server.requests[1]["messages"][-1]["content"]


def test_a_quote_that_stays_wrong_is_not_shown(ask: AskModel, shared: Footnote) -> None:
    wrong = GOOD.replace("the top military officer", "the highest officer")
    reply, server = served(ask, wrong)
    assert isinstance(reply, Answer)
    assert reply.text == offline_text(shared)
    assert reply.notices == (f"The chat model said nothing that could be verified{WITHOUT_IT}",)
    assert len(server.requests) == 2


def test_a_sentence_with_a_lost_not_is_not_shown(ask: AskModel) -> None:
    """The quote is real, and the sentence says the contrary."""
    lie = """ANSWER
The allies accepted the allegation. [1]
QUOTES
[1] "an allegation strongly rejected by the allies"
"""
    reply, _ = served(ask, lie)
    assert isinstance(reply, Answer)
    assert "accepted" not in reply.text
    assert "strongly rejected by the allies" in reply.text
    assert reply.notices == ("One sentence says it in the article's words: the chat model's could not be verified.",)


def test_a_near_quote_is_no_quote(ask: AskModel, shared: Footnote) -> None:
    lie = """ANSWER
The allegation was accepted by the allies. [1]
QUOTES
[1] "an allegation strongly accepted by the allies"
"""
    reply, _ = served(ask, lie)
    assert isinstance(reply, Answer)
    assert reply.text == offline_text(shared)


def test_a_marker_without_a_quote_is_not_shown(ask: AskModel) -> None:
    reply, _ = served(ask, GOOD.replace("QUOTES", "He rang the pope as well. [7]\nQUOTES"))
    assert isinstance(reply, Answer)
    assert reply.text == GOOD_TEXT
    assert reply.notices == ("One sentence was left out: it could not be verified against the article.",)


def test_a_decline_is_an_abstention(ask: AskModel) -> None:
    reply, server = served(ask, "NOT IN THE ARTICLE")
    assert isinstance(reply, Abstention)
    assert (reply.reason, reply.reader) == (Reason.NOT_STATED, "chat")
    assert len(server.requests) == 1


FAILURES: list[tuple[str, Entry, str, int]] = [
    ("refused key", Fails(401), "refused the key (401)", 1),
    ("unknown model", Fails(404), "is not known to its provider (404)", 1),
    ("busy", Fails(429, retry_after="0"), "asks to wait, or its quota is used up (429)", 2),
    ("busy for long", Fails(429, retry_after="3600"), "asks to wait, or its quota is used up (429)", 1),
    ("server error", Fails(500), "failed at its provider (500)", 2),
    ("bad request", Fails(400), "refused the request (400)", 1),
    ("hangs", Hangs(30), "did not answer within 1 s", 1),
    ("drips", Says(GOOD * 50, pause_s=0.3), "did not answer within 1 s", 1),
    ("empty", Says(""), "said nothing", 1),
    ("other form", Says("I think he spoke to Mark Milley."), "replied in another form than it was asked for", 2),
    ("flood", Says("ANSWER\n" + "x" * 10_000_000), "said more than 16,000 characters", 1),
    ("garbage", Sends(b"<html>\x00\xff no API here</html>"), "", 0),
    ("cut off", Says(GOOD, cut_at=60), "cannot be reached", 2),
]


@pytest.mark.parametrize("failure", FAILURES, ids=[name for name, *_ in FAILURES])
def test_a_failure_ends_in_the_offline_answer_and_one_line(
    ask: AskModel, shared: Footnote, failure: tuple[str, Entry, str, int]
) -> None:
    name, entry, told, calls = failure
    started = time.monotonic()
    reply, server = served(ask, entry, timeout_s=1.0 if "1 s" in told else 20.0)
    assert isinstance(reply, Answer)
    assert reply.text == offline_text(shared)
    assert reply.reader == "span"
    if name == "garbage":
        # One client passes over what it cannot read, another one refuses it; no two say it alike.
        (notice,) = reply.notices
        assert notice.startswith("The chat model ")
        assert notice.endswith(WITHOUT_IT)
        assert len(server.requests) <= 2
        return
    assert reply.notices == (f"The chat model {told}{WITHOUT_IT}",)
    # Ollama's client does not tell for how long its server asks to wait.
    assert len(server.requests) == (2 if name == "busy for long" and server.paths[0] == "/api/chat" else calls)
    assert time.monotonic() - started < 15
