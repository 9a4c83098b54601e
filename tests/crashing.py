"""Processes that change a collection, to be killed; and what must hold whenever they were.

A change is numbered; its number decides what it does, so that the state before and after it is known.
"""

import multiprocessing
import os
from collections.abc import Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path

from corpus.schema import Article
from tests.fakes import Shelf, make

STORIES = 4


def fork_server() -> ForkServerContext:
    """Real processes, from one server that has imported what all of them need: a start takes milliseconds."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.crashing", "chromadb", "bm25s", "onnxruntime", "sentence_transformers"])
    return context


def article_after(change: int) -> Article:
    """The article that a change leaves: paragraphs of its own words."""
    text = "\n\n".join(f"Change {change} says w{change}x{k} here. It says v{change}x{k} too." for k in range(5))
    return make(text, f"story-{change % STORIES}")


def state_after(change: int) -> dict[str, str]:
    """The text of each article after all changes up to this one; -1 is the state before the first."""
    texts: dict[str, str] = {}
    for number in range(change + 1):
        article = article_after(number)
        if is_removal(number):
            texts.pop(article.article_id, None)
        else:
            texts[article.article_id] = article.text
    return texts


def is_removal(change: int) -> bool:
    return change % 5 == 4


def is_rebuild(change: int) -> bool:
    return change % 7 == 3


def keep_changing(folder: Path, first: int) -> None:
    """Make changes from `first` on, each noted in `begun` and, when it is whole, in `done`; never returns."""
    with Shelf(folder / "data") as shelf:
        for change in numbers_from(first):
            note(folder / "begun", change)
            with shelf.data.writing():
                make_change(shelf, change)
            note(folder / "done", change)


def make_change(shelf: Shelf, change: int) -> None:
    article = article_after(change)
    if not is_removal(change):
        shelf.library.add(article)
    elif article.article_id in shelf.library.ids():
        shelf.library.remove(article.article_id)
    if is_rebuild(change):
        shelf.indexer.rebuild(shelf.library)
    else:
        shelf.indexer.update(shelf.library)


def keep_reading(folder: Path) -> None:
    """Search again and again in one process, and note in `failures` what must never be; ends when `stop` is there."""
    with Shelf(folder / "data") as shelf:
        while not (folder / "stop").exists():
            try:
                check_search(shelf)
            except Exception as err:  # noqa: BLE001 - whatever it is, it is a failure of the test
                with (folder / "failures").open("a") as file:
                    file.write(f"{type(err).__name__}: {err}\n")
            else:
                note(folder / "read", 1)


def check_search(shelf: Shelf) -> None:
    """Every hit quotes some version of an article that was ever added."""
    for hit in shelf.retriever.search("What does the change say here?", top_k=20).items:
        passage = hit.passage
        change = int(passage.text.split()[1])
        assert passage.span.cut(article_after(change).text) == passage.text
        assert passage.article_id == f"story-{change % STORIES}"


def note(file: Path, change: int) -> None:
    with file.open("a") as stream:
        stream.write(f"{change}\n")


def last_note(file: Path) -> int:
    """The number noted last, or -1."""
    lines = file.read_text().split() if file.exists() else []
    return int(lines[-1]) if lines else -1


def numbers_from(first: int) -> Iterator[int]:
    while True:
        yield first
        first += 1


def run_as(task: str, folder: str, first: int) -> None:
    """What a child process runs; it leaves without the parent's clean-up."""
    if task == "change":
        keep_changing(Path(folder), first)
    else:
        keep_reading(Path(folder))
    os._exit(0)
