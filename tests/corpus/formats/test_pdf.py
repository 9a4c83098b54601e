"""The text of PDFs, which the tests write themselves."""

import io
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.errors import ArticleInvalid
from corpus.extract import extract_source, read_file
from corpus.formats.page_text import Unreadable
from corpus.formats.pdf import read_pdf

ARTICLE = [
    [
        (18, "Harbour wall closed until spring"),
        (10, "The outer wall of Saltmere harbour will stay closed until at least late"),
        (10, "March, the district council said on Monday, after divers found a crack be-"),
        (10, "low the waterline."),
        (10, ""),
        (10, "\x93We have eleven boats that cannot land,\x94 said Joss Trevanion of the well-"),
        (10, "known Fishers\x92 Association. The repair would cost about \xa32.4m, which is"),
    ],
    [(10, "nearly twice the figure given in October."), (10, ""), (10, "Work begins on 17 November.")],
]
TEXT = [
    "Harbour wall closed until spring",
    "The outer wall of Saltmere harbour will stay closed until at least late March, the district council said on "
    "Monday, after divers found a crack below the waterline.",
    "“We have eleven boats that cannot land,” said Joss Trevanion of the well-known Fishers’ Association. The repair "
    "would cost about £2.4m, which is nearly twice the figure given in October.",
    "Work begins on 17 November.",
]


def make_pdf(pages: Sequence[Sequence[tuple[int, str]]], title: str = "", compress: bool = True) -> bytes:
    """Write a PDF: each page a running head, lines of (size, text in Windows-1252 as Latin-1), and its number."""
    objects: list[bytes] = []
    kids = " ".join(f"{5 + 2 * place} 0 R" for place in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    objects.append(f"<< /Title ({title}) >>".encode())
    for place, lines in enumerate(pages):
        stream = _draw([(8, 800.0, "The Saltmere Courier"), *_lay_out(lines), (8, 30.0, str(place + 1))])
        stream = zlib.compress(stream) if compress else stream
        code = b"/Filter /FlateDecode " if compress else b""
        page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> "
        objects.append(f"{page}/Contents {6 + 2 * place} 0 R >>".encode())
        objects.append(b"<< %b/Length %d >> stream\n%b\nendstream" % (code, len(stream), stream))
    return _join_objects(objects)


def _lay_out(lines: Sequence[tuple[int, str]]) -> list[tuple[int, float, str]]:
    return [(size, 700.0 - 13 * row, text) for row, (size, text) in enumerate(lines)]


def _draw(lines: Sequence[tuple[int, float, str]]) -> bytes:
    shown = [(size, y, text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")) for size, y, text in lines]
    return "\n".join(f"BT /F {size} Tf 1 0 0 1 60 {y} Tm ({text}) Tj ET" for size, y, text in shown).encode("latin-1")


def _join_objects(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(
        out + b"trailer << /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    )


def encrypt(content: bytes, password: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_pdf(content)
    return str(caught.value)


def test_lines_become_paragraphs_across_pages() -> None:
    assert read_pdf(make_pdf(ARTICLE)).text.split("\n\n") == TEXT


def test_a_pdf_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wall.pdf"
    path.write_bytes(make_pdf(ARTICLE, title="Harbour wall"))
    source = read_file(path)
    assert (source.title, source.text.split("\n\n")) == ("Harbour wall", TEXT)


@pytest.mark.parametrize(
    "title", ["", "Untitled", "Microsoft Word - wall.docx", "wall_final.indd", "https://a.example/"]
)
def test_what_programs_put_for_a_title_is_none(title: str) -> None:
    assert read_pdf(make_pdf(ARTICLE, title=title)).title is None


def test_a_scan_is_refused() -> None:
    message = "holds no text, only images; run it through text recognition (OCR), or give its text as .txt"
    assert refusal(make_pdf([[], []])) == message


def test_a_locked_pdf_is_refused() -> None:
    message = "is locked (encrypted); save an unlocked copy, or its text as .txt"
    assert refusal(encrypt(make_pdf(ARTICLE), "secret")) == message


def test_a_pdf_whose_password_is_empty_is_read() -> None:
    assert read_pdf(encrypt(make_pdf(ARTICLE), "")).text.split("\n\n") == TEXT


def test_a_book_is_refused() -> None:
    message = "has 301 pages, more than the 300 that are read; give the pages of the article alone"
    assert refusal(make_pdf([[]] * 301)) == message


def test_fonts_without_a_character_map_are_refused() -> None:
    page = [(10, "\x01\x02\x03 \x04\x05 \x06\x07\x08 " * 8)]
    assert refusal(make_pdf([page])).startswith("holds text that no program can read")


@pytest.mark.parametrize("cut", [0.02, 0.3, 0.6, 0.95])
def test_a_pdf_that_is_cut_off_is_read_or_refused(cut: float) -> None:
    content = make_pdf(ARTICLE)
    with pytest.raises(ArticleInvalid, match=r"'a\.pdf' (?:is not a readable PDF|cannot be read|holds no text)"):
        extract_source(content[: int(len(content) * cut)], "a.pdf")


def test_what_is_called_pdf_and_is_none_is_refused() -> None:
    with pytest.raises(ArticleInvalid, match=r"'a\.pdf' is not a readable PDF; save it again"):
        extract_source(b"<html>Log in to read this.</html>", "a.pdf")


@pytest.mark.timeout(60)
def test_a_bomb_is_refused() -> None:
    with pytest.raises(ArticleInvalid, match=r"'a\.pdf' (?:is not a readable PDF|cannot be read|takes more)"):
        extract_source(make_pdf([[(10, "x" * 90_000_000)]]), "a.pdf")


def test_a_page_that_is_its_own_parent_is_refused_or_read() -> None:
    content = make_pdf(ARTICLE).replace(b"/Kids [5 0 R 7 0 R]", b"/Kids [5 0 R 2 0 R]")
    with pytest.raises(ArticleInvalid, match=r"'a\.pdf' (?:is not a readable PDF|cannot be read)"):
        extract_source(content, "a.pdf")
