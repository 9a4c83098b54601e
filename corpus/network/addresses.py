"""Which network addresses a fetch may connect to: public ones, and nothing of the machine's own networks."""

import re
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# The special-purpose registries of IANA, written out because what `is_global` says differs between Python versions.
# https://www.iana.org/assignments/iana-ipv4-special-registry  https://www.iana.org/assignments/iana-ipv6-special-registry
_SPECIAL_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # A cloud's metadata service behind a public number.
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_GLOBAL_V6 = IPv6Network("2000::/3")
# Teredo and 6to4 are in these: they carry an IPv4 address that we do not see being routed.
_SPECIAL_V6 = tuple(IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
# How a network without IPv4 reaches the IPv4 Internet (RFC 6052): the last 32 bits are the real address.
_NAT64 = IPv6Network("64:ff9b::/96")

_CHECK_IT = "check the address"
_ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")
_HOST_NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?"
)
_ENDS_IN_NUMBER = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)\.?")


class HostUnusable(Exception):
    """A host that is not connected to; `problem` and `remedy` are parts of one sentence."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.problem = problem
        self.remedy = remedy


def is_public_address(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address belongs to the public Internet, also when it is wrapped in an IPv6 address.

    >>> is_public_address(ip_address("93.184.216.34")), is_public_address(ip_address("::ffff:127.0.0.1"))
    (True, False)
    """
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public_address(address.ipv4_mapped)
        if address in _NAT64:
            return is_public_address(IPv4Address(int(address) & 0xFFFFFFFF))
        return address in _GLOBAL_V6 and not any(address in network for network in _SPECIAL_V6) and address.is_global
    return address.is_global and not any(address in network for network in _SPECIAL_V4)


def normalise_host(host: str) -> str:
    """Return a host as it is resolved: lower-case ASCII (IDNA), an IPv4 address in four decimal parts, or IPv6.

    Raises:
        HostUnusable: when it is none of these. "2130706433" and "0x7f.1" are ways to write an address that nobody uses
            for a news page, and everybody for getting past a check.
    """
    if _ADDRESS.fullmatch(host):
        with suppress(ValueError):
            return str(ip_address(host))
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError as err:
        raise HostUnusable("has a host name that is not one", _CHECK_IT) from err
    if not _HOST_NAME.fullmatch(name) or _ENDS_IN_NUMBER.fullmatch(name):
        raise HostUnusable("has a host name that is not one", _CHECK_IT)
    return name


def resolve_host(host: str, timeout_s: float) -> Sequence[str]:
    """Return the addresses of a host, in the order in which the system would try them.

    Raises:
        HostUnusable: when there are none, or the answer takes longer than `timeout_s`.
    """
    found: list[str] = []

    def ask() -> None:
        # A name that does not exist, or that Python's own encoder refuses, leaves the list empty.
        try:
            entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(str(entry[4][0]) for entry in entries)

    # The system's resolver knows no time limit; a daemon thread may be left behind.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(timeout_s)
    if not found:
        raise HostUnusable("has a host name that cannot be found", _CHECK_IT)
    return tuple(dict.fromkeys(found))


def check_addresses(
    found: Sequence[str], may_connect: Callable[[IPv4Address | IPv6Address], bool]
) -> tuple[IPv4Address | IPv6Address, ...]:
    """Return the addresses, when `may_connect` allows every one of them: a mixed answer is an attempt to slip past.

    Raises:
        HostUnusable: when one is not allowed. The message does not say which: it may be a secret of the network.
    """
    addresses: list[IPv4Address | IPv6Address] = []
    for text in found:
        # What is no plain address is one with a scope, as of a link.
        if _ADDRESS.fullmatch(text):
            with suppress(ValueError):
                addresses.append(ip_address(text))
    if not addresses or len(addresses) < len(found) or not all(may_connect(address) for address in addresses):
        problem = "leads to an address that is not public"
        raise HostUnusable(problem, "only pages of the public Internet are fetched")
    return tuple(addresses)
