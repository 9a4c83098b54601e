import pytest

from corpus.schema import Span
from evals.training.tokens import make_row, read_markers, survives, tokenise
from tests.evals.training.fakes import SENTENCES, TEXT, WORDS, find, make_tokenizer

TOKENIZER = make_tokenizer()
QUESTION, PASSAGE = tokenise(TOKENIZER, ["Who left", TEXT])
NAMES = {number: word for word, number in WORDS.items()}


def words_of(ids: list[int]) -> str:
    return " ".join(NAMES[number] for number in ids)


def test_an_answer_is_located_in_the_row_of_a_window() -> None:
    row = make_row(read_markers(TOKENIZER), QUESTION, PASSAGE, SENTENCES[2:], answer=find("Rome"))
    assert words_of(row.ids.tolist()) == "[CLS] who left [SEP] eve left rome . [SEP]"
    assert row.answer == (6, 6)


def test_an_answer_is_located_after_a_sentence_that_was_left_out() -> None:
    pieces = (SENTENCES[0], SENTENCES[2])
    row = make_row(read_markers(TOKENIZER), QUESTION, PASSAGE, pieces, answer=find("left Rome"))
    assert words_of(row.ids[row.answer[0] : row.answer[1] + 1].tolist()) == "left rome"


def test_without_an_answer_the_row_points_at_its_first_marker() -> None:
    assert make_row(read_markers(TOKENIZER), QUESTION, PASSAGE, SENTENCES[:1]).answer == (0, 0)


def test_an_answer_outside_the_window_is_refused() -> None:
    with pytest.raises(ValueError, match="in none of the pieces"):
        make_row(read_markers(TOKENIZER), QUESTION, PASSAGE, SENTENCES[:1], answer=find("Rome"))


def test_an_answer_within_a_token_does_not_survive() -> None:
    assert survives(TEXT, PASSAGE, find("Oslo"))
    assert survives(TEXT, PASSAGE, find("Oslo."))
    assert not survives(TEXT, PASSAGE, find("Osl"))
    assert not survives(TEXT, PASSAGE, Span(15, 16)) or TEXT[15].isalnum()
