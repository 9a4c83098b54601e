import random
from collections import Counter
from pathlib import Path

import pytest

from evals.training.rewording import REWORDED_SHARE, make_alter, make_reword
from evals.training.wordnet import Thesaurus
from tests.evals.training.fakes import write_wordnet


@pytest.fixture
def thesaurus(tmp_path: Path) -> Thesaurus:
    return Thesaurus(write_wordnet(tmp_path))


def test_a_share_of_the_questions_is_reworded_and_names_never(thesaurus: Thesaurus) -> None:
    reword, chance = make_reword(thesaurus), random.Random(0)
    asked = "Who rejected the Boats that spoke in Oslo"
    worded = [reword(asked, chance) for _ in range(400)]
    changed = {one for one in worded if one != asked}
    assert changed == {
        "Who refused the Boats that spoke in Oslo",
        "Who rejected the Boats that talked in Oslo",
        "Who refused the Boats that talked in Oslo",
    }
    assert sum(one != asked for one in worded) / 400 == pytest.approx(REWORDED_SHARE, abs=0.07)


def test_a_question_without_a_word_that_has_synonyms_is_left(thesaurus: Thesaurus) -> None:
    reword, chance = make_reword(thesaurus), random.Random(0)
    assert {reword("When was he in Oslo", chance) for _ in range(50)} == {"When was he in Oslo"}


def test_the_same_chance_gives_the_same_words(thesaurus: Thesaurus) -> None:
    reword = make_reword(thesaurus)
    first, second = ([reword("Who rejected the boats", random.Random(n)) for n in range(20)] for _ in range(2))
    assert first == second
    assert len(set(first)) > 2


def test_an_altered_question_asks_for_something_else_of_the_paragraph(thesaurus: Thesaurus) -> None:
    alter = make_alter(thesaurus)
    asked = "What was rejected by Ann Lee in 1912"
    sentences = ["The plan was rejected by Ann Lee in 1912.", "In 1950 the board praised Bob Cole."]
    altered = Counter(alter(asked, sentences, random.Random(n)) for n in range(300))
    assert altered["What was accepted by Ann Lee in 1912"] > 50
    assert altered["What was rejected by Bob Cole in 1912"] > 30
    assert altered["What was rejected by Ann Lee in 1950"] > 30
    negated = sum(count for one, count in altered.items() if one and ("not" in one or "n't" in one or "never" in one))
    assert 5 < negated < 60
    assert altered[asked] == 0


def test_a_question_that_gives_nothing_to_alter_is_left_out(thesaurus: Thesaurus) -> None:
    alter = make_alter(thesaurus)
    assert {alter("Who came", ["Ann came."], random.Random(n)) for n in range(30)} == {None}
