from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.schema import Sentence, Span
from retrieval.reader.reading import (
    MAX_ANSWER_TOKENS,
    ReadSentence,
    TokenSigns,
    find_best_span,
    find_runs,
    read_sentence,
)

AT = 100
"""Where the sentence stands in its article."""


def floats(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def read(
    text: str,
    *,
    starts: Sequence[float] | None = None,
    ends: Sequence[float] | None = None,
    inside: Sequence[float] | None = None,
    support: Sequence[float] | None = None,
    tokens: Sequence[tuple[int, int]] | None = None,
) -> ReadSentence:
    """Read a sentence whose tokens are its characters but for the spaces, or those given."""
    offsets = tokens or [(k, k + 1) for k, letter in enumerate(text) if not letter.isspace()]
    given = [values or [0.0] * len(offsets) for values in (starts, ends, inside, support)]
    signs = TokenSigns(*(floats(*values) for values in given), np.array(offsets, np.int32))
    return read_sentence(Sentence("story:0.0", "story", 0, Span(AT, AT + len(text)), text), signs)


def words(text: str, spans: Sequence[Span]) -> list[str]:
    return [text[span.start - AT : span.end - AT] for span in spans]


def test_the_span_with_the_best_two_ends_is_found() -> None:
    read_one = read("a b c d", starts=[0, 4, 0, 0], ends=[0, 0, 2, 0])
    assert (read_one.span, read_one.margin) == (Span(AT + 2, AT + 5), 3.0)


def test_a_span_never_ends_before_it_begins() -> None:
    assert find_best_span(floats(0, 0, 9), floats(9, 0, 1)) == (2, 2, 5.0)


def test_one_token_is_a_span() -> None:
    assert find_best_span(floats(-3), floats(1)) == (0, 0, -1.0)


def test_of_equal_spans_the_first_is_taken() -> None:
    assert find_best_span(floats(1, 0, 1), floats(1, 0, 1))[:2] == (0, 0)


def test_a_span_has_a_bounded_number_of_tokens() -> None:
    count = MAX_ANSWER_TOKENS + 1
    far_apart = floats(9, *[0.0] * (count - 1)), floats(*[0.0] * (count - 1), 9)
    first, last, margin = find_best_span(*far_apart)
    assert last - first < MAX_ANSWER_TOKENS
    assert margin == 4.5
    assert find_best_span(far_apart[0][:-1], far_apart[1][1:]) == (0, MAX_ANSWER_TOKENS - 1, 9.0)


def test_a_sentence_supports_as_its_tokens_do_on_average() -> None:
    assert read("a b c", support=[3, 0, -6]).support == -1.0


def test_runs_are_found_at_both_ends() -> None:
    assert find_runs(np.array([True, False, True, True])) == [(0, 0), (2, 3)]
    assert find_runs(np.array([False, False])) == []
    assert find_runs(np.array([], bool)) == []


def test_each_run_of_words_inside_is_a_part() -> None:
    text = "a b c d e"
    assert words(text, read(text, inside=[5, 5, -5, -5, 5]).parts) == ["a b", "e"]
    assert read(text, inside=[-5, -5, -5, -5, -5]).parts == ()


@pytest.mark.parametrize(
    ("inside", "parts"),
    [
        # "un", "-", "done", "so"; the hyphen has no say.
        ([4, -9, 3, -4], ["un-done"]),
        ([4, 9, -4, -4], []),
        ([4, -4, -4, 4], ["so"]),
        ([9, -2, -2, -4], ["un-done"]),
        ([2, 9, -9, -4], []),
    ],
)
def test_a_word_is_part_of_the_answer_whole_or_not_at_all(inside: list[float], parts: list[str]) -> None:
    text = "un-done so"
    assert words(text, read(text, inside=inside, tokens=[(0, 2), (2, 3), (3, 7), (8, 10)]).parts) == parts


def test_the_stop_behind_a_word_does_not_lose_the_word() -> None:
    text = "To Marrow Bay."
    read_so = read(text, inside=[-5, 5, 1, -9], tokens=[(0, 2), (3, 9), (10, 13), (13, 14)])
    assert words(text, read_so.parts) == ["Marrow Bay."]


def test_any_white_space_parts_words() -> None:
    text = "a\nb\u00a0c\u2003d"
    assert words(text, read(text, inside=[5, -5, 5, -5]).parts) == ["a", "c"]


ODDS = st.floats(-20, 20, width=32)


@given(st.data(), st.text("ab .", min_size=1, max_size=30).filter(lambda text: not text.isspace()))
def test_what_is_read_lies_in_the_sentence_and_parts_are_apart(data: st.DataObject, text: str) -> None:
    count = sum(not letter.isspace() for letter in text)
    row = st.lists(ODDS, min_size=count, max_size=count)
    one = read(text, starts=data.draw(row), ends=data.draw(row), inside=data.draw(row), support=data.draw(row))
    assert all(len(span) and one.sentence.span.contains(span) for span in (one.span, *one.parts))
    assert list(one.parts) == sorted(one.parts)
    assert all(first.end <= second.start for first, second in zip(one.parts, one.parts[1:], strict=False))
    assert all(part[0] != " " != part[-1] for part in words(text, one.parts))
