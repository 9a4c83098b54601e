from pathlib import Path

import pytest

from evals.errors import DatasetInvalid
from evals.training.wordnet import Thesaurus
from tests.evals.training.fakes import write_wordnet


@pytest.fixture
def thesaurus(tmp_path: Path) -> Thesaurus:
    return Thesaurus(write_wordnet(tmp_path))


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
    assert thesaurus.synonyms(word) == synonyms


@pytest.mark.parametrize(
    ("word", "opposites"),
    # Of the very word: "refuse" means the same, and has none of its own.
    [("reject", ("accept",)), ("rejected", ("accepted",)), ("accepting", ("rejecting",)), ("refuse", ()), ("boat", ())],
)
def test_a_word_has_its_opposites_in_its_own_form(thesaurus: Thesaurus, word: str, opposites: tuple[str, ...]) -> None:
    assert thesaurus.opposites(word) == opposites


@pytest.mark.parametrize("damage", ["missing", "other"])
def test_a_folder_without_wordnet_is_told(tmp_path: Path, damage: str) -> None:
    write_wordnet(tmp_path)
    if damage == "missing":
        (tmp_path / "data.noun").unlink()
    else:
        (tmp_path / "index.verb").write_text("what is this\n")
    with pytest.raises(DatasetInvalid, match="has not WordNet's files; give the folder with"):
        Thesaurus(tmp_path)
