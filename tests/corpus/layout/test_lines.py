from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.layout.lines import split_lines
from corpus.schema import Span


def split(text: str) -> list[str]:
    return [span.cut(text) for span in split_lines(text, Span(0, len(text)))]


def test_wrapped_prose_is_one_run():
    text = "The bridge over the harbour has been shut\nto all traffic as engineers found\ncracks in two of its hangers."
    assert split(text) == [text]


def test_line_that_left_room_for_the_next_word_ends_a_run():
    text = "The road ahead\nThe main bridge over the harbour has been shut to all traffic, the\nagency said."
    assert split(text) == [
        "The road ahead",
        "The main bridge over the harbour has been shut to all traffic, the\nagency said.",
    ]


def test_bullets_begin_runs():
    assert split("• one thing\n• another") == ["• one thing", "• another"]


def test_wrapped_item_is_one_run():
    text = "- The lower house votes on June 20, a week before the\n  summer break.\n- The senate votes."
    assert split(text) == [
        "- The lower house votes on June 20, a week before the\n  summer break.",
        "- The senate votes.",
    ]


def test_dash_left_at_a_line_start_by_wrapping_is_no_bullet():
    text = "a dirty bomb on its own territory\n– an allegation strongly rejected"
    assert split(text) == [text]


def test_number_left_at_a_line_start_by_wrapping_is_no_bullet():
    text = "the talks ended with a deal by noon on May\n3. Nobody had expected that to happen so"
    assert split(text) == [text]


def test_indented_line_begins_a_paragraph_of_wire_copy():
    text = "Firefighters gained ground on a wildfire on Monday.\n   Winds fell below 15 mph for the first time since."
    assert len(split(text)) == 2


def test_lines_too_long_to_be_wrapped_are_paragraphs():
    text = f"{'Word ' * 40}\n{'Other ' * 40}\nSchools stay shut"
    assert [len(run) for run in split(text)] == [199, 239, 17]


@given(st.text(alphabet="aB. \n-•1", max_size=200))
@settings(deadline=None)
def test_runs_cover_the_block_in_order(text):
    cursor = 0
    for span in split_lines(text, Span(0, len(text))):
        assert not text[cursor : span.start].strip()
        assert span.cut(text) == span.cut(text).strip() != ""
        cursor = span.end
    assert not text[cursor:].strip()
