import pytest
from tokenizers import Tokenizer, models

from corpus.schema import Span
from evals.training.tokens import Markers, read_markers, tokenise
from tests.evals.training.fakes import BERT_WORDS, MPNET_WORDS, find, make_tokenizer

TEXT = "Ann met Bob in Oslo. It rained."
TOKENS = tokenise(make_tokenizer(), [TEXT])[0]


def test_the_tokens_within_a_span_are_those_that_lie_wholly_in_it() -> None:
    assert TOKENS.within(Span(0, 20)) == slice(0, 6)
    assert TOKENS.within(find("et Bob i", TEXT)) == slice(2, 3)
    assert TOKENS.count_within(find("et Bob i", TEXT)) == 1


def test_the_tokens_that_cover_a_span_share_a_character_with_it() -> None:
    assert TOKENS.cover(find("et Bob i", TEXT)) == (1, 3)
    assert TOKENS.cover(find("Oslo", TEXT)) == (4, 4)


def test_no_token_covers_a_space() -> None:
    assert TOKENS.cover(Span(20, 21)) is None


def test_texts_are_tokenised_whole_however_long() -> None:
    tokenizer = make_tokenizer()
    tokenizer.enable_truncation(4)
    assert len(tokenise(tokenizer, ["Ann " * 3000])[0].ids) == 3000


def test_the_markers_of_mpnet_are_its_own_not_those_of_bert_that_it_knows_too() -> None:
    assert read_markers(make_tokenizer(BERT_WORDS)) == Markers(cls=2, sep=3, pad=0)
    assert read_markers(make_tokenizer(MPNET_WORDS)) == Markers(cls=0, sep=2, pad=1)


def test_a_tokenizer_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks"):
        read_markers(Tokenizer(models.WordLevel({"ann": 0}, unk_token="ann")))
