"""The text of a PDF (pypdf reads its lines; `corpus.formats.reflow` makes paragraphs of them)."""

import io
import re
from typing import Any

from corpus.formats.page_text import PageText, Unreadable
from corpus.formats.reflow import Line, join_lines

MAX_PAGES = 300
MIN_WORDS = 20
# Fonts without a character map come out as replacement characters, private-use code points or control characters.
MAX_UNMAPPED_SHARE = 0.05

_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
# What word processors write when nobody gave a title.
_NO_TITLE = re.compile(
    r"untitled.*|document\d*|microsoft (?:word|powerpoint)\b.*|.*\.(?:docx?|odt|rtf|indd|qxp|tex|pdf|html?)|https?://\S+|",
    re.IGNORECASE,
)


def read_pdf(content: bytes) -> PageText:
    """Return the text of a PDF and the title that it states.

    Raises:
        Unreadable: when it is broken, locked, too long, or holds no text.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        _unlock(reader)
        page_count = len(reader.pages)
        if page_count > MAX_PAGES:
            problem = f"has {page_count:,} pages, more than the {MAX_PAGES} that are read"
            raise Unreadable(problem, "give the pages of the article alone")
        pages = [_read_lines(page) for page in reader.pages]
        stated_title = reader.metadata.title if reader.metadata else None
    except PyPdfError as err:
        raise Unreadable("is not a readable PDF", "save it again, or save its text as .txt") from err
    text = join_lines(pages)
    _require_text(text)
    title = " ".join((stated_title or "").split())
    return PageText(text=text, title=None if _NO_TITLE.fullmatch(title) else title)


def _unlock(reader: Any) -> None:
    from pypdf.errors import DependencyError

    if not reader.is_encrypted:
        return
    try:
        # Many publishers lock printing only: their password to read is empty.
        unlocked = reader.decrypt("")
    except DependencyError:
        unlocked = False
    if not unlocked:
        raise Unreadable("is locked (encrypted)", "save an unlocked copy, or its text as .txt")


def _read_lines(page: Any) -> list[Line]:
    """The lines of a page in the order of its content."""
    lines: list[Line] = []
    runs: list[Line] = []

    def end_line() -> None:
        text = " ".join("".join(run.text for run in runs).split())
        if text:
            words = [run for run in runs if run.text.strip()]
            largest = max(words, key=lambda run: len(run.text))
            lines.append(Line(text, words[0].x, words[0].y, largest.size))
        runs.clear()

    def visit(text: str, page_matrix: list[float], text_matrix: list[float], _font: Any, size: float) -> None:
        first, *rest = text.split("\n")
        runs.append(_place(first, page_matrix, text_matrix, size))
        for part in rest:
            end_line()
            runs.append(_place(part, page_matrix, text_matrix, size))

    page.extract_text(visitor_text=visit)
    end_line()
    return lines


def _place(text: str, page_matrix: list[float], text_matrix: list[float], size: float) -> Line:
    """A run of text, where it stands and how large it is, in points of the page."""
    a, b, c, d, e, f = (float(value) for value in page_matrix)
    x, y = float(text_matrix[4]), float(text_matrix[5])
    scale = abs(float(text_matrix[3]) or float(text_matrix[1])) * abs(d or b)
    return Line(text, a * x + c * y + e, b * x + d * y + f, abs(float(size)) * (scale or 1.0))


def _require_text(text: str) -> None:
    if len(text.split()) < MIN_WORDS:
        raise Unreadable(
            "holds no text, only images", "run it through text recognition (OCR), or give its text as .txt"
        )
    if len(_UNMAPPED.findall(text)) > MAX_UNMAPPED_SHARE * len(text):
        raise Unreadable("holds text that no program can read", "its fonts lack a character map: give its text as .txt")
