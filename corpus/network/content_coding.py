"""Undo the compression of a response while it arrives, never making more of it than is allowed."""

import zlib
from collections.abc import Iterable

MAX_MEMBERS = 1000


class ContentTooLarge(Exception):
    """The body, or what it decompresses to, is over the limit."""


class CodingUnreadable(Exception):
    """The content coding is unknown, broken, or cut off."""


def decode_content(chunks: Iterable[bytes], coding: str, max_bytes: int) -> bytes:
    """Return the body that arrives in `chunks`, of at most `max_bytes` before and after decompression.

    Args:
        chunks: the body as sent; read no further than the limit.
        coding: the Content-Encoding: "", "identity", "gzip" or "deflate".
        max_bytes: the limit of both sizes.

    Raises:
        ContentTooLarge: as soon as one of the sizes is over the limit.
        CodingUnreadable: when the coding is another one, or the body is not in it.
    """
    match coding.strip().lower():
        case "" | "identity":
            return _collect(_bounded(chunks, max_bytes), max_bytes)
        case "gzip" | "x-gzip":
            return _inflate(_bounded(chunks, max_bytes), zlib.MAX_WBITS | 16, max_bytes)
        case "deflate":
            return _inflate(_bounded(chunks, max_bytes), zlib.MAX_WBITS, max_bytes)
    raise CodingUnreadable(coding)


def _bounded(chunks: Iterable[bytes], max_bytes: int) -> Iterable[bytes]:
    count = 0
    for chunk in chunks:
        count += len(chunk)
        if count > max_bytes:
            raise ContentTooLarge
        yield chunk


def _collect(chunks: Iterable[bytes], max_bytes: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > max_bytes:
            raise ContentTooLarge
    return bytes(body)


def _inflate(chunks: Iterable[bytes], window_bits: int, max_bytes: int) -> bytes:
    body = bytearray()
    stream = zlib.decompressobj(window_bits)
    members = 1
    for chunk in chunks:
        rest = chunk
        while rest:
            if stream.eof:  # A gzip body may be several in a row.
                members += 1
                stream = zlib.decompressobj(window_bits)
            if members > MAX_MEMBERS:
                raise CodingUnreadable("too many parts")
            try:
                body += stream.decompress(rest, max_bytes + 1 - len(body))
            except zlib.error as err:
                raise CodingUnreadable(str(err)) from err
            if len(body) > max_bytes:
                raise ContentTooLarge
            rest = stream.unused_data or stream.unconsumed_tail
    if not stream.eof:
        raise CodingUnreadable("cut off")
    return bytes(body)
