"""Paragraphs from the lines of printed pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.formats.reflow import Line, join_lines


def set_page(*texts: str, top: float = 700.0, size: float = 10.0) -> list[Line]:
    """A page of lines 12 points apart; an empty text is an empty line, leading spaces indent by 5 points each."""
    return [
        Line(text.strip(), 50.0 + 5 * (len(text) - len(text.lstrip())), top - 12 * row, size)
        for row, text in enumerate(texts)
        if text
    ]


def test_wrapped_lines_are_joined() -> None:
    page = set_page("The outer wall of the harbour will stay", "closed until March, the council said.")
    assert join_lines([page]) == "The outer wall of the harbour will stay closed until March, the council said."


def test_a_gap_parts_paragraphs() -> None:
    page = set_page(
        "The wall is closed until the", "end of March.", "", "Work begins in November, said", "the council."
    )
    assert (
        join_lines([page]) == "The wall is closed until the end of March.\n\nWork begins in November, said the council."
    )


def test_an_indent_parts_paragraphs() -> None:
    page = set_page(
        "The wall is closed until the end of the", "month of March, for certain it is said.", "   Work begins"
    )
    assert join_lines([page]).split("\n\n")[1:] == ["Work begins"]


def test_a_short_last_line_parts_paragraphs() -> None:
    page = set_page(
        "The wall is closed until the end of March now.", "So they say.", "Work begins in November, said the man."
    )
    assert join_lines([page]).split("\n\n")[1:] == ["Work begins in November, said the man."]


def test_a_heading_in_another_size_stands_alone() -> None:
    page = [*set_page("Harbour wall", size=18), *set_page("The wall is closed.", top=680)]
    assert join_lines([page]) == "Harbour wall\n\nThe wall is closed."


def test_bullets_stand_alone_and_keep_their_own_lines_together() -> None:
    page = set_page("Three measures:", "• free berths for all of the boats", "   under ten metres;", "• a pontoon")
    assert (
        join_lines([page]) == "Three measures:\n\n• free berths for all of the boats under ten metres;\n\n• a pontoon"
    )


def test_a_sentence_goes_on_over_a_page() -> None:
    pages = [set_page("The wall is closed until the end of the"), set_page("month, they say.")]
    assert join_lines(pages) == "The wall is closed until the end of the month, they say."


def test_a_sentence_goes_on_in_the_next_column() -> None:
    page = [*set_page("The wall is closed until", "the end of"), *set_page("the month, they say.", "It is so.")]
    assert join_lines([page]) == "The wall is closed until the end of the month, they say. It is so."


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("Russia’s false alle-", "gation was rejected", "Russia’s false allegation was rejected"),
        ("a well-", "known general", "a well-known general"),
        ("the 31-", "kilometre tunnel", "the 31-kilometre tunnel"),
        ("the Anglo-", "French talks", "the Anglo-French talks"),
        ("the alle\u00ad", "gation", "the allegation"),
        ("an accusation –", "which is false", "an accusation – which is false"),
        ("either -", "or", "either - or"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line(first: str, second: str, joined: str) -> None:
    assert join_lines([set_page(first, second)]) == joined


def test_other_words_of_the_document_decide_about_a_hyphen() -> None:
    page = set_page(
        "The cease-fire and the gunship are", "here. A gun-", "ship came; then the peace-", "talks and peace-talks."
    )
    assert (
        join_lines([page])
        == "The cease-fire and the gunship are here. A gunship came; then the peace-talks and peace-talks."
    )


def test_ligatures_are_spelled_out() -> None:
    assert join_lines([set_page("The oﬃce of the chief oﬀicer ﬂoods the ﬁle.")]) == (
        "The office of the chief officer floods the file."
    )


def test_running_heads_and_page_numbers_go() -> None:
    pages = [
        [
            *set_page("The Courier  4 November"),
            *set_page(f"Page {name} of the book", "says in its text", f"what {name} says.", top=600),
            *set_page(str(k), top=30),
        ]
        for k, name in enumerate(["one", "two", "three"], start=1)
    ]
    assert join_lines(pages).split("\n\n") == [
        "Page one of the book says in its text what one says.",
        "Page two of the book says in its text what two says.",
        "Page three of the book says in its text what three says.",
    ]


@pytest.mark.parametrize("foot", ["1", "- 1 -", "Page 1 of 3", "1/3", "https://courier.example/wall 1/3"])
def test_the_foot_of_a_single_page_goes(foot: str) -> None:
    assert join_lines([[*set_page("The wall is closed."), *set_page(foot, top=20)]]) == "The wall is closed."


@pytest.mark.parametrize("last", ["in 2024", "2024", "41", "The Courier"])
def test_a_last_line_that_is_no_page_number_stays(last: str) -> None:
    assert join_lines([set_page("The wall has been closed since", last)]) == f"The wall has been closed since {last}"


def test_a_line_within_the_page_that_repeats_stays() -> None:
    pages = [set_page("One a.", "Two b.", f"Three {name}.", "It is so.", "Four c.", "Five d.") for name in "xy"]
    assert join_lines(pages).count("It is so.") == 2


def test_lines_without_places_are_joined_by_their_words() -> None:
    lines = [Line("The wall is closed until the end"), Line("of March."), Line("Work begins in November, they say.")]
    assert join_lines([lines]) == "The wall is closed until the end of March.\n\nWork begins in November, they say."


def test_no_pages_have_no_text() -> None:
    assert join_lines([]) == join_lines([[]]) == ""


PLACES = st.floats(-1e4, 1e4)
LINES = st.builds(
    Line, st.text("abC dé-.•“”ﬁ\u00ad14/", min_size=1).map(str.strip).filter(bool), PLACES, PLACES, st.floats(0, 99)
)


@given(st.lists(st.lists(LINES, max_size=8), max_size=4))
def test_no_letter_is_made_up(pages: list[list[Line]]) -> None:
    letters = "".join(line.text for page in pages for line in page).replace("ﬁ", "fi")
    text = join_lines(pages)
    assert len([c for c in text if c.isalpha()]) <= len([c for c in letters if c.isalpha()])
    assert all(paragraph.strip() for paragraph in text.split("\n\n")) or text == ""
