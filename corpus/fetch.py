"""Fetch the page behind a URL: within limits of time and size, and never from a private network.

Names are resolved here, every address is checked, and the connection goes to a checked address itself: a name that
resolves otherwise a moment later (DNS rebinding) gains nothing. Each redirect is checked like a first URL. TLS verifies
the host name. Proxies of the environment are ignored, because they would resolve names for us.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import quote, urljoin, urlsplit

import httpcore

from corpus.articles import ArticleSource
from corpus.errors import FetchRefused
from corpus.extract import SourceKind, choose_kind, extract_source
from corpus.network.addresses import HostUnusable, is_public_address, normalise_host, resolve_host
from corpus.network.connection import CheckedBackend, Deadline, MayConnect, Resolve
from corpus.network.content_coding import CodingUnreadable, ContentTooLarge, decode_content

MAX_URL_CHARS = 2000
MEDIA_TYPES = (
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "text/markdown",
    "text/x-markdown",
    "application/pdf",
    "application/x-pdf",
)

_SAVE_IT = "save the page in a browser and add the file"
_CHECK_IT = "check the address"
_LATER = "try again later"
_REDIRECTS = (301, 302, 303, 307, 308)
_UNSAFE_IN_URL = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one fetch may take.

    Attributes:
        timeout_s: for all of it, redirects included.
        max_bytes: of the body, before and after decompression.
        ports: where pages are served; behind other ports are other services.
    """

    timeout_s: float = 20.0
    max_bytes: int = 10_000_000
    max_redirects: int = 5
    ports: tuple[int, ...] = (80, 443, 8080, 8443)


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What a server sent.

    Attributes:
        url: where the page was in the end, without fragment.
        media_type: the Content-Type with its parameters.
    """

    url: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class _Redirect:
    url: str


class _Refused(Exception):
    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


def fetch_url(
    url: str,
    *,
    limits: FetchLimits | None = None,
    may_connect: MayConnect = is_public_address,
    resolve: Resolve = resolve_host,
) -> FetchedPage:
    """Fetch a page by http or https, following redirects.

    Args:
        url: without user name and password.
        limits: `FetchLimits()` when None.
        may_connect: tells which addresses may be connected to.
        resolve: gives the addresses of a host within a number of seconds; raises `HostUnusable` for none.

    Raises:
        FetchRefused: when the URL may not be fetched, or its server does not send a page within the limits.
    """
    limits = limits or FetchLimits()
    deadline = Deadline(limits.timeout_s)
    backend = CheckedBackend(resolve, may_connect, deadline)
    here = url = url.strip()
    for _ in range(limits.max_redirects + 1):
        try:
            answer = _get(here, limits, deadline, backend)
        except _Refused as err:
            raise _refuse(url, here, err) from err
        if isinstance(answer, FetchedPage):
            return answer
        here = answer.url
    raise FetchRefused(_shorten(url), f"redirects more than {limits.max_redirects} times", _CHECK_IT)


def fetch_source(url: str, *, fetch: Callable[[str], FetchedPage] = fetch_url) -> ArticleSource:
    """Fetch a URL and take the article out of it.

    The page may not choose an id: it could choose that of an article which is already there.

    Raises:
        FetchRefused: when the URL may not or cannot be fetched.
        ArticleInvalid: when there is no article behind it.
    """
    page = fetch(url)
    source = extract_source(page.body, page.url, page.media_type)
    # What a page says of its own address has been checked against it; what a file's front matter says has not.
    is_page = choose_kind(page.body, page.url, page.media_type.partition(";")[0].strip().lower()) is SourceKind.HTML
    return replace(source, article_id=None, url=source.url if is_page and source.url else page.url)


def _get(url: str, limits: FetchLimits, deadline: Deadline, backend: CheckedBackend) -> FetchedPage | _Redirect:
    """Make one request, every failure of it translated."""
    target = _parse_url(url, limits.ports)
    try:
        # A pool of its own for each request: nothing is kept that a later one could reuse unchecked.
        with httpcore.ConnectionPool(network_backend=backend, max_connections=1, retries=0) as pool:
            timeout_s = deadline.left_s()
            extensions = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), timeout_s)}
            with pool.stream("GET", target, headers=_headers(target), extensions=extensions) as response:
                return _read_response(url, response, limits.max_bytes)
    except HostUnusable as err:
        raise _Refused(err.problem, err.remedy) from err
    except ContentTooLarge as err:
        raise _Refused(f"is larger than {limits.max_bytes / 1_000_000:g} MB", _SAVE_IT) from err
    except CodingUnreadable as err:
        raise _Refused("sends compressed content that cannot be read", _SAVE_IT) from err
    except httpcore.TimeoutException as err:
        raise _Refused(f"did not answer in full within {limits.timeout_s:g} s", _LATER) from err
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as err:
        raise _describe_failure(err) from err


def _read_response(url: str, response: httpcore.Response, max_bytes: int) -> FetchedPage | _Redirect:
    headers = {name.lower(): value.decode("latin-1").strip() for name, value in reversed(response.headers)}
    if response.status in _REDIRECTS and headers.get(b"location"):
        return _follow(url, headers[b"location"].encode("latin-1").decode("utf-8", "replace"))
    if response.status != HTTPStatus.OK:
        raise _describe_status(response.status)
    media_type = headers.get(b"content-type", "")
    main_type = media_type.partition(";")[0].strip().lower()
    if main_type not in MEDIA_TYPES:
        sent = f"is {main_type[:80]!r}" if main_type else "does not say what it is"
        raise _Refused(f"{sent}, not a page, a text or a PDF", "give the address of the article's page")
    length = headers.get(b"content-length", "")
    if len(length) > 18 or (length.isdecimal() and int(length) > max_bytes):
        raise ContentTooLarge
    body = decode_content(response.iter_stream(), headers.get(b"content-encoding", ""), max_bytes)
    return FetchedPage(url=url.partition("#")[0], media_type=media_type, body=body)


def _follow(url: str, location: str) -> _Redirect:
    try:
        return _Redirect(urljoin(url, location.replace(" ", "%20")))
    except ValueError as err:
        raise _Refused(f"redirects to {_shorten(location)!r}, which is not a web address", _CHECK_IT) from err


def _parse_url(url: str, ports: tuple[int, ...]) -> httpcore.URL:
    if len(url) > MAX_URL_CHARS or _UNSAFE_IN_URL.search(url):
        raise _Refused("is not a web address", _CHECK_IT)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as err:
        raise _Refused("is not a web address", _CHECK_IT) from err
    scheme = parts.scheme.lower()
    if scheme not in {"http", "https"}:
        raise _Refused("is not an http or https address", _CHECK_IT)
    if "@" in parts.netloc:
        raise _Refused("holds a user name or password", "leave it out")
    port = port if port is not None else (443 if scheme == "https" else 80)
    if port not in ports:
        raise _Refused(f"names port {port}", "pages are fetched from the ports " + ", ".join(map(str, ports)))
    try:
        host = normalise_host(parts.hostname or "")
    except HostUnusable as err:
        raise _Refused(err.problem, err.remedy) from err
    # "%" stays as it is: the address is quoted already, but for letters that it should not hold.
    path = quote(parts.path or "/", safe="/%:=&~+!$,;'@()*[]")
    query = "?" + quote(parts.query, safe="/%:=&?~+!$,;'@()*[]|") if parts.query else ""
    return httpcore.URL(scheme=scheme, host=host, port=port, target=path + query)


def _headers(target: httpcore.URL) -> list[tuple[str, str]]:
    host = target.host.decode("ascii")
    authority = f"[{host}]" if ":" in host else host
    default_port = 443 if target.scheme == b"https" else 80
    return [
        ("Host", authority if target.port == default_port else f"{authority}:{target.port}"),
        ("User-Agent", f"footnote/{_version()}"),
        ("Accept", "text/html, application/xhtml+xml, text/markdown, text/plain, application/pdf;q=0.9"),
        ("Accept-Language", "en"),
        ("Accept-Encoding", "gzip, identity"),
        ("Connection", "close"),
    ]


def _version() -> str:
    try:
        return version("footnote")
    except PackageNotFoundError:  # Run from a checkout that is not installed.
        return "0"


def _describe_status(status: int) -> _Refused:
    try:
        phrase = f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        phrase = str(status)
    if status in {404, 410}:
        return _Refused(f"answered {phrase}", _CHECK_IT)
    return _Refused(f"answered {phrase}", _LATER if status >= 500 or status == 429 else _SAVE_IT)


def _describe_failure(err: Exception) -> _Refused:
    words = str(err)
    if "CERTIFICATE_VERIFY_FAILED" in words:
        return _Refused("has a certificate that does not prove who it is", _CHECK_IT)
    if "SSL" in words or "TLS" in words:
        return _Refused("has no secure connection to offer", "check the address, or try it with http://")
    if isinstance(err, httpcore.ConnectError):
        return _Refused("refuses the connection or cannot be reached", _LATER)
    if isinstance(err, httpcore.NetworkError):
        return _Refused("broke off the connection", _LATER)
    return _Refused("does not answer as a web server does", _CHECK_IT)


def _refuse(url: str, here: str, err: _Refused) -> FetchRefused:
    problem = err.problem if here == url else f"redirects to {_shorten(here)!r}, which {err.problem}"
    return FetchRefused(_shorten(url), problem, err.remedy)


def _shorten(url: str) -> str:
    return url if len(url) <= 200 else url[:199] + "…"
