import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.embeds.limits import MIN_PIECE, count_units, cut_short, split_at_sentences
from bot.render.embeds.markdown import bold, escape, show
from tests.bot.render.embeds.discord_markup import marks_of, parse_markup, plain_of
from tests.bot.render.embeds.hostile import hostile_texts, long_hostile_texts


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, str]:
    """A text with bold words as it is written, and as it is shown."""
    parts = draw(st.lists(st.tuples(hostile_texts, st.booleans()), max_size=6))
    parts *= draw(st.sampled_from((1, 2, 30)))
    written = " ".join(bold(escape(text)) if is_bold else escape(text) for text, is_bold in parts)
    return written, " ".join(show(text) for text, _ in parts)


def letters_of(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_units_are_those_of_utf_16() -> None:
    assert count_units("a é 日 👍🏽") == 10


def test_a_text_that_fits_is_one_piece() -> None:
    assert split_at_sentences("x" * 48, 48) == ("x" * 48,)


def test_a_text_without_anything_to_see_has_no_piece() -> None:
    assert split_at_sentences(" \n", 48) == ()


def test_a_text_is_cut_between_sentences_and_not_behind_an_abbreviation() -> None:
    text = "He went home early on that Monday. Then he called Gen. Milley of the U.S. about it."
    assert split_at_sentences(text, 60) == (
        "He went home early on that Monday.",
        "Then he called Gen. Milley of the U.S. about it.",
    )


def test_markers_stay_with_their_sentence() -> None:
    text = "Ann met Bob in Oslo on a Monday. [1] [2] They spoke for an hour. [3]"
    assert split_at_sentences(text, 48) == ("Ann met Bob in Oslo on a Monday. [1] [2]", "They spoke for an hour. [3]")


def test_a_text_is_cut_at_the_end_of_a_line() -> None:
    assert split_at_sentences(f"{'a' * 30}\n{'b ' * 15}", 48) == ("a" * 30, ("b " * 15).strip())


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    assert split_at_sentences("word " * 12, 50) == (("word " * 10).strip(), "word word")


def test_bold_that_is_cut_goes_on() -> None:
    assert split_at_sentences(f"**{'word ' * 11}word**", 54) == (f"**{'word ' * 9}word**", "**word word**")


def test_an_escape_is_not_cut() -> None:
    assert split_at_sentences("a" + r"\*" * 30, 48) == ("a" + r"\*" * 23, r"\*" * 7)


def test_a_character_of_two_units_is_not_cut() -> None:
    assert split_at_sentences("a" + "👍" * 30, 48) == ("a" + "👍" * 23, "👍" * 7)


def test_emoji_that_are_joined_are_not_cut() -> None:
    family = "👩‍👩‍👧"
    assert split_at_sentences(family * 8, 50) == (family * 6, family * 2)


def test_a_piece_begins_no_list() -> None:
    assert split_at_sentences(f"{'words ' * 8}1. {'words ' * 5}", 48)[1] == r"1\. words words words words words"


@settings(deadline=None)
@given(marked_texts(), st.integers(MIN_PIECE, 300))
def test_pieces_fit_and_show_the_same_text(marked: tuple[str, str], limit: int) -> None:
    written, shown = marked
    pieces = split_at_sentences(written, limit)
    assert all(0 < count_units(piece) <= limit for piece in pieces)
    assert all(marks_of(piece) <= {"bold"} for piece in pieces)
    assert letters_of("".join(map(plain_of, pieces))) == letters_of(shown)


@settings(deadline=None)
@given(marked_texts(), st.integers(MIN_PIECE, 300))
def test_as_much_is_bold_as_before(marked: tuple[str, str], limit: int) -> None:
    def bold_of(text: str) -> str:
        return letters_of("".join(piece.text for piece in parse_markup(text) if piece.kind == "bold"))

    written, _ = marked
    assert "".join(map(bold_of, split_at_sentences(written, limit))) == bold_of(written)


@settings(deadline=None)
@given(long_hostile_texts, st.integers(MIN_PIECE + 2, 300))
def test_what_is_cut_short_fits_and_says_so(text: str, limit: int) -> None:
    escaped = escape(text).strip()
    cut = cut_short(escaped, limit)
    assert count_units(cut) <= limit
    assert cut == escaped or (cut.endswith(" …") and show(text).strip().startswith(plain_of(cut)[:-2]))


def test_too_low_a_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="the limit is 47"):
        split_at_sentences("a", 47)
