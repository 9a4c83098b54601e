"""From the bytes of a source to its characters, without a guess: the exact text is what every quote is cut from."""

import codecs
import re

from corpus.errors import ArticleInvalid

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FOREIGN = (
    (b"PK\x03\x04", "is a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "is an office document"),
    (b"{\\rtf", "is a rich-text (RTF) document"),
    (b"\x1f\x8b", "is a gzip archive"),
)
# What pages are written in; Python knows more names, and some of them ("idna", "unicode_escape") are no character sets.
_CHARSET = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp125\d|cp874|mac-roman|koi8-[ru]|gb2312|gbk|gb18030|big5|shift_jis|euc_\w+"
)
_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{1,40})|<\?xml[^>]{0,100}encoding=["']([\w:.-]{1,40})""",
    re.IGNORECASE,
)
_HEAD_BYTES = 4096


def decode_text(content: bytes, origin: str, charset: str | None = None) -> str:
    """Decode a text file: by its byte order mark, else by `charset` when its carrier declared one, else as UTF-8.

    Raises:
        ArticleInvalid: when the bytes are another kind of file, binary, or not what they are declared to be.
    """
    _refuse_foreign(content, origin)
    bom, encoding = _byte_order_mark(content)
    if b"\x00" in content and not encoding.startswith(("utf-16", "utf-32")):
        raise ArticleInvalid(origin, "is a binary file, not text", "give a .txt, .md, .html or .pdf file")
    if not bom:
        encoding = _known_charset(charset) or "utf-8"
    try:
        return content[len(bom) :].decode(encoding)
    except UnicodeDecodeError as err:
        problem = f"is not {encoding.upper()} text (byte {err.start + len(bom)} cannot be read)"
        raise ArticleInvalid(origin, problem, "save it as UTF-8") from err


def decode_page(content: bytes, origin: str, charset: str | None = None) -> str:
    """Decode a web page as a browser does: byte order mark, `charset` of the HTTP header, declaration, else UTF-8.

    Bytes that a declared character set does not know become U+FFFD, for they may lie in a footer; whoever takes the
    article out of the page must refuse one that holds them.

    Raises:
        ArticleInvalid: when the bytes are another kind of file, binary, or neither declared nor UTF-8.
    """
    declared = _known_charset(charset) or _known_charset(_declared_charset(content))
    bom, _ = _byte_order_mark(content)
    if bom or declared is None or b"\x00" in content:
        return decode_text(content, origin)
    _refuse_foreign(content, origin)
    return content.decode(declared, "replace")


def _refuse_foreign(content: bytes, origin: str) -> None:
    for magic, problem in _FOREIGN:
        if content.startswith(magic):
            raise ArticleInvalid(origin, problem, "save it as text, HTML or PDF")


def _byte_order_mark(content: bytes) -> tuple[bytes, str]:
    return next(((bom, name) for bom, name in _BOMS if content.startswith(bom)), (b"", "utf-8"))


def _declared_charset(content: bytes) -> str | None:
    match = _DECLARED.search(content, 0, _HEAD_BYTES)
    return (match[1] or match[2]).decode("ascii", "replace") if match else None


def _known_charset(label: str | None) -> str | None:
    """The Python codec for a label, or None for none and for an unknown one."""
    try:
        name = codecs.lookup(label or "").name
    except (LookupError, ValueError):
        return None
    if name in {"ascii", "iso8859-1"}:
        return "cp1252"  # As the web reads these labels: https://encoding.spec.whatwg.org/#names-and-labels
    return name if _CHARSET.fullmatch(name) else None
