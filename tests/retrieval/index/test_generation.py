import shutil
from pathlib import Path

import pytest

from retrieval.errors import IndexDamaged
from retrieval.index.generation import GenerationReader
from retrieval.index.manifest import read_manifest, write_manifest
from tests.fakes import Shelf, make

GRAIN = "Ships with grain left Odesa.\n\nThe harvest was late. It rained."
BOMB = "Russia spoke of a dirty bomb."


def reader_of(shelf: Shelf) -> GenerationReader:
    return GenerationReader(shelf.place, shelf.chroma, shelf.embeddings)


def test_before_the_first_generation_there_is_an_empty_one(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        generation = reader_of(shelf).current()
        assert (generation.manifest.generation, generation.passage_ids, len(generation.scope(None))) == (0, (), 0)


def test_rows_number_passages_and_sentences_in_the_order_of_the_articles(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"), make(BOMB, "bomb"))
        generation = reader_of(shelf).current()
        assert generation.passage_ids == ("bomb:0", "grain:0", "grain:1")
        assert generation.first_sentences.tolist() == [0, 1, 2, 4]
        assert generation.scope("grain").tolist() == [1, 2]
        assert generation.scope(None).tolist() == [0, 1, 2]
        assert generation.scope("unknown").tolist() == []


def test_the_same_generation_is_handed_out_until_the_next_is_published(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        reader = reader_of(shelf)
        first = reader.current()
        assert reader.current() is first
        shelf.add(make(BOMB, "bomb"))
        assert reader.current().passage_ids == ("bomb:0", "grain:0", "grain:1")


def test_what_only_the_next_writer_needs_is_no_new_generation(tmp_path: Path) -> None:
    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        reader = reader_of(shelf)
        first = reader.current()
        shelf.library.add(make(BOMB, "bomb"))
        with pytest.raises(KeyboardInterrupt):
            shelf.indexer.update(shelf.library, interrupt)
        assert reader.current() is first


def test_a_failed_search_may_be_tried_again_once(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        reader = reader_of(shelf)
        reader.current()
        assert reader.try_again()
        assert not reader.try_again()
        shelf.add(make(BOMB, "bomb"))
        assert reader.try_again()


def test_words_of_another_generation_are_refused(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        shelf.add(make(BOMB, "bomb"))
        manifest = read_manifest(shelf.place.folder)
        write_manifest(shelf.place.folder, type(manifest)(**{**_fields(manifest), "articles": manifest.articles[:1]}))
        with pytest.raises(IndexDamaged, match=r"its word index is not of this generation.*footnote index --rebuild"):
            reader_of(shelf).current()


def test_a_lost_folder_of_words_is_reported(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        shutil.rmtree(shelf.place.folder / "words-1")
        with pytest.raises(IndexDamaged, match="its word index cannot be read"):
            reader_of(shelf).current()


def _fields(manifest: object) -> dict[str, object]:
    return {name: getattr(manifest, name) for name in manifest.__slots__}  # type: ignore[attr-defined]
