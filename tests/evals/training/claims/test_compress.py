import random

import pytest

from evals.training.claims.compress import compress, reword

SENTENCE = "In 1999, Ann Lee (a pilot), who led the office, said that it would close, but nobody believed her."


@pytest.mark.parametrize("seed", range(30))
def test_a_shortened_sentence_keeps_its_core(seed: int) -> None:
    short = compress(SENTENCE, random.Random(seed))
    assert "Lee" in short or short.startswith("nobody")
    assert len(short.split()) >= 4


def test_some_are_much_shorter() -> None:
    assert min(len(compress(SENTENCE, random.Random(seed))) for seed in range(30)) < len(SENTENCE) / 2


@pytest.mark.parametrize("seed", range(10))
def test_a_condition_stays(seed: int) -> None:
    assert compress("If it rains, the match is off today.", random.Random(seed)).startswith("If it rains")


def test_what_is_quoted_can_be_attributed_before() -> None:
    said = {compress('"We will not sign it today," said Bob Cole.', random.Random(seed)) for seed in range(9)}
    assert "Bob Cole said We will not sign it today" in said


def test_a_text_without_such_a_word_stays() -> None:
    assert reword("Ann left.", random.Random(0), share=1.0) == "Ann left."
    assert reword("They said so.", random.Random(0), share=1.0) == "They stated so."
