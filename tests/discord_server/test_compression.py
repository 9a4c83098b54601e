"""What is sent compressed is read by the libraries that bots use."""

import zlib

import pytest

from tests.discord_server.compression import MAX_BLOCK, open_stream

MESSAGES = ('{"op":10}', "“quoted”", "x" * (2 * MAX_BLOCK + 1))


def test_zlib_messages_are_one_stream_and_end_with_a_flush() -> None:
    encode, context = open_stream("zlib-stream"), zlib.decompressobj()
    frames = [encode(message) for message in MESSAGES]
    assert all(isinstance(frame, bytes) and frame.endswith(b"\x00\x00\xff\xff") for frame in frames)
    assert tuple(context.decompress(frame).decode() for frame in frames if isinstance(frame, bytes)) == MESSAGES


def test_zstd_messages_are_one_stream_and_each_is_whole() -> None:
    zstandard = pytest.importorskip("zstandard")
    encode, context = open_stream("zstd-stream"), zstandard.ZstdDecompressor().decompressobj()
    assert tuple(context.decompress(encode(message)).decode() for message in MESSAGES) == MESSAGES


def test_without_compression_messages_are_text() -> None:
    assert open_stream(None)("{}") == "{}"


def test_an_unknown_compression_is_refused() -> None:
    with pytest.raises(ValueError, match="brotli"):
        open_stream("brotli")
