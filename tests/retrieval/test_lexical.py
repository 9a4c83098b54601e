from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.lexical import LexicalIndex, LexicalIndexBroken, stem_terms

TEXTS = (
    "General Valery Gerasimov has separately spoken to his US and UK counterparts.",
    "The harbour of Rostock was closed after a fire on the ferry Ålborg in 2021.",
    "The mayor said the repairs cost 3,500 euros.",
)


def test_question_words_and_possessives_leave_no_stems() -> None:
    assert stem_terms("What did the ministers’ Moscow's say to us?") == ["minist", "moscow", "say"]


@pytest.mark.parametrize("spelling", ["the U.S. army", "the US army", "the U.S.A. army", "the USA army"])
def test_every_spelling_of_the_united_states_is_one_term(spelling: str) -> None:
    assert stem_terms(spelling) == ["usa", "armi"]


def test_irregular_forms_are_the_same_term_as_their_base() -> None:
    assert stem_terms("He spoke, has spoken and speaks to the women") == ["speak", "speak", "speak", "woman"]


def test_accents_and_thousands_separators_do_not_matter() -> None:
    assert stem_terms("Café, 3,500 and 1.5") == ["cafe", "3500", "1.5"]


def test_the_text_that_shares_the_rare_words_scores_highest() -> None:
    assert LexicalIndex.build(TEXTS).scores("When was the ferry on fire?").argmax() == 1


def test_scores_are_a_share_of_the_best_possible() -> None:
    scores = LexicalIndex.build(TEXTS).scores("mayor repairs cost euros")
    assert scores.dtype == np.float32
    assert 0.3 < scores[2] < 1
    assert scores[0] == scores[1] == 0


def test_unknown_words_lower_every_score() -> None:
    index = LexicalIndex.build(TEXTS)
    assert index.scores("mayor of Uqbar")[2] < index.scores("mayor")[2]


def test_a_misspelt_name_finds_its_text_at_a_discount() -> None:
    index = LexicalIndex.build(TEXTS)
    assert 0 < index.scores("Gerasimof")[0] < index.scores("Gerasimov")[0]
    assert list(index.term_weights("Gerasimof")) == ["gerasimov"]


@pytest.mark.parametrize("word", ["feri", "Serasimov", "Gerazimoff2", "xylophone"])
def test_short_words_other_initials_and_far_spellings_are_not_guessed(word: str) -> None:
    assert not LexicalIndex.build(TEXTS).scores(word).any()


def test_a_known_word_is_never_taken_for_another() -> None:
    index = LexicalIndex.build(["The ferry sank.", "The berry sank.", "The ferries sank."])
    assert index.scores("berry").tolist()[0] == 0


def test_rarer_terms_weigh_more_and_unknown_terms_most() -> None:
    weights = LexicalIndex.build(["ferry fire", "ferry", "ferry mayor"]).term_weights(
        "Did the mayor see the ferry sinking?"
    )
    assert 0 < weights["ferri"] < weights["mayor"] < weights["sink"]


def test_an_empty_index_and_a_query_without_terms_score_zero() -> None:
    assert LexicalIndex.build([]).scores("ferry").tolist() == []
    assert LexicalIndex.build(["?!", ""]).scores("ferry").tolist() == [0, 0]
    assert LexicalIndex.build(TEXTS).scores("who is he?").tolist() == [0, 0, 0]


@pytest.mark.parametrize("texts", [TEXTS, (), ("",)])
def test_a_saved_index_scores_as_before(tmp_path: Path, texts: tuple[str, ...]) -> None:
    index = LexicalIndex.build(texts)
    index.save(tmp_path / "words")
    loaded = LexicalIndex.load(tmp_path / "words")
    assert len(loaded) == len(texts)
    assert loaded.scores("the ferry Alborg").tolist() == index.scores("the ferry Alborg").tolist()
    assert [path.name for path in (tmp_path / "words").iterdir()] == ["lexical.npz"]


def test_a_missing_index_says_how_to_rebuild_it(tmp_path: Path) -> None:
    with pytest.raises(LexicalIndexBroken, match="is missing; run"):
        LexicalIndex.load(tmp_path)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.98])
def test_a_truncated_index_is_reported_as_damaged(tmp_path: Path, share: float) -> None:
    LexicalIndex.build(TEXTS).save(tmp_path)
    file = tmp_path / "lexical.npz"
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])
    with pytest.raises(LexicalIndexBroken, match="is damaged"):
        LexicalIndex.load(tmp_path)


def test_an_index_whose_arrays_disagree_is_refused(tmp_path: Path) -> None:
    index = LexicalIndex.build(TEXTS)
    index.save(tmp_path)
    with np.load(tmp_path / "lexical.npz") as arrays:
        parts = dict(arrays)
    parts["rows"] = parts["rows"] + 1000
    np.savez(tmp_path / "lexical.npz", **parts)
    with pytest.raises(LexicalIndexBroken, match="contradicts itself"):
        LexicalIndex.load(tmp_path)


@given(st.lists(st.text(max_size=60), max_size=6), st.text(max_size=200))
def test_any_text_and_query_score_between_zero_and_one(texts: list[str], query: str) -> None:
    scores = LexicalIndex.build(texts).scores(query)
    assert scores.shape == (len(texts),)
    assert ((scores >= 0) & (scores <= 1)).all()
