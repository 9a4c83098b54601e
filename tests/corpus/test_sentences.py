import textwrap
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.schema import Span
from corpus.sentences import MAX_SENTENCE_CHARS, split_sentences


def split(text: str) -> list[str]:
    return [span.cut(text) for span in split_sentences(text, Span(0, len(text)))]


def test_full_stop_question_and_exclamation_end_sentences():
    assert split("It is over. Who won? We did! Good.") == ["It is over.", "Who won?", "We did!", "Good."]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gen. Mark Milley met Adm. Sir Tony Radakin and Mr Wallace.",
        "Lt. Col. Ann Price and then-Gov. Dale Ray joined Rev. Dr. Amos Hill.",
        "J.K. Rowling wrote to George W. Bush and J. Edgar Hoover.",
        "The U.S. President and the U.K. Treasury wrote to the U.N. Security Council.",
        "He left No. 10 Downing Street on Oct. 3 with pp. 3 to 5.",
        "The vote begins at 10 a.m. Monday and ends at 9 p.m. GMT.",
        "Prices rose 3.5% to $1.25 million, see www.example.com/a.b or write to a.b@example.org.",
        "He paused… then he went on... and on.",
        "The words “we … Ukraine” were cut.",
        "The U.S. (pop. 330 million) vs. Mexico, i.e. the final.",
        "It is on St. Mary Axe, near Mt. Pleasant Corp. headquarters.",
        "Yahoo! said E! Entertainment would close.",
    ],
)
def test_stop_within_a_sentence_does_not_end_it(sentence):
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("They live in the U.S.", "He added that they would stay."),
        ("It closed at 5 p.m.", "Police opened it again."),
        ("She works for Acme Inc.", "The company would not comment."),
        ("It lies on Downing St.", "The gate was shut in Nov."),
        ("The answer was no.", "5,000 people had signed."),
        ("It began in 1939.", "Germany lost."),
        ("He served in World War I.", "Germany lost it."),
        ("Ministers chose Plan B.", "Nobody knew of a Plan C."),
        ("She sells phones, pens, etc.", "Business is good."),
        ("He chose Apple.", "iPhone sales rose."),
        ("Paris fell.", "de Gaulle was in London."),
        ("Somalia’s army fled.", "al-Shabab took the town."),
        ("They met.", "(No one had told the press.)"),
        ("The score was 3-1.", "£5m was paid."),
        ("“It is over,” he said.", "“Then we can rest.”"),
        ("“Is it over?” Mr Smith asked.", "Nobody replied."),
        ("“We won!” President Volodymyr Zelensky said.", "“Great.”"),
        ("“We reject this.", "We must remain steadfast.”"),
        ("He called it “false.”", "Others did not."),
        ('He called it "false."', '"So do I," she said.'),
        ("The bridge opened in 1961.[3]", "It closed in 2023."),
        ("“Thank you, Dr.”", "She left."),
        ("Farms were built before 300 B.C.", "Pottery was found."),
    ],
)
def test_two_sentences_are_parted(first, second):
    assert split(f"{first} {second}") == [first, second]


def test_closing_quote_and_opening_quote_without_a_space_are_parted():
    assert split("“It is over.”“Is it?”") == ["“It is over.”", "“Is it?”"]


def test_wrapped_lines_do_not_break_a_sentence():
    text = "Russia used the talks to claim that\nUkraine has a bomb on its own\nterritory – an allegation rejected."
    assert split(text) == [text]


def test_list_items_on_lines_of_their_own_are_sentences():
    text = "Three things have to happen:\n- The lower house votes\n- The senate votes\n- The president signs"
    assert split(text) == [
        "Three things have to happen:",
        "- The lower house votes",
        "- The senate votes",
        "- The president signs",
    ]


def test_results_on_lines_of_their_own_are_sentences():
    assert split("Leeds 2-1 Hull\nYork 0-0 Bury") == ["Leeds 2-1 Hull", "York 0-0 Bury"]


def test_number_of_a_list_item_stays_with_its_item():
    assert split("1. Vote early. 2. Vote once.") == ["1. Vote early.", "2. Vote once."]


def test_overlong_sentence_is_cut_at_a_semicolon_before_a_comma():
    text = "word, " * 120 + "end; " + "word, " * 60 + "stop."
    assert [len(sentence) for sentence in split(text)] == [724, 365]
    assert split(text)[0].endswith("word, end;")


def test_overlong_word_is_cut_at_the_limit():
    assert [len(sentence) for sentence in split("x" * 2500)] == [1000, 1000, 500]


def test_sentences_are_cut_from_their_paragraph_only():
    text = "Before. One. Two. After."
    assert split_sentences(text, Span(8, 17)) == (Span(8, 12), Span(13, 17))


def test_white_space_has_no_sentence():
    assert split_sentences(" \n ", Span(0, 3)) == ()


NEWS = st.text(alphabet='aB.!?…;, \n\t"“”’()[]-–•1\u00a0éD', max_size=300) | st.lists(
    st.sampled_from(
        ["Gen.", "U.S.", "He", "a.m.", "“No.”", "…", "3.5", "iPhone", "\n", "- ", "1.", "x" * 400, "end.", ",", ";"]
    ),
    max_size=40,
).map(" ".join)


@given(NEWS, st.data())
@settings(deadline=None)
def test_sentences_cover_their_paragraph_in_order_and_trimmed(text, data):
    start = data.draw(st.integers(0, len(text)))
    paragraph = Span(start, data.draw(st.integers(start, len(text))))
    spans = split_sentences(text, paragraph)
    cursor = paragraph.start
    for span in spans:
        assert not text[cursor : span.start].strip()
        assert span.cut(text) == span.cut(text).strip() != ""
        assert len(span) <= MAX_SENTENCE_CHARS
        assert span.start >= cursor
        cursor = span.end
    assert not text[cursor : paragraph.end].strip()
    assert cursor <= max(paragraph.end, paragraph.start)


PROSE = (
    "On Monday, a day after the talks with defence ministers, Russia's General Gerasimov spoke to General Mark"
    " Milley, the"
    " top military officer in the US. He had a separate conversation with Admiral Sir Tony Radakin, the chief of"
    " the defence"
    " staff of the UK. “The world would see through any attempt to use this allegation,” the statement said."
    " Nobody at the"
    " Ministry of Defence in London would say on Tuesday what else was discussed by the two sides."
)


@given(st.integers(55, 120))
@settings(max_examples=66, deadline=None)
def test_wrapping_at_any_usual_width_does_not_move_a_sentence(width):
    assert [" ".join(sentence.split()) for sentence in split(textwrap.fill(PROSE, width))] == split(PROSE)


@pytest.mark.parametrize(
    "text", ["." * 100_000, ". " * 50_000, '"' * 100_000, '."' * 50_000, "a\n" * 50_000, "(" * 100_000]
)
def test_hostile_text_is_split_in_linear_time(text):
    started = time.process_time()
    split(text)
    assert time.process_time() - started < 2
