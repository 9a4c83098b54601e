"""Connections to checked addresses only, with one deadline for all that is read from them."""

import time
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address
from ssl import SSLContext
from typing import Any, TypeAlias

import httpcore

from corpus.network.addresses import check_addresses

Resolve: TypeAlias = Callable[[str, float], Sequence[str]]
MayConnect: TypeAlias = Callable[[IPv4Address | IPv6Address], bool]


class Deadline:
    """A moment after which nothing more is waited for."""

    def __init__(self, timeout_s: float) -> None:
        self._end_s = time.monotonic() + timeout_s

    def left_s(self) -> float:
        """Return the seconds that are left.

        Raises:
            httpcore.ReadTimeout: when none are.
        """
        left_s = self._end_s - time.monotonic()
        if left_s <= 0:
            raise httpcore.ReadTimeout("the deadline has passed")
        return left_s


class CheckedBackend(httpcore.NetworkBackend):
    """Resolve a host, check every address of it, and connect to one of the very addresses that were checked."""

    def __init__(self, resolve: Resolve, may_connect: MayConnect, deadline: Deadline) -> None:
        self._resolve = resolve
        self._may_connect = may_connect
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  (the deadline stands for it)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers.

        Raises:
            HostUnusable: when the host cannot be found, or one of its addresses is not allowed.
        """
        addresses = check_addresses(self._resolve(host, self._deadline.left_s()), self._may_connect)
        failure: Exception = httpcore.ConnectError("no address")
        for place, address in enumerate(addresses):
            # What is left is shared, so that a silent first address leaves time for the others.
            share_s = self._deadline.left_s() / (len(addresses) - place)
            try:
                stream = self._sockets.connect_tcp(str(address), port, share_s, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as err:
                failure = err
            else:
                return _DeadlineStream(stream, self._deadline)
        raise failure

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Refuse: no page is behind a local socket."""
        raise httpcore.UnsupportedProtocol("local sockets are not fetched from")


class _DeadlineStream(httpcore.NetworkStream):
    """A stream whose every wait ends at the deadline, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._deadline.left_s())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._deadline.left_s())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left_s())
        return _DeadlineStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
