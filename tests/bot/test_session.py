from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import session
from bot.session import Freshness, ensure_current
from corpus.errors import DataFolderBusy
from retrieval.build import Footnote
from retrieval.index.indexer import IndexReport
from retrieval.settings import Settings
from tests.fakes import make
from tests.tiny_models import make_tiny_model

GRAIN = "Ships with grain left Odesa on Monday. Nobody stopped them."


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def footnote(tiny: Path, tmp_path: Path) -> Iterator[Footnote]:
    settings = Settings(data_dir=tmp_path / "data", embedding_model=str(tiny), _env_file=None)  # type: ignore[call-arg]
    with Footnote(settings) as opened:
        yield opened


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "WAIT_S", 0.05)
    monkeypatch.setattr(session, "SHORT_WAIT_S", 0.05)


def add(footnote: Footnote, text: str = GRAIN) -> None:
    with footnote.data.writing():
        footnote.library("desk").add(make(text, "grain"))


def test_an_index_is_made_once_and_is_then_current(footnote: Footnote) -> None:
    add(footnote)
    assert ensure_current(footnote, "desk") == IndexReport(("grain",), (), 0, 1)
    assert ensure_current(footnote, "desk") is Freshness.CURRENT


def test_while_somebody_writes_the_index_as_it_was_is_good_enough(footnote: Footnote) -> None:
    add(footnote)
    ensure_current(footnote, "desk")
    add(footnote, GRAIN.replace("Monday", "Friday"))
    with footnote.data.writing():
        assert ensure_current(footnote, "desk") is Freshness.AS_IT_WAS
    assert ensure_current(footnote, "desk") == IndexReport(("grain",), (), 0, 1)


def test_without_an_index_somebody_who_writes_for_long_is_reported(footnote: Footnote) -> None:
    add(footnote)
    with footnote.data.writing(), pytest.raises(DataFolderBusy):
        ensure_current(footnote, "desk")


def test_a_current_index_does_not_wait_for_who_writes(footnote: Footnote) -> None:
    add(footnote)
    ensure_current(footnote, "desk")
    with footnote.data.writing():
        assert ensure_current(footnote, "desk") is Freshness.CURRENT
