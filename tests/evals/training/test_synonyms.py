import random
from pathlib import Path

import pytest

from evals.errors import DatasetInvalid
from evals.training.synonyms import REWORDED_SHARE, Thesaurus, make_reword

LICENCE = "  1 This software and database is being provided to you, the LICENSEE\n"
FILES = {
    "data.verb": (
        '00000001 29 v 04 reject 0 refuse 0 turn_down 0 spurn 0 001 @ 00000003 v 0000 01 + 08 00 | say no to; "no"\n'
        "00000002 29 v 02 dismiss 0 discard 0 000 01 + 08 00 | put away\n"
        "00000003 29 v 01 judge 0 000 00 | form an opinion\n"
        "00000004 29 v 02 speak 0 talk 0 000 00 | exchange thoughts\n"
    ),
    "index.verb": (
        "reject v 2 1 @ 2 2 00000001 00000002\n"
        "refuse v 1 0 1 1 00000001\n"
        "speak v 1 0 1 1 00000004\n"
        "talk v 1 0 1 1 00000004\n"
    ),
    "data.noun": "00000009 06 n 02 boat 0 vessel 0 000 | a craft\n00000010 15 n 02 oslo 0 Kristiania 0 000 | a city\n",
    "index.noun": "boat n 1 0 1 1 00000009\noslo n 1 0 1 1 00000010\ntalk n 1 0 1 1 00000009\n",
    "data.adj": "",
    "index.adj": "",
    "data.adv": "",
    "index.adv": "",
    "cntlist.rev": (
        "boat%1:06:00:: 1 9\noslo%1:15:00:: 1 5\nkristiania%1:15:00:: 1 5\nrefuse%2:32:00:: 1 4\nreject%2:32:00:: 1 8\n"
        "speak%2:32:00:: 1 90\nspurn%2:32:00:: 1 1\ntalk%1:10:00:: 1 3\ntalk%2:32:00:: 1 70\nvessel%1:06:00:: 1 6\n"
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, lines in FILES.items():
        (tmp_path / name).write_text(lines if name == "cntlist.rev" else LICENCE + lines)
    return tmp_path


@pytest.fixture
def thesaurus(folder: Path) -> Thesaurus:
    return Thesaurus(folder)


@pytest.mark.parametrize(
    ("word", "synonyms"),
    [
        # Neither the rare one, nor two words, nor what its second sense has, nor what is more general.
        ("reject", ("refuse",)),
        ("rejected", ("refused",)),
        ("rejecting", ("refusing",)),
        ("boats", ("vessels",)),
        ("spoke", ("talked",)),
        # More often a verb than a noun, and irregular.
        ("talked", ("spoke",)),
        # A name.
        ("oslo", ()),
        ("unheard", ()),
        ("when", ()),
    ],
)
def test_a_word_has_the_usual_synonyms_in_its_own_form(
    thesaurus: Thesaurus, word: str, synonyms: tuple[str, ...]
) -> None:
    assert thesaurus.look_up(word) == synonyms


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


@pytest.mark.parametrize("damage", ["missing", "other"])
def test_a_folder_without_wordnet_is_told(folder: Path, damage: str) -> None:
    if damage == "missing":
        (folder / "data.noun").unlink()
    else:
        (folder / "index.verb").write_text("what is this\n")
    with pytest.raises(DatasetInvalid, match="has not WordNet's files; give the folder with"):
        Thesaurus(folder)
