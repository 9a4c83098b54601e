"""From files, pages and streams to article sources."""

import hashlib
import io
import os
import stat
from pathlib import Path

import pytest

from corpus.errors import ArticleInvalid
from corpus.extract import MAX_SOURCE_BYTES, SourceKind, choose_kind, extract_source, read_file, read_stream

SHIPPED = Path("corpus/articles/russia-dirty-bomb-claims.md")
WEB_PAGES = Path(__file__).parent / "web_pages"


def refusal(content: bytes, origin: str = "a.txt", media_type: str | None = None) -> str:
    with pytest.raises(ArticleInvalid) as caught:
        extract_source(content, origin, media_type)
    return str(caught.value)


@pytest.mark.skipif(not SHIPPED.exists(), reason="the program works without its source article")
def test_the_shipped_article_comes_out_byte_for_byte() -> None:
    source = read_file(SHIPPED)
    body = hashlib.sha256(source.text.encode()).hexdigest()
    assert source.article_id == "russia-dirty-bomb-claims"
    assert body == "ebf96a7a736e406ccacc53ebad717ec211d7a0974ad8dd38d3282cb93f7bb682"


def test_text_is_taken_verbatim() -> None:
    text = "---\ntitle: not front matter\n---\n# Not a *title*\r\n\r\n  Indented\ttext. \n"
    source = extract_source(text.encode(), "a.txt")
    assert (source.text, source.title, source.origin) == (text, None, "a.txt")


def test_a_markdown_body_is_taken_verbatim() -> None:
    text = "See [the report](https://a.example), it is **long**.\n\n- one\n"
    assert extract_source(text.encode(), "a.md").text == text


def test_a_first_heading_gives_the_title_and_stays() -> None:
    source = extract_source(b"\n# Harbour wall #\n\nIt broke.", "a.md")
    assert (source.title, source.text) == ("Harbour wall", "\n# Harbour wall #\n\nIt broke.")


def test_front_matter_wins_over_the_first_heading() -> None:
    assert extract_source(b"---\ntitle: A\n---\n# B\n\nText.", "a.md").title == "A"


def test_a_later_heading_is_no_title() -> None:
    assert extract_source(b"Text.\n\n# B\n", "a.md").title is None


def test_a_break_at_the_top_of_markdown_is_body() -> None:
    assert extract_source(b"---\nIt began so.\n---\n", "a.md").text == "---\nIt began so.\n---\n"


def test_a_page_is_read_through_its_own_reader() -> None:
    source = read_file(WEB_PAGES / "harbour-article-tag.html")
    assert source.title == "Harbour wall repairs to take until spring, council says"
    assert source.publisher == "The Saltmere Courier"
    assert source.url == "https://www.saltmerecourier.example/news/harbour-wall-repairs"
    assert source.published == "2025-11-04"
    assert source.text.endswith("\n\nWork begins on 17 November.")


def test_a_page_in_a_legacy_charset_keeps_its_quotes() -> None:
    source = read_file(WEB_PAGES / "flood-legacy.html")
    assert "“They did exactly the right thing, they climbed and they waited,” he said." in source.text


def test_a_page_that_lies_about_its_charset_is_refused() -> None:
    page = (WEB_PAGES / "flood-legacy.html").read_bytes().replace(b"windows-1252", b"utf-8")
    assert refusal(page, "a.html") == "'a.html' is not in the character set that it declares; save it as UTF-8"


def test_a_page_of_links_is_refused() -> None:
    page = (WEB_PAGES / "section-front.html").read_bytes()
    assert refusal(page, "a.html") == "'a.html' holds no article; open the article itself, or save its text as .txt"


@pytest.mark.parametrize(
    ("content", "origin", "media_type", "kind"),
    [
        (b"a", "a.txt", None, SourceKind.TEXT),
        (b"a", "A.MD", None, SourceKind.MARKDOWN),
        (b"a", "a.htm", None, SourceKind.HTML),
        (b"a", "a.pdf", None, SourceKind.PDF),
        (b"%PDF-1.7", "a.txt", None, SourceKind.PDF),
        (b"<!DOCTYPE html><html>", "a.txt", None, SourceKind.HTML),
        (b"<!DOCTYPE html><html>", "a.md", None, SourceKind.MARKDOWN),
        (b"a", "https://a.example/x.txt?y=z.pdf", "text/html", SourceKind.HTML),
        (b"a", "https://a.example/x.md#part", "text/plain", SourceKind.MARKDOWN),
        (b"<html>", "https://a.example/raw", "text/plain", SourceKind.TEXT),
        (b"<!-- a -->\n<!DOCTYPE html>", "-", None, SourceKind.HTML),
        (b'\xef\xbb\xbf<?xml version="1.0"?><html>', "-", None, SourceKind.HTML),
        (b"---\ntitle: A\n---\n", "-", None, SourceKind.MARKDOWN),
        (b"---\nA break\n", "-", None, SourceKind.TEXT),
        (b"The <html> tag", "-", None, SourceKind.TEXT),
        (b"<html>", "page", "application/octet-stream", SourceKind.HTML),
    ],
)
def test_the_kind_is_told_by_type_then_extension_then_content(
    content: bytes, origin: str, media_type: str | None, kind: SourceKind
) -> None:
    assert choose_kind(content, origin, media_type) is kind


def test_a_stream_is_told_by_its_content() -> None:
    source = read_stream(io.BytesIO(b"---\nid: a\n---\nText."))
    assert (source.origin, source.article_id, source.text) == ("-", "a", "Text.")


def test_the_charset_of_the_header_is_used() -> None:
    source = extract_source("It’s £5".encode("cp1252"), "https://a.example/a", "text/plain; charset=windows-1252")
    assert source.text == "It’s £5"


@pytest.mark.parametrize("content", [b"", b" \n\t "])
def test_an_empty_source_is_refused(content: bytes) -> None:
    assert refusal(content, "-") == "'-' is empty; give a source with the text of an article"


def test_a_source_over_the_limit_is_refused() -> None:
    assert refusal(b"a" * (MAX_SOURCE_BYTES + 1)) == "'a.txt' is larger than 20 MB; give the article alone, as text"


def test_an_image_is_refused() -> None:
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
    assert refusal(png, "a.png") == "'a.png' is a binary file, not text; give a .txt, .md, .html or .pdf file"


def test_a_broken_pdf_is_refused() -> None:
    message = "'a.pdf' is not a readable PDF; save it again, or save its text as .txt"
    assert refusal(b"%PDF-1.7\nbroken", "a.pdf") == message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none.txt"
    with pytest.raises(ArticleInvalid) as caught:
        read_file(path)
    assert str(caught.value) == f"{str(path)!r} does not exist; check the path"


def test_a_path_through_a_file_does_not_exist(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    with pytest.raises(ArticleInvalid, match="does not exist; check the path"):
        read_file(tmp_path / "a.txt" / "b.txt")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleInvalid, match="is a folder; name a file in it"):
        read_file(tmp_path)


@pytest.mark.parametrize("name", ["a\x00b", "a" * 5000])
def test_an_impossible_path_is_refused(name: str) -> None:
    with pytest.raises(ArticleInvalid, match="cannot be opened"):
        read_file(Path(name))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.timeout(10)
def test_a_named_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ArticleInvalid, match="is a device or a pipe, not a file"):
        read_file(tmp_path / "pipe.txt")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device")
def test_a_device_is_refused() -> None:
    with pytest.raises(ArticleInvalid, match="is a device or a pipe, not a file"):
        read_file(Path("/dev/zero"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Text.")
    path.chmod(stat.S_IWUSR)
    with pytest.raises(ArticleInvalid, match="may not be read; check its permissions"):
        read_file(path)


def test_a_stream_that_cannot_be_read_is_refused() -> None:
    class BrokenStream(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(ArticleInvalid, match=r"'-' cannot be read \(Input/output error\)"):
        read_stream(BrokenStream())


def test_a_very_long_path_is_not_repeated_in_full() -> None:
    with pytest.raises(ArticleInvalid, match="cannot be opened") as caught:
        read_file(Path("x/" * 3000))
    assert len(str(caught.value)) < 300
