import io
import sys

import pytest

from bot.errors import InputUnusable, LineUnreadable
from bot.standard_input import MAX_LINE_BYTES, decode_line, is_interactive, open_input, read_lines


def feed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


def test_lines_come_with_their_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, b"one\r\n\ntwo")
    assert list(read_lines()) == [b"one\r\n", b"\n", b"two"]


def test_the_rest_of_a_long_line_is_skipped_and_the_next_line_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, b"x" * 5_000_000 + b"\nWho?\n")
    assert [len(line) for line in read_lines()] == [MAX_LINE_BYTES + 1, 5]


@pytest.mark.parametrize("excess", [0, 1, MAX_LINE_BYTES, MAX_LINE_BYTES + 1, 2 * MAX_LINE_BYTES + 1])
def test_where_a_long_line_ends_does_not_matter(monkeypatch: pytest.MonkeyPatch, excess: int) -> None:
    feed(monkeypatch, b"x" * (MAX_LINE_BYTES + excess) + b"\nWho?\n")
    assert list(read_lines())[-1] == b"Who?\n"


def test_a_line_that_was_cut_is_named_by_its_number() -> None:
    with pytest.raises(LineUnreadable, match=r"^line 3 of the input has more than 100,000 bytes; "):
        decode_line(b"x" * (MAX_LINE_BYTES + 1), 3)


def test_only_the_first_line_may_begin_with_a_byte_order_mark() -> None:
    assert decode_line(b"\xef\xbb\xbfWho?\r\n", 1) == "Who?"
    assert decode_line(b"\xef\xbb\xbfWho?\r\n", 2) == "\ufeffWho?"


@pytest.mark.parametrize("line", [b"\xff\xfe\n", b"\xed\xa0\x80\n"])
def test_bytes_that_are_no_text_are_refused(line: bytes) -> None:
    with pytest.raises(LineUnreadable, match=r"^line 2 of the input is not UTF-8 text; save the input as UTF-8$"):
        decode_line(line, 2)


def test_a_closed_standard_input_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert not is_interactive()
    with pytest.raises(InputUnusable, match=r"^standard input is closed; "):
        open_input()
