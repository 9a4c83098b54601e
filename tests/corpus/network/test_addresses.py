"""Which addresses a fetch may connect to."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.network.addresses import HostUnusable, check_addresses, is_public_address, normalise_host, resolve_host

PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.8.8.8",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::10.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::8.8.8.8",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:0808:0808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
PUBLIC = ["93.184.216.34", "8.8.8.8", "172.32.0.1", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_told(address: str) -> None:
    assert not is_public_address(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_told(address: str) -> None:
    assert is_public_address(ip_address(address))


@given(st.ip_addresses(v=6))
def test_no_address_outside_the_global_block_is_public_but_wrapped_ones(address: object) -> None:
    text = str(address)
    if is_public_address(ip_address(text)):
        assert text.startswith(("2", "3", "::ffff:", "64:ff9b::"))


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f.1",
        "0x7f000001",
        "127.1",
        "0177.0.0.1",
        "127.0.0.0x1",
        "1.2.3.4.5",
        "256.1.1.1",
        "a..b",
        "a_b c",
        "",
        ".",
        "-a.example",
        "a" * 64 + ".example",
        "a." * 200 + "example",
        "xn--\ud800",
        "news.example.1",
        "localhost%00.example",
        "[::1]",
    ],
)
def test_a_host_in_an_odd_form_is_refused(host: str) -> None:
    with pytest.raises(HostUnusable, match="has a host name that is not one"):
        normalise_host(host)


@pytest.mark.parametrize(
    ("host", "normal"),
    [
        ("News.Example", "news.example"),
        ("news.example.", "news.example."),
        ("zürich.example", "xn--zrich-kva.example"),
        ("１２７．０．０．１.example", "127.0.0.1.example"),
        ("93.184.216.34", "93.184.216.34"),
        ("::1", "::1"),
        ("a_b.example", "a_b.example"),
        ("4chan.example", "4chan.example"),
    ],
)
def test_a_host_is_normalised(host: str, normal: str) -> None:
    assert normalise_host(host) == normal


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(HostUnusable, match="leads to an address that is not public"):
        check_addresses(["93.184.216.34", "10.0.0.1"], is_public_address)


@pytest.mark.parametrize("found", [[], ["fe80::1%eth0"], ["2606::1%1", "8.8.8.8"], ["not an address"], ["999.1.1.1"]])
def test_no_usable_address_is_refused(found: list[str]) -> None:
    with pytest.raises(HostUnusable, match="leads to an address that is not public"):
        check_addresses(found, lambda _: True)


def test_localhost_is_found_by_the_system() -> None:
    assert "127.0.0.1" in resolve_host("localhost", 5.0) or "::1" in resolve_host("localhost", 5.0)


def test_an_unknown_host_is_not_found() -> None:
    with pytest.raises(HostUnusable, match="has a host name that cannot be found"):
        resolve_host("no-such-host.invalid", 5.0)
