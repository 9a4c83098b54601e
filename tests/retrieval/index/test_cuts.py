from pathlib import Path

import numpy as np
import pytest

from corpus.library import shipped_files
from corpus.passages import split_passages
from retrieval.index.cuts import Cuts
from retrieval.index.generation import GenerationReader
from retrieval.lexical import LexicalIndexBroken
from tests.fakes import Shelf, make

HEADED = (
    "An opening paragraph says this.\n\nWhat happened in Odesa\n\nShips left the port. It was late.\n\nNobody saw it."
)


def test_passages_are_cut_as_splitting_cuts_them(tmp_path: Path) -> None:
    long = " ".join(f"Sentence number {k} has some words in it." for k in range(60))
    texts = [HEADED, long, *(file.read_text(encoding="utf-8").split("---")[-1] for file in shipped_files())]
    with Shelf(tmp_path) as shelf:
        shelf.add(*(make(text, f"story-{k}") for k, text in enumerate(texts)))
        generation = GenerationReader(shelf.place, shelf.chroma, shelf.embeddings).current()
        for article in shelf.library:
            cut = tuple(generation.passage(article, int(row)) for row in generation.scope(article.article_id))
            assert cut == split_passages(article)


def test_cuts_come_back_as_they_were_saved(tmp_path: Path) -> None:
    cuts = Cuts.of(split_passages(make(HEADED)))
    cuts.save(tmp_path)
    loaded = Cuts.load(tmp_path)
    assert np.array_equal(loaded.spans, cuts.spans)
    assert loaded.headings == cuts.headings == (None, "What happened in Odesa", "What happened in Odesa")


@pytest.mark.parametrize("name", ["spans.npy", "headings.json"])
@pytest.mark.parametrize("content", [None, b"", b"{}", b"\x93NUMPY\x01\x00rubbish"])
def test_damaged_cuts_are_noticed(tmp_path: Path, name: str, content: bytes | None) -> None:
    Cuts.of(split_passages(make(HEADED))).save(tmp_path)
    file = tmp_path / name
    file.unlink() if content is None else file.write_bytes(content)
    with pytest.raises(LexicalIndexBroken, match="has no readable cuts"):
        Cuts.load(tmp_path)


def test_nothing_has_no_cuts() -> None:
    assert Cuts.of([]).spans.shape == (0, 2)
