r"""Discord's markdown: text that nothing breaks out of, and the few marks that are set on purpose.

Discord takes a backslash before any ASCII punctuation for an escape (the rules of Khan Academy's simple-markdown, on
which its clients are built), but not within the label of a masked link
(https://github.com/discord/discord-api-docs/issues/6185).
"""

import re
from urllib.parse import quote as percent_encode
from urllib.parse import urlsplit

_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
# But for joiners: format characters (Unicode's Cf, without the signs of numbers that can be seen), fillers, blanks.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
_LONE_JOINER = re.compile(f"(?<![\ufe0f{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])")
_SURROGATE = re.compile("[\ud800-\udfff]")

_MARKUP = re.compile(
    r"[\\*_~`|\[<@]"
    r"|(?<=\])\("  # A bracket of our own before it, as of a footnote's marker, would begin a link.
    r"|:(?=//|[\w+~-]+:)"  # An address; an emoji by its name.
    r"|(?:(?<=discord)|(?<=discordapp)|(?<=dis))\.(?=\w)",  # An invitation needs no scheme.
    re.IGNORECASE,
)
_LINE_START = re.compile(r"^( *)(?:(?=[#>]|[-+](?:[\s#]|$))|(\d+)(?=[.)](?:\s|$)))")
_IN_URL = "!#$%&'+,-./:;=?@_~"


def escape(text: str) -> str:
    r"""Return a text on one line that shows as it is: nothing in it is markup, a mention, an emoji's name or a link.

    What can't be seen or reorders what is seen is taken out (`show`). White space at the ends is kept, as one space, so
    that pieces of a text can be escaped one by one.

    >>> print(escape("**Read** [this](https://x.test) <@1>"))
    \*\*Read\*\* \[this]\(https\://x.test) \<\@1>
    >>> print(escape("1. It's 5 * 3 #1"))
    1\. It's 5 \* 3 #1
    """
    return guard_line(_MARKUP.sub(r"\\\g<0>", show(text)))


def show(text: str) -> str:
    """Return what can be seen of a text, on one line; a joiner stays between emoji."""
    seen = _LONE_JOINER.sub("", _UNSEEN.sub("", text))
    return re.sub(r"\s+", " ", _SURROGATE.sub("\ufffd", seen))


def guard_line(escaped: str) -> str:
    r"""Return an escaped text whose beginning is no heading, list, quote or small print where it begins a line.

    >>> print(guard_line("- one"))
    \- one
    """
    return _LINE_START.sub(lambda match: f"{match[1]}{match[2] or ''}\\", escaped)


def bold(escaped: str) -> str:
    """Return an escaped text in bold; white space at its ends is left outside."""
    return _mark(escaped, "**")


def italic(escaped: str) -> str:
    """Return an escaped text in italics; it holds no bold."""
    return _mark(escaped, "*")


def code(text: str) -> str:
    """Return a text as code; no escape counts there, so a backtick becomes an apostrophe."""
    return f"`{show(text).replace('`', chr(39)).strip() or '?'}`"


def block_quote(escaped: str) -> str:
    """Return an escaped text on one line as a quote."""
    return f"> {escaped}"


def link(label: str, url: str) -> str:
    """Return a masked link, or the label alone where the address is not one that everybody may be sent to.

    Args:
        label: our own words, without punctuation: there are no escapes within it.
        url: is percent-encoded so that nothing in it ends it. Only http and https, and no address that names a user,
            which hides where it leads, is linked.
    """
    return f"[{label}]({_encode(url)})" if _is_web(url) else escape(label)


def _is_web(url: str) -> bool:
    if show(url) != url or " " in url:
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and "@" not in parts.netloc and bool(re.search(r"\w", host))


def _encode(url: str) -> str:
    """Percent-encode all that could end a masked link; what is encoded already stays so."""
    return percent_encode(url, safe=_IN_URL)


def _mark(escaped: str, mark: str) -> str:
    inner = escaped.strip()
    if not inner:
        return escaped
    before, after = escaped[: len(escaped) - len(escaped.lstrip())], escaped[len(escaped.rstrip()) :]
    return f"{before}{mark}{inner}{mark}{after}"
