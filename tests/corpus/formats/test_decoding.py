"""From bytes to characters, without a guess."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ArticleInvalid
from corpus.formats.decoding import decode_page, decode_text

LEGACY = '<html><head><meta charset="{}"></head><p>“It’s £5”</p></html>'


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff"), min_size=1))
def test_utf_8_comes_out_as_it_went_in(text: str) -> None:
    if not text.startswith(("PK\x03\x04", "{\\rtf")):
        assert decode_text(text.encode(), "a.txt") == text
        assert decode_text(codecs.BOM_UTF8 + text.encode(), "a.txt") == text


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_names_the_encoding(bom: bytes, encoding: str) -> None:
    assert decode_text(bom + "Kyïv “today”".encode(encoding), "a.txt") == "Kyïv “today”"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("It’s £5".encode("cp1252"), "is not UTF-8 text (byte 2 cannot be read); save it as UTF-8"),
        (codecs.BOM_UTF8 + b"ab\xff", "is not UTF-8 text (byte 5 cannot be read); save it as UTF-8"),
        (codecs.BOM_UTF16_LE + b"a", "is not UTF-16-LE text"),
        (b"a\x00b", "is a binary file, not text"),
        ("plain".encode("utf-16-le"), "is a binary file, not text"),
        (b"PK\x03\x04...", "is a zip archive or an office document; save it as text, HTML or PDF"),
        (b"{\\rtf1 Hello}", "is a rich-text (RTF) document"),
        (b"\x1f\x8b\x08", "is a gzip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is an office document"),
    ],
)
def test_what_is_not_text_is_refused_in_one_sentence(content: bytes, message: str) -> None:
    with pytest.raises(ArticleInvalid) as caught:
        decode_text(content, "a.txt")
    assert str(caught.value).startswith(f"'a.txt' {message}")


def test_a_declared_charset_of_text_is_believed() -> None:
    assert decode_text("It’s £5".encode("cp1252"), "u", "windows-1252") == "It’s £5"


@pytest.mark.parametrize("label", ["windows-1252", "ISO-8859-1", "latin1", "us-ascii"])
def test_a_page_is_read_in_the_charset_that_it_declares(label: str) -> None:
    page = LEGACY.format(label)
    assert decode_page(page.encode("cp1252"), "a.html") == page


def test_the_header_wins_over_the_page() -> None:
    page = LEGACY.format("utf-8")
    assert decode_page(page.encode("cp1252"), "a.html", "windows-1252") == page


@pytest.mark.parametrize("label", ["unicode_escape", "idna", "rot13", "zip", "no-such-charset", "\udcff"])
def test_what_is_no_charset_of_pages_is_not_believed(label: str) -> None:
    assert decode_page("£".encode(), "a.html", label) == "£"


def test_an_undeclared_legacy_page_is_refused() -> None:
    with pytest.raises(ArticleInvalid, match="is not UTF-8 text"):
        decode_page("<html><p>“It’s £5”</p></html>".encode("cp1252"), "a.html")


def test_bytes_that_the_declared_charset_lacks_are_replaced() -> None:
    assert decode_page(b'<meta charset="utf-8">a\xffb', "a.html") == '<meta charset="utf-8">a\ufffdb'
