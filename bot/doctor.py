"""What `footnote doctor` looks at: one finding a check, none of which stops the others."""

import os
import platform
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from difflib import get_close_matches
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from bot.chat_findings import examine_chat_model, examine_privacy
from bot.errors import is_known
from bot.findings import Finding

if TYPE_CHECKING:
    from retrieval.build import Footnote
    from retrieval.settings import Settings

PREFIX = "FOOTNOTE_"
LIBRARIES = ("chromadb", "langchain-core", "onnxruntime", "sentence-transformers", "torch")

_SETTING_LINE = re.compile(r"^\s*(?:export\s+)?(FOOTNOTE_\w+)\s*=", re.MULTILINE)


def examine() -> tuple[Finding, ...]:
    """Look at everything, in the order in which it is needed."""
    from retrieval.build import Footnote
    from retrieval.settings import read_settings

    findings = [_programs()]
    try:
        settings = read_settings()
        findings.append(_settings(settings))
        with Footnote(settings) as footnote:
            findings.append(_folder(footnote))
            findings += _examine_parts(footnote)
    except Exception as err:
        if not is_known(err):
            raise
        findings.append(Finding("set-up", str(err), healthy=False))
    return tuple(findings)


def _examine_parts(footnote: "Footnote") -> Iterator[Finding]:
    parts = [
        _try("articles", lambda: _articles(footnote)),
        _try("model", lambda: _model(footnote)),
        _try("reader", lambda: _reader(footnote.settings)),
        _try("claims", _claims),
        _try("chroma", lambda: _chroma(footnote)),
    ]
    yield from parts
    if all(part.healthy for part in parts):
        # With one of them broken, the index could only repeat what is wrong with it.
        yield _try("index", lambda: _index(footnote))
    yield _try("chat model", lambda: examine_chat_model(footnote))
    yield _try("privacy", lambda: examine_privacy(footnote))
    yield _try("discord", _discord)


def _try(name: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Exception as err:
        if not is_known(err):
            raise
        return Finding(name, str(err), healthy=False)


def _programs() -> Finding:
    versions = [f"{name} {_version(name)}" for name in LIBRARIES]
    return Finding(
        "program", f"footnote {_version('footnote')}, Python {platform.python_version()}, {', '.join(versions)}"
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def _settings(settings: "Settings") -> Finding:
    if unknown := _unknown_settings(settings):
        meant = get_close_matches(unknown[0], _known_settings(settings), n=1)
        remedy = f"did you mean {meant[0]}?" if meant else ".env.example lists them"
        return Finding("settings", f"{unknown[0]} is none of them; {remedy}", healthy=False)
    changed = [name for name in sorted(settings.model_fields_set) if name != "data_dir"]
    shown = ", ".join(f"{PREFIX}{name.upper()}={getattr(settings, name)}" for name in changed)
    return Finding("settings", shown or "all as they come")


def _unknown_settings(settings: "Settings") -> list[str]:
    """The names in the environment and in `.env` that look like settings and are none: spelling mistakes."""
    file = Path(".env")
    written = file.read_text(encoding="utf-8-sig") if file.is_file() else ""
    names = [*os.environ, *_SETTING_LINE.findall(written)]
    known = _known_settings(settings)
    return sorted({name for name in names if name.startswith(PREFIX) and name not in known})


def _known_settings(settings: "Settings") -> frozenset[str]:
    from bot.discord_bot.settings import DiscordSettings

    kinds = (type(settings), DiscordSettings)
    return frozenset(f"{kind.model_config['env_prefix']}{name}".upper() for kind in kinds for name in kind.model_fields)


def _discord() -> Finding:
    from bot.discord_bot.invite import read_application_id
    from bot.discord_bot.settings import read_discord_settings

    settings = read_discord_settings()
    if settings.token is None:
        return Finding("discord", "DISCORD_TOKEN is not set; only the Discord bot needs it")
    application_id = read_application_id(settings.token.get_secret_value().strip())
    hears = "heard in its threads without being mentioned" if settings.message_content else "heard when it is mentioned"
    return Finding("discord", f"a token of the application {application_id}; {hears}")


def _folder(footnote: "Footnote") -> Finding:
    path = footnote.data.path
    if not os.access(path, os.W_OK):
        problem = f"{path} cannot be written; make it writable, or set FOOTNOTE_DATA_DIR to another folder"
        return Finding("data folder", problem, healthy=False)
    return Finding("data folder", f"{path}, {_size_mb(path):.0f} MB")


def _size_mb(path: Path) -> float:
    size = 0
    for file in path.rglob("*"):
        with suppress(OSError):  # Deleted this moment.
            size += file.stat().st_size
    return size / 1e6


def _articles(footnote: "Footnote") -> Finding:
    library = footnote.library()
    articles = list(library)
    if not articles:
        return Finding("articles", 'there is none yet; add one with "footnote add PATH or URL"', healthy=False)
    words = sum(len(article.text.split()) for article in articles)
    passages = sum(len(library.passages(article.article_id)) for article in articles)
    return Finding("articles", f"{len(articles)}, of {words:,} words in {passages:,} passages")


def _model(footnote: "Footnote") -> Finding:
    from retrieval.embedding.export_card import find_changed_exports

    embeddings = footnote.embeddings
    if broken := find_changed_exports(footnote.data.models):
        remedy = f"delete {broken[0]}; the next question makes it again"
        return Finding("model", f"its export was changed since it was made; {remedy}", healthy=False)
    runs_on = "onnxruntime" if embeddings.sha256 else "sentence-transformers (slow to start)"
    return Finding("model", f"{embeddings.model}, {embeddings.dimensions} dimensions, on {runs_on}")


def _reader(settings: "Settings") -> Finding:
    from retrieval.reader.model import ReaderModel
    from retrieval.trained.shipped import locate_reader

    # Also where another reader is set: a file that broke is better known before it is needed.
    file = locate_reader()
    ReaderModel(file)
    size_mb = sum(one.stat().st_size for one in file.parent.glob(f"{file.stem}*")) / 1e6
    return Finding("reader", f"{settings.reader}; the trained reader's model has {size_mb:.0f} MB and is whole")


def _claims() -> Finding:
    from retrieval.checker.claim_model import ClaimModel
    from retrieval.trained.shipped import CLAIM_CHECKER, read_shipped

    content = read_shipped(CLAIM_CHECKER)
    ClaimModel(content)
    return Finding("claims", f"the claim checker's model has {len(content) / 1e6:.1f} MB and is whole")


def _chroma(footnote: "Footnote") -> Finding:
    kind = "server" if footnote.settings.chroma_url else "embedded"
    return Finding("chroma", f"{kind}, {footnote.chroma.where}")


def _index(footnote: "Footnote") -> Finding:
    source = footnote.source()
    source.retriever.search("Who said what?", top_k=1)
    provenance = footnote.provenance()
    if not footnote.is_current():
        return Finding("index", 'it lacks changes of the articles; run "footnote index"', healthy=False)
    return Finding("index", f"up to date, generation {provenance.index}")
