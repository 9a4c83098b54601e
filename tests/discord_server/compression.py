"""The gateway's transport compression: one stream over all messages of a connection, flushed after each.

Discord's documentation, "Gateway", "Transport Compression".
"""

import zlib
from collections.abc import Callable

MAGIC = b"\x28\xb5\x2f\xfd"
WINDOW = b"\x00\x50"
"""A frame header: no checksum, no content size; a window of 1 MiB (RFC 8878, 3.1.1.1)."""
MAX_BLOCK = 1 << 17

Frame = str | bytes


def open_stream(name: str | None) -> Callable[[str], Frame]:
    """Return what turns the messages of one connection into its frames.

    Args:
        name: as the client asked for it: `zlib-stream`, `zstd-stream`; None for text.

    Raises:
        ValueError: for another name.
    """
    if name is None:
        return str
    if name == "zlib-stream":
        compressor = zlib.compressobj()
        return lambda text: compressor.compress(text.encode()) + compressor.flush(zlib.Z_SYNC_FLUSH)
    if name == "zstd-stream":
        return _ZstdStream().add
    raise ValueError(name)


class _ZstdStream:
    """A Zstandard frame without end, of raw blocks: valid, and needs no library."""

    def __init__(self) -> None:
        self._begun = False

    def add(self, text: str) -> bytes:
        content = text.encode()
        parts = [] if self._begun else [MAGIC + WINDOW]
        self._begun = True
        for start in range(0, len(content), MAX_BLOCK):
            block = content[start : start + MAX_BLOCK]
            # Bit 0: not the last; bits 1 and 2: raw; then the size (RFC 8878, 3.1.1.2).
            parts.append((len(block) << 3).to_bytes(3, "little") + block)
        return b"".join(parts)
