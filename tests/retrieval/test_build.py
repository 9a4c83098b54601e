import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from corpus.library import Library
from retrieval.build import Footnote
from retrieval.errors import CollectionEmpty, IndexDamaged, IndexStale, ModelUnavailable, ModelUnusable
from retrieval.schema import Abstention, Answer, Ask, Conversation
from retrieval.settings import Settings
from retrieval.trained.shipped import READER
from tests.fakes import make
from tests.tiny_models import make_tiny_model
from tests.tiny_reader import ANSWERS, ship_reader, write_sums

GRAIN = "Ships with grain left Odesa on Monday. Nobody stopped them.\n\nFarmers blamed the rain for the late harvest."


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def settings(tiny: Path, tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", embedding_model=str(tiny), answer_threshold=0.0, _env_file=None)


@pytest.fixture
def indexed(settings: Settings) -> Iterator[Settings]:
    with Footnote(settings) as footnote:
        add(footnote, "desk")
    yield settings


def add(footnote: Footnote, collection: str) -> None:
    with footnote.data.writing():
        footnote.library(collection).add(make(GRAIN, "grain"))
    footnote.update_index(collection)


def ask(footnote: Footnote, question: str = "What left Odesa?", collection: str = "desk") -> Answer:
    reply = footnote.chain().answer(Ask(question, Conversation(), collection=collection, top_k=3))
    assert isinstance(reply, Answer)
    return reply


def test_the_default_collection_begins_with_the_shipped_articles_and_stays_empty_once_emptied(
    settings: Settings,
) -> None:
    with Footnote(settings) as footnote:
        shipped = footnote.library().ids()
        with footnote.data.writing():
            for article_id in shipped:
                footnote.library().remove(article_id)
    with Footnote(settings) as footnote:
        assert footnote.library().ids() == ()


def test_an_index_that_was_brought_up_to_date_is_current(settings: Settings) -> None:
    with Footnote(settings) as footnote:
        assert not footnote.is_current("desk")
        add(footnote, "desk")
        assert footnote.is_current("desk")
        assert ask(footnote).citations[0].quote == "Ships with grain left Odesa on Monday."
        assert footnote.provenance("desk").index.startswith("1@")


def test_a_deleted_chroma_is_not_current_and_is_filled_by_an_update(indexed: Settings) -> None:
    shutil.rmtree(indexed.data_dir / "chroma")
    with Footnote(indexed) as footnote:
        assert not footnote.is_current("desk")
        footnote.update_index("desk")
        assert ask(footnote).citations


def break_database(chroma: Path) -> None:
    file = chroma / "chroma.sqlite3"
    file.write_bytes(b"this is no database " * (file.stat().st_size // 20))


def cut_database(chroma: Path) -> None:
    file = chroma / "chroma.sqlite3"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 3])


@pytest.mark.parametrize("damage", [break_database, cut_database])
def test_a_corrupt_chroma_is_reported_and_the_remedy_works(indexed: Settings, damage: Callable[[Path], None]) -> None:
    damage(indexed.data_dir / "chroma")
    with pytest.raises(IndexDamaged, match="footnote index --rebuild"), Footnote(indexed) as footnote:
        ask(footnote)
    with Footnote(indexed) as footnote:
        footnote.update_index("desk", rebuild=True)
        assert ask(footnote).citations
    with Footnote(indexed) as footnote:
        assert footnote.is_current("desk")


def test_other_collections_are_filled_again_after_chroma_was_replaced(indexed: Settings) -> None:
    with Footnote(indexed) as footnote:
        add(footnote, "other")
    break_database(indexed.data_dir / "chroma")
    with Footnote(indexed) as footnote:
        footnote.update_index("desk", rebuild=True)
        assert not footnote.is_current("other")
        footnote.update_index("other")
        assert ask(footnote, collection="other").citations


@pytest.fixture
def trained(tmp_path: Path) -> Path:
    """A folder of trained models, with a reader that finds ships."""
    return ship_reader(tmp_path / "trained", {"ships": ANSWERS})


def test_the_trained_reader_answers_and_is_opened_once(indexed: Settings, trained: Path) -> None:
    with Footnote(indexed, trained=trained) as footnote:
        answer = ask(footnote)
        assert (answer.reader, answer.text) == ("span", "Ships with grain left Odesa on Monday. [1]")
        assert [one.span.cut(GRAIN) for one in answer.highlights] == ["Ships"]
        assert footnote.reader() is footnote.reader()


def lose_reader(trained: Path) -> None:
    (trained / READER).unlink()


def change_reader(trained: Path) -> None:
    (trained / READER).write_bytes(b"another")


def break_reader(trained: Path) -> None:
    change_reader(trained)
    write_sums(trained)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lose_reader, "the file reader.onnx cannot be read (No such file or directory)"),
        (change_reader, "the file reader.onnx is not the one that was shipped"),
        (break_reader, "the reader's model cannot be run"),
    ],
)
@pytest.mark.parametrize("reader", ["span", "chat"])
def test_a_reader_that_cannot_be_used_is_one_sentence_and_nothing_else_answers(
    indexed: Settings, trained: Path, harm: Callable[[Path], None], told: str, reader: str
) -> None:
    harm(trained)
    chosen = indexed.model_copy(update={"reader": reader, "chat_model": "openai:test-model"})
    with Footnote(chosen, trained=trained) as footnote:
        for use in (footnote.warm_up, footnote.reader, footnote.chain):
            with pytest.raises(ModelUnusable) as raised:
                use()
            assert str(raised.value) == f"{told}; install Footnote again to mend it"


def test_the_threshold_of_the_settings_is_the_readers(indexed: Settings, trained: Path) -> None:
    sure = indexed.model_copy(update={"answer_threshold": 1.0})
    with Footnote(sure, trained=trained) as footnote:
        asked = Ask("What left Odesa?", Conversation(), collection="desk", top_k=3)
        assert isinstance(footnote.chain().answer(asked), Abstention)


def test_a_deleted_model_export_is_made_again_and_the_index_stays(indexed: Settings) -> None:
    shutil.rmtree(indexed.data_dir / "models")
    told: list[str] = []
    with Footnote(indexed, announce=told.append) as footnote:
        assert footnote.is_current("desk")
        assert ask(footnote).citations
    assert len(told) == 1


def test_another_model_is_refused_and_taken_by_a_rebuild(indexed: Settings, tmp_path: Path) -> None:
    other = indexed.model_copy(update={"embedding_model": str(make_tiny_model(tmp_path / "other", prompts=True))})
    with Footnote(other) as footnote:
        with pytest.raises(IndexStale, match="footnote index --rebuild"):
            ask(footnote)
        with pytest.raises(IndexStale, match="footnote index --rebuild"):
            footnote.update_index("desk")
        footnote.update_index("desk", rebuild=True)
        assert ask(footnote).citations


def test_a_missing_model_is_reported_by_warming_up_and_nothing_is_printed(
    indexed: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    missing = indexed.model_copy(update={"embedding_model": "/no/such/model"})
    with Footnote(missing) as footnote, pytest.raises(ModelUnavailable, match="'/no/such/model'"):
        footnote.warm_up()
    assert "Traceback" not in capfd.readouterr().err


def test_threads_share_one_model_one_chroma_and_one_library(indexed: Settings) -> None:
    with Footnote(indexed) as footnote:
        seen: list[tuple[int, int, int, int]] = []

        def look() -> None:
            source, library = footnote.source("desk"), footnote.library("desk")
            seen.append((id(footnote.embeddings), id(footnote.chroma), id(library), id(source)))

        threads = [Thread(target=look) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(seen) == 8
    assert len(set(seen)) == 1


def test_questions_are_answered_in_threads_while_articles_come_and_go(indexed: Settings) -> None:
    failures: list[BaseException] = []

    def keep_asking(footnote: Footnote) -> None:
        try:
            for _ in range(10):
                assert ask(footnote).citations[0].quote in GRAIN
        except BaseException as err:  # noqa: BLE001 - a thread's failure is the test's
            failures.append(err)

    with Footnote(indexed) as footnote:
        threads = [Thread(target=keep_asking, args=(footnote,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        library: Library = footnote.library("desk")
        for k in range(4):
            with footnote.data.writing():
                library.add(make(f"Story {k} is about something else.", "other"))
            footnote.update_index("desk", rebuild=k == 2)
        for thread in threads:
            thread.join()
    assert failures == []


def test_two_collections_never_see_each_others_articles(settings: Settings) -> None:
    """The same id in both; searched, asked, and claims checked beside the whole of each."""
    other = GRAIN.replace("grain", "coal").replace("Odesa", "Gdansk")
    with Footnote(settings) as footnote:
        add(footnote, "server-1")
        with footnote.data.writing():
            footnote.library("server-12").add(make(other, "grain"))
        footnote.update_index("server-12")
        for name, own, foreign in (("server-1", GRAIN, "coal"), ("server-12", other, "grain")):
            hits = footnote.source(name).retriever.search(f"What {foreign} left?", top_k=50)
            assert (
                "\n\n".join(hit.passage.text for hit in sorted(hits.items, key=lambda hit: hit.passage.ordinal)) == own
            )
            assert all(citation.quote in own for citation in ask(footnote, "What left?", name).citations)
            said = own.partition(".")[0] + "."
            verdict = footnote.claim_checker(name).check_claim(said, hits)
            assert [quote.quote for quote in verdict.quotes] == [said]
            of_the_other = footnote.claim_checker(name).check_claim(said.replace("Ships", foreign), hits)
            assert all(quote.quote in own for quote in of_the_other.quotes)


def test_threads_that_open_a_new_collection_at_once_all_get_it(settings: Settings) -> None:
    seen: list[tuple[str, ...]] = []
    with Footnote(settings) as footnote:
        threads = [Thread(target=lambda: seen.append(footnote.open_collection("server-1").ids())) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert seen == [("russia-dirty-bomb-claims",)] * 4


def test_threads_that_ask_while_their_collection_is_deleted_are_told_so(settings: Settings) -> None:
    failures: list[BaseException] = []

    def keep_asking(footnote: Footnote) -> None:
        asked = Ask("What left Odesa?", Conversation(), collection="desk", top_k=3)
        while not stop.is_set():
            try:
                footnote.chain().answer(asked)
            except CollectionEmpty:
                told.set()
            except BaseException as err:  # noqa: BLE001 - a thread's failure is the test's
                failures.append(err)
                return

    stop, told = Event(), Event()
    with Footnote(settings) as footnote:
        add(footnote, "desk")
        threads = [Thread(target=keep_asking, args=(footnote,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(4):
            footnote.delete_collection("desk")
            add(footnote, "desk")
        assert ask(footnote).citations
        footnote.delete_collection("desk")
        assert told.wait(5)
        stop.set()
        for thread in threads:
            thread.join()
    assert failures == []
