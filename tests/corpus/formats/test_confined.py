"""Reading in a child process, within limits."""

from pathlib import Path

import pytest

from corpus.formats.confined import read_confined
from corpus.formats.page_text import Unreadable

PAGE = (Path(__file__).parent.parent / "web_pages" / "tunnel-json-ld.html").read_bytes()


def test_a_page_is_read_by_a_child() -> None:
    page = read_confined("web_page", PAGE)
    assert (page.title, page.published) == ("Tunnel under Mount Ardel opens after nine years", "2024-06-12")
    assert "Freight trains will start on July 1.\nNight services follow in September." in page.text


def test_a_refusal_comes_back_from_the_child() -> None:
    with pytest.raises(Unreadable, match="holds no article; open the article itself"):
        read_confined("web_page", b"<html></html>")


def test_a_page_that_takes_too_long_is_given_up() -> None:
    hostile = b"<html><body>" + b"<form><p>x</p></form>" * 30_000
    with pytest.raises(Unreadable, match=r"takes more than 1 s to read; save the article's text as \.txt"):
        read_confined("web_page", hostile, timeout_s=1)


def test_a_child_that_crashes_is_one_sentence() -> None:
    with pytest.raises(Unreadable, match="cannot be read: it is broken or far too complex"):
        read_confined("web_page", b"\xff is not UTF-8")


def test_a_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    # A child that obeyed this would import nothing at all.
    monkeypatch.setenv("PYTHONSTARTUP", "/none")
    monkeypatch.setenv("PYTHONHASHSEED", "not a seed, and a reason to die")
    assert read_confined("web_page", PAGE).publisher == "Northline News"


def test_a_module_of_the_working_folder_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "trafilatura.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert read_confined("web_page", PAGE).publisher == "Northline News"
