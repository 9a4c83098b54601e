"""Fetching pages, from a server on loopback."""

import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import pytest

from corpus import fetch
from corpus.errors import FetchRefused
from corpus.fetch import FetchedPage, FetchLimits, fetch_source, fetch_url
from corpus.network.addresses import HostUnusable
from tests.corpus.loopback_site import PAGE, Loopback, is_loopback, run_site


@pytest.fixture
def site() -> Iterator[Loopback]:
    yield from run_site(None)


def test_a_page_is_fetched(site: Loopback) -> None:
    page = site.get("page?a=1&b=é#part")
    assert (page.url, page.media_type, page.body) == (site.url("page?a=1&b=é"), "text/html; charset=utf-8", PAGE)


def test_the_request_says_who_asks_and_nothing_else_about_it(site: Loopback) -> None:
    site.get("page/ü x".replace(" ", "%20"))
    (request,) = site.seen
    assert request["path"] == "/page/%C3%BC%20x"
    assert request["user-agent"].startswith("footnote/")
    assert request["host"] == f"127.0.0.1:{site.port}"
    assert "cookie" not in request
    assert "referer" not in request


def test_a_compressed_page_is_fetched(site: Loopback) -> None:
    assert site.get("gzip").body == PAGE


def test_a_redirect_is_followed(site: Loopback) -> None:
    page = site.get("moved")
    assert (page.url, page.body) == (site.url("page?from=moved"), PAGE)


def test_a_redirect_with_a_space_is_followed(site: Loopback) -> None:
    assert site.get("spaced").url == site.url("page?a%20b")


def test_a_proxy_of_the_environment_is_ignored(site: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert site.get("page").body == PAGE


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("none", "answered 404 (Not Found); check the address"),
        ("broken", "answered 500 (Internal Server Error); try again later"),
        ("odd", "answered 799; try again later"),
        ("empty", "answered 204 (No Content); save the page in a browser and add the file"),
        ("nowhere", "answered 302 (Found); save the page in a browser and add the file"),
        ("image", "is 'image/png', not a page, a text or a PDF; give the address of the article's page"),
        ("untyped", "does not say what it is, not a page, a text or a PDF; give the address of the article's page"),
        ("huge", "is larger than 1 MB; save the page in a browser and add the file"),
        ("promised", "is larger than 1 MB; save the page in a browser and add the file"),
        ("bomb", "is larger than 1 MB; save the page in a browser and add the file"),
        ("brotli", "sends compressed content that cannot be read; save the page in a browser and add the file"),
        ("loop", "redirects more than 5 times; check the address"),
        ("cut", "does not answer as a web server does; check the address"),
        ("gibberish", "does not answer as a web server does; check the address"),
        ("heads", "does not answer as a web server does; check the address"),
        ("number", "does not answer as a web server does; check the address"),
        (
            "inside",
            "redirects to 'http://10.0.0.1/secret', which leads to an address that is not public; "
            "only pages of the public Internet are fetched",
        ),
        (
            "metadata",
            "redirects to 'http://169.254.169.254/latest/meta-data/', which leads to an address that is not public; "
            "only pages of the public Internet are fetched",
        ),
        ("brackets", "redirects to 'http://[::1', which is not a web address; check the address"),
        (
            "disk",
            "redirects to 'file:///etc/passwd', which is not an http or https address; check the address",
        ),
    ],
)
def test_what_is_not_a_page_is_refused_in_one_sentence(site: Loopback, path: str, message: str) -> None:
    assert site.refusal(path) == message


def test_a_redirect_to_another_port_is_refused(site: Loopback) -> None:
    ports = f"80, 443, {site.port}"
    message = f"redirects to 'http://127.0.0.1:22/', which names port 22; pages are fetched from the ports {ports}"
    assert site.refusal("port") == message


@pytest.mark.parametrize("path", ["drip", "driphead"])
def test_a_server_that_drips_is_left_at_the_deadline(site: Loopback, path: str) -> None:
    start_s = time.monotonic()
    assert site.refusal(path, timeout_s=0.4) == "did not answer in full within 0.4 s; try again later"
    assert time.monotonic() - start_s < 2.0


def test_a_closed_port_is_told() -> None:
    with pytest.raises(FetchRefused, match="refuses the connection or cannot be reached; try again later"):
        fetch_url("http://127.0.0.1:1/", limits=FetchLimits(ports=(1,)), may_connect=is_loopback)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("file:///etc/passwd", "is not an http or https address; check the address"),
        ("ftp://a.example/", "is not an http or https address; check the address"),
        ("news.example/article", "is not an http or https address; check the address"),
        ("http://user:word@a.example/", "holds a user name or password; leave it out"),
        ("http://a.example@10.0.0.1/", "holds a user name or password; leave it out"),
        ("http://a.example:22/", "names port 22; pages are fetched from the ports 80, 443, 8080, 8443"),
        ("http://a.example:99999/", "is not a web address; check the address"),
        ("http://a.example:0/", "names port 0; pages are fetched from the ports 80, 443, 8080, 8443"),
        ("http://[::1", "is not a web address; check the address"),
        ("http://a.example\\@10.0.0.1/", "is not a web address; check the address"),
        ("http://a.example/\r\nHost: b", "is not a web address; check the address"),
        ("http:///path", "has a host name that is not one; check the address"),
        ("http://2130706433/", "has a host name that is not one; check the address"),
        ("http://0x7f.1/", "has a host name that is not one; check the address"),
        ("http://[fe80::1%25eth0]/", "has a host name that is not one; check the address"),
        ("http://no-such-host.invalid/", "has a host name that cannot be found; check the address"),
    ],
)
def test_a_url_that_may_not_be_fetched_is_refused(url: str, message: str) -> None:
    with pytest.raises(FetchRefused) as caught:
        fetch_url(url)
    assert str(caught.value).startswith(f"{url!r} {message}")


def test_a_long_url_is_refused_and_shortened() -> None:
    with pytest.raises(FetchRefused) as caught:
        fetch_url("http://a.example/" + "a" * 5000)
    assert "is not a web address" in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1"])
def test_a_name_that_leads_inside_is_refused_by_default(address: str) -> None:
    with pytest.raises(FetchRefused, match="leads to an address that is not public"):
        fetch_url("http://news.example/", resolve=lambda *_: ["93.184.216.34", address])


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://[::1]/", "http://[::ffff:7f00:1]/", "http://0.0.0.0:8080/"]
)
def test_an_address_inside_is_refused_by_default(url: str) -> None:
    with pytest.raises(FetchRefused, match="leads to an address that is not public"):
        fetch_url(url)


def test_a_name_is_resolved_once_and_that_answer_connected_to(site: Loopback) -> None:
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    asked: list[str] = []

    def rebind(host: str, _timeout_s: float) -> Sequence[str]:
        asked.append(host)
        return answers.pop(0)

    url = site.url("page", host="rebound.example")
    page = fetch_url(url, limits=site.limits(), may_connect=is_loopback, resolve=rebind)
    assert (page.body, asked) == (PAGE, ["rebound.example"])
    assert site.seen[0]["host"] == f"rebound.example:{site.port}"


def test_each_hop_is_resolved_and_checked_anew(site: Loopback) -> None:
    answers = [["127.0.0.1"], ["127.0.0.2"]]
    with pytest.raises(FetchRefused, match="which leads to an address that is not public"):
        fetch_url(site.url("moved"), limits=site.limits(), may_connect=is_loopback, resolve=lambda *_: answers.pop(0))
    assert [request["path"] for request in site.seen] == ["/moved"]


def test_a_second_address_is_tried_when_the_first_is_silent(site: Loopback) -> None:
    def is_local(address: IPv4Address | IPv6Address) -> bool:
        return address.is_loopback

    page = fetch_url(
        site.url("page", host="two.example"),
        limits=site.limits(),
        may_connect=is_local,
        resolve=lambda *_: ["127.0.0.9", "127.0.0.1"],
    )
    assert page.body == PAGE


def test_a_name_that_cannot_be_found_is_told() -> None:
    def find_nothing(_host: str, _timeout_s: float) -> Sequence[str]:
        raise HostUnusable("has a host name that cannot be found", "check the address")

    with pytest.raises(FetchRefused, match="has a host name that cannot be found"):
        fetch_url("https://news.example/", resolve=find_nothing)


def test_a_plain_server_cannot_pass_for_a_secure_one(site: Loopback) -> None:
    with pytest.raises(FetchRefused, match="has no secure connection to offer"):
        fetch_url(site.url("page", scheme="https"), limits=site.limits(), may_connect=is_loopback)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    key, chain = tmp_path / "key.pem", tmp_path / "chain.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=news.example"
    names = ["-addext", "subjectAltName=DNS:news.example", "-keyout", str(key), "-out", str(chain)]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    return key, chain


@pytest.fixture
def secure_site(certificate: tuple[Path, Path]) -> Iterator[Loopback]:
    key, chain = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    yield from run_site(context)


def fetch_securely(site: Loopback, host: str) -> fetch.FetchedPage:
    url = site.url("page", scheme="https", host=host)
    return fetch_url(url, limits=site.limits(), may_connect=is_loopback, resolve=lambda *_: ["127.0.0.1"])


def test_a_secure_page_is_fetched_by_its_name(
    secure_site: Loopback, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    assert fetch_securely(secure_site, "news.example").body == PAGE


def test_a_certificate_of_another_name_is_refused(
    secure_site: Loopback, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    with pytest.raises(FetchRefused, match="has a certificate that does not prove who it is"):
        fetch_securely(secure_site, "other.example")


def test_an_unknown_certificate_is_refused(secure_site: Loopback) -> None:
    with pytest.raises(FetchRefused, match="has a certificate that does not prove who it is"):
        fetch_securely(secure_site, "news.example")


def test_a_fetched_page_becomes_a_source_with_its_canonical_address() -> None:
    body = (Path(__file__).parent / "web_pages" / "harbour-article-tag.html").read_bytes()
    where = "https://m.saltmerecourier.example/news/harbour-wall-repairs?share=1"
    source = fetch_source(where, fetch=lambda url: FetchedPage(url, "text/html", body))
    assert (source.origin, source.url) == (where, "https://www.saltmerecourier.example/news/harbour-wall-repairs")
    assert source.title == "Harbour wall repairs to take until spring, council says"


def test_a_page_that_claims_the_address_of_another_site_is_not_believed() -> None:
    body = (Path(__file__).parent / "web_pages" / "harbour-article-tag.html").read_bytes()
    source = fetch_source("https://copy.example/a", fetch=lambda url: FetchedPage(url, "text/html", body))
    assert source.url == "https://copy.example/a"


def test_a_fetched_file_chooses_neither_its_id_nor_its_address() -> None:
    body = b"---\nid: grain-deal\ntitle: A\nurl: https://courier.example/a\n---\nText."
    source = fetch_source("https://a.example/a.md", fetch=lambda url: FetchedPage(url, "text/plain", body))
    assert (source.article_id, source.url, source.title) == (None, "https://a.example/a.md", "A")
