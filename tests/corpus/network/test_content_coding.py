"""Compressed bodies, within limits."""

import gzip
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.network.content_coding import CodingUnreadable, ContentTooLarge, decode_content


def chunked(body: bytes, size: int) -> Iterator[bytes]:
    return (body[start : start + size] for start in range(0, len(body), size))


@given(st.binary(max_size=3000), st.integers(1, 700))
def test_a_body_comes_out_as_it_was_however_it_is_cut(body: bytes, size: int) -> None:
    assert decode_content(chunked(body, size), "", 3000) == body
    assert decode_content(chunked(gzip.compress(body), size), "gzip", 3100) == body
    assert decode_content(chunked(zlib.compress(body), size), "Deflate", 3100) == body


def test_a_gzip_body_in_several_parts_is_read_whole() -> None:
    body = gzip.compress(b"one ") + gzip.compress(b"two")
    assert decode_content(chunked(body, 5), "gzip", 100) == b"one two"


def test_a_gzip_bomb_is_stopped() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    assert len(bomb) < 50_000
    with pytest.raises(ContentTooLarge):
        decode_content(chunked(bomb, 4096), "gzip", 1_000_000)


def test_a_plain_body_over_the_limit_is_read_no_further() -> None:
    taken: list[int] = []

    def endless() -> Iterator[bytes]:
        while True:
            taken.append(1)
            yield bytes(100)

    with pytest.raises(ContentTooLarge):
        decode_content(endless(), "identity", 1000)
    assert len(taken) == 11


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (b"plain", "gzip"),
        (gzip.compress(b"cut off" * 50)[:-9], "gzip"),
        (gzip.compress(b"") * 1001, "gzip"),
        (b"plain", "br"),
        (b"plain", "gzip, gzip"),
    ],
)
def test_what_cannot_be_decompressed_is_refused(body: bytes, coding: str) -> None:
    with pytest.raises(CodingUnreadable):
        decode_content([body], coding, 1_000_000)
