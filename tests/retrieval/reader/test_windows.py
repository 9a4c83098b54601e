from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpus.passages import MAX_PASSAGE_CHARS
from retrieval.reader.windows import MAX_LEAD_CHARS, MAX_READ_CHARS, Window, make_windows
from retrieval.schema import Hit
from tests.fakes import hits_of, make


def paragraph(name: str, chars: int, *, sentences: int = 1) -> str:
    """A paragraph of so many characters, in sentences of the same length that all have the name."""
    length = (chars + 1) // sentences - 1
    one = f"{name} {'x' * (length - len(name) - 2)}."
    return " ".join([one] * sentences)


def hits_for(*paragraphs: str, article_id: str = "story", ranked: Sequence[int] | None = None) -> tuple[Hit, ...]:
    """The passages of an article as hits, ranked as given or as they stand; each knows those around it."""
    items = hits_of(make("\n\n".join(paragraphs), article_id)).items
    return items if ranked is None else tuple(items[place] for place in ranked)


def names(windows: Sequence[Window]) -> list[list[str]]:
    """The first word of each sentence of each window."""
    return [[sentence.text.split()[0].rstrip(".") for sentence in window] for window in windows]


def test_a_short_article_is_read_whole_in_its_order() -> None:
    hits = hits_for("One. Two.", "Three.", "Four. Five.", ranked=(2, 0, 1))
    assert names(make_windows(hits)) == [["One", "Two", "Three", "Four", "Five"]]


def test_without_hits_there_is_nothing_to_read() -> None:
    assert make_windows(()) == ()


def test_windows_come_in_the_order_of_their_hits() -> None:
    article = [paragraph(name, 800) for name in ("Ann", "Bob", "Cid")]
    assert names(make_windows(hits_for(*article, ranked=(2, 0, 1)))) == [["Cid"], ["Ann"], ["Bob"]]


def test_a_hit_is_read_with_what_stands_around_it_before_and_after_in_turns() -> None:
    article = [paragraph(name, 250) for name in ("Ann", "Bob", "Cid", "Dan", "Eve")]
    # Of the five, three fit into one window.
    assert names(make_windows(hits_for(*article, ranked=(2,)))) == [["Bob", "Cid", "Dan"]]


def test_what_does_not_fit_on_one_side_leaves_room_for_the_other() -> None:
    article = [paragraph("Ann", 700), *(paragraph(name, 250) for name in ("Bob", "Cid", "Dan"))]
    assert names(make_windows(hits_for(*article, ranked=(1, 2, 3)))) == [["Bob", "Cid", "Dan"]]


def test_a_hit_knows_its_neighbours_although_they_were_not_found() -> None:
    (middle,) = hits_for("One.", "Two.", "Three.", "Four.", ranked=(1,))
    assert names(make_windows([middle])) == [["One", "Two", "Three"]]
    assert names(make_windows([replace(middle, before=None, after=None)])) == [["Two"]]


def test_the_sentence_before_a_window_leads_it() -> None:
    article = [paragraph("Ann", 799, sentences=4), paragraph("Bob", 400), paragraph("Cid", 400)]
    assert names(make_windows(hits_for(*article, ranked=(1,)))) == [["Ann", "Bob", "Cid"]]


def test_a_long_sentence_before_a_window_does_not_lead_it() -> None:
    article = [paragraph("Ann", 800), paragraph("Bob", 400), paragraph("Cid", 400)]
    assert names(make_windows(hits_for(*article, ranked=(1,)))) == [["Bob", "Cid"]]


def test_a_passage_longer_than_a_window_is_read_alone() -> None:
    article = [paragraph("Ann", 300), paragraph("Bob", 950, sentences=5), paragraph("Cid", 100)]
    windows = make_windows(hits_for(*article, ranked=(1, 0, 2)))
    assert names(windows) == [["Bob"] * 5, ["Ann"], ["Bob", "Cid"]]


def test_two_articles_do_not_mix_and_are_read_by_their_ranks() -> None:
    first, second = hits_for("One.", "Two."), hits_for("Three.", "Four.", article_id="other")
    windows = make_windows([second[1], first[0], second[0], first[1]])
    assert names(windows) == [["Three", "Four"], ["One", "Two"]]


def test_reading_ends_when_enough_was_read() -> None:
    # No two fit into one window, and the third reaches the bound.
    article = [paragraph(f"P{n}", 899, sentences=5) for n in range(9)]
    windows = make_windows(hits_for(*article, ranked=(8, 0, 4, 2, 6)))
    assert [window[-1].text.split()[0] for window in windows] == ["P8", "P0", "P4", "P2"]


PARAGRAPHS = st.lists(
    st.builds(
        lambda chars, sentences: paragraph("Ann", chars, sentences=sentences), st.integers(60, 990), st.integers(1, 4)
    ),
    min_size=1,
    max_size=8,
)


@given(PARAGRAPHS, PARAGRAPHS, st.lists(st.integers(0, 15), min_size=1, unique=True))
def test_windows_are_runs_of_an_article_that_share_no_passage_and_are_bounded(
    first: list[str], second: list[str], ranked: list[int]
) -> None:
    every = [*hits_for(*first), *hits_for(*second, article_id="other")]
    hits = [every[place] for place in ranked if place < len(every)] or every
    windows = make_windows(hits)
    assert set(hits[0].passage.sentences) <= set(windows[0])
    for window in windows:
        places = [sentence.ordinal for sentence in window]
        assert places == list(range(places[0], places[0] + len(window)))
        assert len({sentence.article_id for sentence in window}) == 1
        assert len({sentence.id for sentence in window}) == len(window)
        # A passage may be longer than a window.
        assert sum(len(one.text) for one in window) <= MAX_PASSAGE_CHARS + MAX_LEAD_CHARS
    # A lead is read again in the window of its own passage.
    behind = [sentence.id for window in windows for sentence in window[1:]]
    assert len(set(behind)) == len(behind)
    assert sum(len(one.text) for window in windows[:-1] for one in window[1:]) < MAX_READ_CHARS
