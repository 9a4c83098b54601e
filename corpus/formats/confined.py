"""Read pages and PDFs in a child process, so that a hostile one costs a time limit and never the program.

The parsers of HTML and PDF are large and the worst inputs make them slow beyond use, crash them or fill the memory. The
child gets no secrets of the environment, a bound on its memory and processor time, and is killed when its time is over.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from corpus.formats.page_text import PageText, Unreadable

READ_TIMEOUT_S = 30.0
MAX_MEMORY_BYTES = 2_000_000_000

_START = "import sys; sys.path.append(sys.argv[1]); from corpus.formats.confined import serve; serve(*sys.argv[2:])"
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "TMPDIR", "PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH")


def read_confined(reader: str, content: bytes, *, url: str = "", timeout_s: float = READ_TIMEOUT_S) -> PageText:
    """Read `content` with the reader `"web_page"` (UTF-8 markup) or `"pdf"` in a child process.

    Args:
        reader: the kind of content.
        content: what the child gets to read.
        url: where a page was fetched, or "".
        timeout_s: wall time after which the child is killed.

    Raises:
        Unreadable: when the content holds no article, or reading it takes too much time or memory.
    """
    root = str(Path(__file__).parents[2])
    environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    # -P keeps modules of the working folder from standing in for ours.
    command = [sys.executable, "-P", "-c", _START, root, reader, url, str(round(timeout_s))]
    try:
        child = subprocess.run(
            command, input=content, capture_output=True, env=environment, timeout=timeout_s, check=False
        )
    except subprocess.TimeoutExpired as err:
        raise Unreadable(f"takes more than {timeout_s:g} s to read", "save the article's text as .txt") from err
    if child.returncode:
        raise Unreadable("cannot be read: it is broken or far too complex", "save the article's text as .txt")
    reply = json.loads(child.stdout)
    if "problem" in reply:
        raise Unreadable(reply["problem"], reply["remedy"])
    return PageText(**reply)


def serve(reader: str, url: str, cpu_s: str) -> None:
    """Be the child: read standard input, write a `PageText` or an `Unreadable` as JSON."""
    _bound_resources(int(cpu_s))
    content = sys.stdin.buffer.read()
    try:
        page = _read(reader, content, url)
        reply = {name: value and _whole(value) for name, value in asdict(page).items()}
    except Unreadable as err:
        reply = {"problem": err.problem, "remedy": err.remedy}
    sys.stdout.write(json.dumps(reply))


def _read(reader: str, content: bytes, url: str) -> PageText:
    if reader == "pdf":
        from corpus.formats.pdf import read_pdf

        return read_pdf(content)
    from corpus.formats.web_page import read_web_page

    return read_web_page(content.decode("utf-8"), url=url or None)


def _whole(text: str) -> str:
    """Replace lone surrogates, which broken character maps yield and UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _bound_resources(cpu_s: int) -> None:
    try:
        import resource
    except ImportError:  # Not on Windows; the time limit holds there too.
        return
    for limit, bound in ((resource.RLIMIT_AS, MAX_MEMORY_BYTES), (resource.RLIMIT_CPU, cpu_s + 1)):
        # Not every system lets a process lower every limit.
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (bound, bound))
