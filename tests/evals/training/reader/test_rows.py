import numpy as np
import pytest

from corpus.schema import Span
from evals.training.reader.material import Asked
from evals.training.reader.rows import NO_SENTENCE, UNKNOWN, ReaderRow
from retrieval.schema import PastTurn
from tests.evals.training.fakes import BERT_WORDS, find
from tests.evals.training.reader.fakes import LEFT, MET, RAINED, TEXT, WHEN, WHERE, WHO, make_writer

NAMES = {number: word for word, number in BERT_WORDS.items()}


def write(asked: Asked, *window: Span) -> ReaderRow:
    writer = make_writer()
    return writer.write(asked, writer.ask(asked.question, asked.history), writer.encode([TEXT])[0], window)


def words_of(ids: object) -> str:
    return " ".join(NAMES[int(number)] for number in np.asarray(ids))


def marked(row: ReaderRow, marks: np.ndarray, value: int = 1) -> list[str]:
    return [NAMES[int(row.ids[n])] for n in np.flatnonzero(marks == value)]


def test_a_row_is_the_question_and_the_sentences_of_the_window_between_markers() -> None:
    row = write(WHEN, RAINED)
    assert words_of(row.ids) == "[CLS] when did it [UNK] [SEP] it rained on monday . [SEP]"
    assert row.passage_start == 6
    assert row.sentences.tolist() == [NO_SENTENCE] * 6 + [0] * 5 + [NO_SENTENCE]


def test_an_answer_may_begin_and_end_where_any_way_to_say_it_does() -> None:
    row = write(WHERE, MET, RAINED)
    assert row.is_answerable
    assert marked(row, row.starts) == ["in", "oslo"]
    assert marked(row, row.ends) == ["oslo"]


def test_what_only_a_longer_way_to_say_it_has_may_be_inside_or_not() -> None:
    row = write(WHERE, MET, RAINED)
    assert marked(row, row.inside) == ["oslo"]
    assert marked(row, row.inside, UNKNOWN) == ["in"]


def test_ways_to_say_a_part_that_share_no_word_are_inside_alike() -> None:
    asked = Asked("Who left?", parts=((find("She", TEXT), find("Eve", TEXT)),), quotes=(LEFT,))
    row = write(asked, LEFT)
    assert marked(row, row.inside) == ["she", "eve"]


def test_parts_of_a_list_are_inside_in_every_sentence_of_the_window() -> None:
    row = write(WHO, MET, RAINED, LEFT)
    assert marked(row, row.starts) == ["ann", "eve"]
    assert marked(row, row.inside) == ["ann", "lee", "eve"]


def test_the_sentences_of_the_quotes_support() -> None:
    assert write(WHO, MET, RAINED, LEFT).support.tolist() == [1, 0, 1]
    assert write(WHERE, MET, RAINED).support.tolist() == [1, 0]


def test_a_sentence_supports_when_most_of_it_or_of_the_quote_is_shared() -> None:
    # Another splitting ends the quote within the sentence.
    long, short = Span(MET.start, MET.end - 6), Span(MET.end - 5, RAINED.end)
    row = write(Asked("Who?", parts=((find("Ann Lee", TEXT),),), quotes=(long,)), MET, RAINED)
    assert row.support.tolist() == [1, 0]
    row = write(Asked("When?", parts=((find("Monday", TEXT),),), quotes=(short,)), MET, RAINED)
    assert row.support.tolist() == [0, 1]


def test_a_window_without_the_answer_has_none() -> None:
    row = write(WHERE, RAINED, LEFT)
    assert not row.is_answerable
    assert np.flatnonzero(row.starts).tolist() == np.flatnonzero(row.ends).tolist() == [0]
    assert row.inside.tolist() == [0] * len(row.ids)
    assert row.support.tolist() == [0, 0]


def test_of_several_parts_those_are_marked_that_are_shown() -> None:
    row = write(WHO, LEFT)
    assert marked(row, row.starts) == ["eve"]
    assert row.support.tolist() == [1]


def test_a_part_of_which_the_window_shows_half_is_not_marked() -> None:
    across = Span(find("Oslo", TEXT).start, find("rained", TEXT).end)
    assert not write(Asked("What?", parts=((across,),), quotes=(MET, RAINED)), MET).is_answerable
    assert write(Asked("What?", parts=((across,),), quotes=(MET, RAINED)), MET, RAINED).is_answerable


def test_the_last_turn_comes_first_and_only_two_are_read() -> None:
    history = [PastTurn("Who left?", "Eve."), PastTurn("Where?", "Rome."), PastTurn("When?", "Monday.")]
    ids = make_writer().ask("And he?", history)
    assert words_of(ids) == "[CLS] [UNK] he [SEP] when ? monday . [SEP] where ? rome . [SEP]"


def test_a_turn_without_an_answer_is_its_question() -> None:
    assert words_of(make_writer().ask("When?", [PastTurn("Who left?", "")])) == "[CLS] when [SEP] who left ? [SEP]"


@pytest.mark.parametrize(("words", "lengths"), [(9, [11, 11]), (60, [48, 32]), (40, [42, 38])])
def test_a_long_turn_is_cut_and_the_oldest_gets_what_is_left(words: int, lengths: list[int]) -> None:
    turn = PastTurn("Who?", "ann " * words)
    ids = make_writer().ask("When?", [turn, turn])
    markers = np.flatnonzero(ids == BERT_WORDS["[SEP]"])
    assert (np.diff(markers) - 1).tolist() == lengths


def test_a_long_question_is_cut() -> None:
    assert len(make_writer().ask("ann " * 100, ())) == 64 + 2
