"""Collections beside the default one: how they begin, and how they are deleted."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.articles import ArticleSource, make_article
from retrieval.build import Footnote
from retrieval.errors import CollectionEmpty, CollectionKept
from retrieval.index.chroma import Chroma
from retrieval.index.deletion import delete_collection
from retrieval.schema import Answer, Ask, Conversation
from retrieval.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
STORY = "Captain Ilse Brandt said on Tuesday that the ship Marigold carries maize. The harbour was calm."
QUESTION = "Who is the captain of the Marigold?"
DEFAULT_ROWS = ["default-1-passages", "default-1-sentences"]


@pytest.fixture
def footnote(data_dir: Path) -> Iterator[Footnote]:
    with Footnote(Settings(data_dir=data_dir, _env_file=None)) as opened:  # type: ignore[call-arg]
        yield opened


def add(footnote: Footnote, collection: str, text: str = STORY) -> None:
    with footnote.data.writing():
        footnote.library(collection).add(make_article(ArticleSource("story.txt", text, "story")))
    footnote.update_index(collection)


def ask(footnote: Footnote, collection: str, question: str = QUESTION) -> str:
    reply = footnote.chain().answer(Ask(question, Conversation(), collection))
    return reply.text if isinstance(reply, Answer) else ""


def rows(footnote: Footnote) -> list[str]:
    with footnote.chroma.working() as client:
        return sorted(one.name.split("-", 2)[2] for one in client.api.list_collections())


def test_a_collection_that_is_opened_begins_with_the_articles_that_come_with_footnote(footnote: Footnote) -> None:
    assert footnote.open_collection("server-5").ids() == ("russia-dirty-bomb-claims",)
    assert footnote.library("server-6").ids() == ()


def test_an_article_that_was_removed_does_not_come_back(footnote: Footnote) -> None:
    library = footnote.open_collection("server-5")
    with footnote.data.writing():
        library.remove("russia-dirty-bomb-claims")
    assert footnote.open_collection("server-5").ids() == ()


def test_collections_do_not_see_each_other(footnote: Footnote) -> None:
    add(footnote, "server-1")
    add(footnote, "server-12", STORY.replace("Ilse Brandt", "Otto Stahl"))
    assert "Ilse Brandt" in ask(footnote, "server-1")
    assert "Otto Stahl" in ask(footnote, "server-12")
    assert "captain" not in ask(footnote, "default").lower()


def test_a_deleted_collection_is_gone_and_others_are_not(footnote: Footnote) -> None:
    for name in ("server-1", "server-12"):
        add(footnote, name)
    assert ask(footnote, "server-1")
    footnote.delete_collection("server-1")
    assert footnote.data.collections() == ("default", "server-12")
    assert rows(footnote) == [*DEFAULT_ROWS, "server-12-1-passages", "server-12-1-sentences"]
    assert not list((footnote.data.path / "deleted").iterdir())
    assert "Ilse Brandt" in ask(footnote, "server-12")


def test_who_has_it_open_is_told_that_there_is_nothing(footnote: Footnote) -> None:
    add(footnote, "server-1")
    source = footnote.source("server-1")
    with Footnote(footnote.settings) as other:
        other.delete_collection("server-1")
    assert source.retriever.search(QUESTION, top_k=3).items == ()
    with pytest.raises(CollectionEmpty):
        ask(footnote, "server-1")


def test_the_same_name_begins_anew(footnote: Footnote) -> None:
    add(footnote, "server-1")
    footnote.delete_collection("server-1")
    add(footnote, "server-1", STORY.replace("Ilse Brandt", "Otto Stahl"))
    assert "Otto Stahl" in ask(footnote, "server-1")
    assert "Ilse Brandt" not in ask(footnote, "server-1")


@pytest.mark.parametrize("begin", [lambda _: None, lambda footnote: footnote.open_collection("server-1")])
def test_what_never_was_or_was_never_indexed_can_be_deleted(
    footnote: Footnote, begin: Callable[[Footnote], object]
) -> None:
    begin(footnote)
    footnote.delete_collection("server-1")
    footnote.delete_collection("server-1")
    assert footnote.data.collections() == ("default",)


def test_the_default_collection_stays(footnote: Footnote) -> None:
    with pytest.raises(CollectionKept, match="the collection 'default' stays; remove its articles one by one"):
        footnote.delete_collection("default")


class KilledInTheMiddle(Exception):
    pass


class DyingChroma(Chroma):
    """Dies when rows are to be deleted, as a process that is killed then."""

    def delete_unused_files(self) -> None:
        raise KilledInTheMiddle


def test_a_deletion_that_was_killed_is_completed_by_the_next(footnote: Footnote) -> None:
    add(footnote, "server-1")
    dying = DyingChroma.__new__(DyingChroma)
    dying.__dict__ = footnote.chroma.__dict__
    with footnote.data.writing(), pytest.raises(KilledInTheMiddle):
        delete_collection(footnote.data, dying, "server-1")
    assert footnote.data.collections() == ("default",)
    assert list((footnote.data.path / "deleted").iterdir())
    footnote.delete_collection("server-1")
    assert not list((footnote.data.path / "deleted").iterdir())
    assert rows(footnote) == DEFAULT_ROWS


def test_two_processes_that_open_one_make_it_once(data_dir: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from retrieval.build import Footnote; "
        "from retrieval.settings import Settings\n"
        "with Footnote(Settings(data_dir=Path(sys.argv[1]), _env_file=None)) as footnote:\n"
        "    print(footnote.open_collection('server-5').ids())"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", script, str(data_dir)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [process.communicate()[0] for process in processes] == ["('russia-dirty-bomb-claims',)\n"] * 2


def test_a_deletion_that_was_killed_is_completed_when_the_name_is_used_anew(footnote: Footnote) -> None:
    add(footnote, "server-1")
    footnote.update_index("server-1", rebuild=True)
    (footnote.data.path / "deleted").mkdir()
    (footnote.data.path / "collections" / "server-1").rename(footnote.data.path / "deleted" / "server-1")
    add(footnote, "server-1", STORY.replace("Ilse Brandt", "Otto Stahl"))
    assert not list((footnote.data.path / "deleted").iterdir())
    assert rows(footnote) == [*DEFAULT_ROWS, "server-1-1-passages", "server-1-1-sentences"]
    assert "Otto Stahl" in ask(footnote, "server-1")


def test_names_are_those_of_the_collection_that_was_made_anew_elsewhere(footnote: Footnote) -> None:
    add(footnote, "server-1")
    search = footnote.source("server-1").retriever.search
    assert search("What did Brandt say?", top_k=1, article_id="story").unmentioned == ()
    with Footnote(footnote.settings) as other:
        other.delete_collection("server-1")
        add(other, "server-1", STORY.replace("Ilse Brandt", "Otto Stahl"))
    assert search("What did Brandt say?", top_k=1, article_id="story").unmentioned == ("Brandt",)
