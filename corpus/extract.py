"""Turn the bytes of a file, a page or standard input into an `ArticleSource`. No network.

Text and Markdown are taken verbatim, because the exact text is what quotes are cut from: a Markdown body keeps its
marks, and only its front matter is taken off. Pages and PDFs are read by their own modules, in a child process.
"""

import os
import re
import stat
from collections.abc import Callable
from dataclasses import replace
from email.message import Message
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from corpus.articles import ArticleSource
from corpus.errors import ArticleInvalid
from corpus.formats.confined import read_confined
from corpus.formats.decoding import decode_page, decode_text
from corpus.formats.front_matter import has_front_matter, split_front_matter
from corpus.formats.page_text import PageText, Unreadable

MAX_SOURCE_BYTES = 20_000_000

_ANY_FILE = "give a .txt, .md, .html or .pdf file"
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_TITLE_LINE = re.compile(r"\s*# +(\S.*?)[ #]*(?:\r?\n|\Z)")


class SourceKind(StrEnum):
    """How a source is read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"


_KIND_OF_TYPE = {
    "text/html": SourceKind.HTML,
    "application/xhtml+xml": SourceKind.HTML,
    "application/pdf": SourceKind.PDF,
    "text/markdown": SourceKind.MARKDOWN,
}
_KIND_OF_EXTENSION = {
    ".txt": SourceKind.TEXT,
    ".text": SourceKind.TEXT,
    ".md": SourceKind.MARKDOWN,
    ".markdown": SourceKind.MARKDOWN,
    ".html": SourceKind.HTML,
    ".htm": SourceKind.HTML,
    ".xhtml": SourceKind.HTML,
    ".pdf": SourceKind.PDF,
}


def extract_source(content: bytes, origin: str, media_type: str | None = None) -> ArticleSource:
    """Return the text and metadata of a source.

    Args:
        content: the bytes of the file, page or stream.
        origin: its path, its URL, or "-".
        media_type: the Content-Type of its carrier, parameters and all, or None.

    Raises:
        ArticleInvalid: when the source is empty, too large, of another kind, undecodable or without an article.
    """
    if not content.strip():
        raise ArticleInvalid(origin, "is empty", "give a source with the text of an article")
    if len(content) > MAX_SOURCE_BYTES:
        raise _too_large(origin)
    main_type, charset = _parse_media_type(media_type)
    match choose_kind(content, origin, main_type):
        case SourceKind.PDF:
            return _read_document(origin, lambda: read_confined("pdf", content))
        case SourceKind.HTML:
            return _read_page(decode_page(content, origin, charset), origin)
        case SourceKind.MARKDOWN:
            return _read_markdown(decode_text(content, origin, charset), origin)
        case SourceKind.TEXT:
            return ArticleSource(origin=origin, text=decode_text(content, origin, charset))


def read_file(path: Path) -> ArticleSource:
    """Return the text and metadata of a local file.

    Raises:
        ArticleInvalid: when the file is missing, not a plain file, unreadable, or as `extract_source` says.
    """
    origin = str(path)
    try:
        # Not blocking: a named pipe would wait for its writer, before anything could tell that it is one.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (FileNotFoundError, NotADirectoryError) as err:
        raise ArticleInvalid(origin, "does not exist", "check the path") from err
    except PermissionError as err:
        raise _unreadable(origin, path) from err
    except (OSError, ValueError) as err:
        raise ArticleInvalid(origin, f"cannot be opened ({_reason(err)})", "check the path") from err
    try:
        _refuse_special(os.fstat(descriptor).st_mode, origin)
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            return read_stream(stream, origin)
    finally:
        os.close(descriptor)


def read_stream(stream: BinaryIO, origin: str = "-") -> ArticleSource:
    """Return the text and metadata of what a stream holds; standard input is "-".

    Raises:
        ArticleInvalid: when the stream cannot be read, or as `extract_source` says.
    """
    try:
        content = stream.read(MAX_SOURCE_BYTES + 1)
    except OSError as err:
        raise ArticleInvalid(origin, f"cannot be read ({_reason(err)})", _ANY_FILE) from err
    return extract_source(content, origin)


def choose_kind(content: bytes, origin: str, media_type: str | None = None) -> SourceKind:
    """Tell how to read a source: by its media type, then its extension, then its content.

    Content that begins with `%PDF-` is a PDF whatever it is called, and a page that was
    saved as a `.txt` file is a page; `text/plain` does not overrule an extension.
    """
    if content.startswith(b"%PDF-"):
        return SourceKind.PDF
    if media_type in _KIND_OF_TYPE:
        return _KIND_OF_TYPE[media_type]
    path = urlsplit(origin).path if origin.startswith(("http://", "https://")) else origin
    by_extension = _KIND_OF_EXTENSION.get(Path(path).suffix.lower())
    if by_extension is SourceKind.TEXT and media_type is None and _HTML_START.match(content):
        return SourceKind.HTML
    if by_extension is not None:
        return by_extension
    if media_type == "text/plain":
        return SourceKind.TEXT
    if _HTML_START.match(content):
        return SourceKind.HTML
    opening = content[:4096].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    return SourceKind.MARKDOWN if has_front_matter(opening) else SourceKind.TEXT


def _read_markdown(document: str, origin: str) -> ArticleSource:
    has_metadata = has_front_matter(document)
    source = split_front_matter(document, origin) if has_metadata else ArticleSource(origin=origin, text=document)
    title_line = _TITLE_LINE.match(source.text)
    return replace(source, title=title_line[1]) if title_line and source.title is None else source


def _read_page(markup: str, origin: str) -> ArticleSource:
    url = origin if origin.startswith(("http://", "https://")) else ""
    source = _read_document(origin, lambda: read_confined("web_page", markup.encode("utf-8"), url=url))
    if "\ufffd" in source.text:
        raise ArticleInvalid(origin, "is not in the character set that it declares", "save it as UTF-8")
    return source


def _read_document(origin: str, read: Callable[[], PageText]) -> ArticleSource:
    try:
        page = read()
    except Unreadable as err:
        raise ArticleInvalid(origin, err.problem, err.remedy) from err
    return ArticleSource(
        origin=origin,
        text=page.text,
        title=page.title,
        publisher=page.publisher,
        url=page.url,
        published=page.published,
    )


def _parse_media_type(media_type: str | None) -> tuple[str | None, str | None]:
    """Part a Content-Type into its lower-case type and its charset.

    >>> _parse_media_type("Text/HTML; charset=ISO-8859-1")
    ('text/html', 'iso-8859-1')
    """
    if not media_type:
        return None, None
    message = Message()
    message["Content-Type"] = " ".join(media_type.split())
    return media_type.partition(";")[0].strip().lower(), message.get_content_charset()


def _refuse_special(mode: int, origin: str) -> None:
    if stat.S_ISDIR(mode):
        raise ArticleInvalid(origin, "is a folder", "name a file in it")
    if not stat.S_ISREG(mode):
        raise ArticleInvalid(origin, "is a device or a pipe, not a file", 'to read from a pipe, use "-"')


def _unreadable(origin: str, path: Path) -> ArticleInvalid:
    # Windows refuses permission to open a folder.
    if path.is_dir():
        return ArticleInvalid(origin, "is a folder", "name a file in it")
    return ArticleInvalid(origin, "may not be read", "check its permissions")


def _too_large(origin: str) -> ArticleInvalid:
    problem = f"is larger than {MAX_SOURCE_BYTES // 1_000_000} MB"
    return ArticleInvalid(origin, problem, "give the article alone, as text")


def _reason(err: Exception) -> str:
    return getattr(err, "strerror", None) or str(err)
