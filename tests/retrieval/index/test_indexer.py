import shutil
from pathlib import Path

import pytest

from corpus.articles import ArticleSource, make_article
from corpus.passages import split_passages
from corpus.schema import FurnitureMarks
from retrieval.errors import IndexDamaged, IndexStale
from retrieval.index.ledger import LEDGER_FILE, read_ledger
from retrieval.index.manifest import MANIFEST_FILE, read_manifest
from retrieval.index.place import TEXT_VERSION, has_rows, indexed_text, is_current
from retrieval.lexical import stem_terms
from retrieval.names import Vocabulary
from tests.fakes import Shelf, fake_embeddings, make

GRAIN = "Ships with grain left Odesa.\n\nThe harvest was late."
BOMB = "Russia spoke of a dirty bomb. The allies rejected it."


def test_an_index_holds_a_row_for_each_passage_and_each_sentence(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        report = shelf.add(make(GRAIN, "grain"), make(BOMB, "bomb"))
        assert (report.added, report.removed, report.unchanged, report.passages) == (("bomb", "grain"), (), 0, 3)
        assert shelf.row_counts() == (3, 4)


def test_an_unchanged_article_is_never_embedded_again(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        shelf.encoder.encoded.clear()
        report = shelf.add(make(BOMB, "bomb"))
        assert sorted(shelf.encoder.encoded) == [
            "Russia spoke of a dirty bomb.",
            "Russia spoke of a dirty bomb. The allies rejected it.",
            "The allies rejected it.",
        ]
        assert (report.added, report.unchanged) == (("bomb",), 1)


def test_a_second_update_embeds_and_publishes_nothing(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        shelf.encoder.encoded.clear()
        before = read_manifest(shelf.place.folder)
        report = shelf.update()
        assert shelf.encoder.encoded == []
        assert read_manifest(shelf.place.folder) == before
        assert (report.added, report.unchanged) == ((), 1)


def test_a_replaced_article_leaves_no_old_rows_and_no_old_words(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "story"))
        shelf.add(make(BOMB, "story"))
        assert shelf.row_counts() == (1, 2)
        assert shelf.search("grain Odesa harvest") == [BOMB]
        assert len(read_ledger(shelf.place.folder).stored) == 1


def test_a_changed_title_embeds_nothing_anew(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        shelf.encoder.encoded.clear()
        shelf.add(make(GRAIN, "grain", title="The grain deal"))
        assert shelf.encoder.encoded == []


def test_a_removed_article_is_not_found_any_more(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"), make(BOMB, "bomb"))
        shelf.library.remove("grain")
        report = shelf.update()
        assert report.removed == ("grain",)
        assert shelf.search("grain") == [BOMB]
        assert shelf.row_counts() == (1, 2)


def test_the_last_article_can_be_removed(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        shelf.library.remove("grain")
        shelf.update()
        assert shelf.search("grain") == []
        assert shelf.row_counts() == (0, 0)


def test_two_collections_do_not_see_each_other(tmp_path: Path) -> None:
    with Shelf(tmp_path, "one") as one, Shelf(tmp_path, "one-1") as other:
        one.add(make(GRAIN, "story"))
        other.add(make(BOMB, "story"))
        assert one.search("dirty bomb") == ["Ships with grain left Odesa.", "The harvest was late."]
        assert other.search("grain harvest") == [BOMB]
        one.rebuild()
        assert other.search("bomb") == [BOMB]


def test_furniture_is_never_indexed(tmp_path: Path) -> None:
    marks = FurnitureMarks(furniture=("The harvest was late.",))
    article = make_article(ArticleSource("x.txt", GRAIN, "grain", marks=marks))
    with Shelf(tmp_path) as shelf:
        shelf.add(article)
        assert shelf.encoder.encoded == ["Ships with grain left Odesa."] * 2
        assert shelf.search("harvest late") == ["Ships with grain left Odesa."]


def test_a_heading_lends_its_words_to_the_passages_below_it() -> None:
    text = "An opening paragraph says this.\n\nWhat happened in Odesa\n\nShips left the port on Monday morning."
    passages = split_passages(make(text))
    assert indexed_text(passages[-1]) == "What happened in Odesa\nShips left the port on Monday morning."


def test_an_index_of_another_model_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
    with Shelf(tmp_path, embeddings=fake_embeddings("other-model", "other0000000")) as other:
        expected = (
            "the index was built with 'word-hash', the settings ask for 'other-model'; run \"footnote index --rebuild\""
        )
        with pytest.raises(IndexStale) as updating:
            other.update()
        with pytest.raises(IndexStale) as searching:
            other.search("grain")
        assert str(updating.value) == str(searching.value) == expected


def test_other_files_of_the_same_model_are_told_by_their_fingerprint(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
    with (
        Shelf(tmp_path, embeddings=fake_embeddings("word-hash", "other0000000")) as other,
        pytest.raises(IndexStale, match=r"built with 'word-hash \(fake00000000\)'.*'word-hash \(other0000000\)'"),
    ):
        other.update()


def test_a_rebuild_takes_the_new_model_and_leaves_nothing_of_the_old(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
    with Shelf(tmp_path, embeddings=fake_embeddings("other-model", "other0000000")) as other:
        report = other.rebuild()
        assert (report.added, report.passages) == (("grain",), 2)
        assert other.search("harvest", top_k=1) == ["The harvest was late."]
        name = other.place.rows_name
        assert other.chroma_collections() == [f"{name}-2-passages", f"{name}-2-sentences"]


def test_a_reader_sees_the_old_index_until_the_rebuilt_one_is_whole(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        seen: list[list[str]] = []
        shelf.indexer.rebuild(shelf.library, lambda _done, _total: seen.append(shelf.search("harvest", top_k=1)))
        assert seen == [["The harvest was late."]]


def test_an_interrupted_rebuild_is_completed_by_the_next_update(tmp_path: Path) -> None:
    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        with pytest.raises(KeyboardInterrupt):
            shelf.indexer.rebuild(shelf.library, interrupt)
        assert shelf.search("harvest", top_k=1) == ["The harvest was late."]
        assert shelf.update().added == ("grain",)
        assert shelf.row_counts() == (2, 2)
        assert len(shelf.chroma_collections()) == 2


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 2}', '{"format": 99}', '{"format": 2, "articles": 5}'])
def test_a_corrupt_manifest_costs_no_embedding(tmp_path: Path, content: str) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        shelf.encoder.encoded.clear()
        (shelf.place.folder / MANIFEST_FILE).write_text(content)
        assert not is_current(read_manifest(shelf.place.folder), shelf.library)
        assert shelf.update().added == ("grain",)
        assert shelf.encoder.encoded == []
        assert shelf.search("harvest", top_k=1) == ["The harvest was late."]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 1}', '{"format": 99}'])
def test_a_corrupt_ledger_leaves_no_surplus_rows(tmp_path: Path, content: str) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        (shelf.place.folder / LEDGER_FILE).write_text(content)
        shelf.add(make(BOMB, "bomb"))
        assert shelf.row_counts() == (3, 4)
        assert len(shelf.chroma_collections()) == 2


def test_manifest_and_ledger_lost_together_are_made_again(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"), make(BOMB, "bomb"))
        for name in (MANIFEST_FILE, LEDGER_FILE):
            (shelf.place.folder / name).unlink()
        shelf.library.remove("bomb")
        shelf.update()
        assert shelf.row_counts() == (2, 2)
        assert shelf.search("harvest", top_k=1) == ["The harvest was late."]


def test_a_deleted_chroma_is_noticed_and_filled_again(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
    shutil.rmtree(tmp_path / "chroma")
    with Shelf(tmp_path) as shelf:
        assert not has_rows(read_manifest(shelf.place.folder), shelf.place, shelf.chroma)
        with pytest.raises(IndexDamaged, match=r"lacks vectors that it should hold.*footnote index --rebuild"):
            shelf.search("grain")
        shelf.update()
        assert shelf.search("harvest", top_k=1) == ["The harvest was late."]


def test_rows_deleted_behind_its_back_are_stored_again(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"), make(BOMB, "bomb"))
        version = read_manifest(shelf.place.folder).articles[0].version
        shelf.place.store(shelf.chroma, 1).delete_version("bomb", version)
        shelf.update()
        assert shelf.row_counts() == (3, 4)


@pytest.mark.parametrize("name", ["passages/lexical.npz", "sentences/lexical.npz", "vocabulary.json"])
@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04rubbish"])
def test_damaged_words_are_reported_with_the_remedy(tmp_path: Path, name: str, content: bytes | None) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        file = shelf.place.folder / "words-1" / name
        file.unlink() if content is None else file.write_bytes(content)
        with pytest.raises(IndexDamaged, match=r"its word index cannot be read.*footnote index --rebuild"):
            shelf.search("grain")
        shelf.rebuild()
        assert shelf.search("harvest", top_k=1) == ["The harvest was late."]


def test_words_are_made_again_when_their_rules_changed_and_nothing_is_embedded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        shelf.encoder.encoded.clear()
        monkeypatch.setattr("retrieval.index.place.TEXT_VERSION", TEXT_VERSION + 1)
        monkeypatch.setattr("retrieval.index.indexer.TEXT_VERSION", TEXT_VERSION + 1)
        assert not is_current(read_manifest(shelf.place.folder), shelf.library)
        shelf.update()
        assert is_current(read_manifest(shelf.place.folder), shelf.library)
        assert shelf.encoder.encoded == []


def test_the_rules_of_words_are_those_of_the_text_version() -> None:
    # When this fails: raise TEXT_VERSION, so that words made by the old rules are made again, and state the new.
    text = "The U.S.’s General Gerasimov spoke of 1,000 dirty bombs; Türkiye’s defence-ministry men denied it."
    vocabulary = Vocabulary.from_texts([text])
    assert TEXT_VERSION == 1
    assert stem_terms(text) == (
        ["usa", "general", "gerasimov", "speak", "1000", "dirti", "bomb", "turkiy", "defenc", "ministri", "man", "deni"]
    )
    assert sorted(vocabulary.capitalised) == ["general", "gerasimov", "turkiye"]
    assert sorted(vocabulary.acronyms) == ["US"]


def test_an_index_is_current_without_reading_articles_that_were_not_touched(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        file = shelf.library.folder / "articles" / "grain.json"
        assert is_current(read_manifest(shelf.place.folder), shelf.library)
        shelf.library.add(make(BOMB, "grain"))
        assert not is_current(read_manifest(shelf.place.folder), shelf.library)
        shelf.library.add(make(GRAIN, "grain"))
        assert is_current(read_manifest(shelf.place.folder), shelf.library)
        file.unlink()
        assert not is_current(read_manifest(shelf.place.folder), shelf.library)


def test_progress_counts_the_passages_that_are_stored(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        shelf.library.add(make("\n\n".join(f"Paragraph {k} stands here." for k in range(300)), "long"))
        told: list[tuple[int, int]] = []
        shelf.indexer.update(shelf.library, lambda done, total: told.append((done, total)))
        assert told == [(256, 300), (300, 300)]


def test_many_short_articles_are_noted_and_embedded_together(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        for k in range(300):
            shelf.library.add(make(f"Story {k} is short.", f"story-{k}"))
        told: list[tuple[int, int]] = []
        shelf.indexer.update(shelf.library, lambda done, total: told.append((done, total)))
        assert told == [(256, 300), (300, 300)]


def test_files_of_deleted_chroma_collections_go(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        before = len(list((tmp_path / "chroma").iterdir()))
        for _ in range(3):
            shelf.rebuild()
        assert len(list((tmp_path / "chroma").iterdir())) == before


def test_what_a_killed_write_left_is_swept(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        left = [shelf.place.folder / ".manifest.json-abcd1234", shelf.place.folder / "words-77"]
        left[0].write_text("{")
        left[1].mkdir()
        shelf.add(make(BOMB, "bomb"))
        assert not any(path.exists() for path in left)
