import json
from pathlib import Path

import pytest

from tests.cli import Cli

STORY = (
    "The harbour of Port Elsin was closed on Friday after a crane fell into the water.\n\n"
    "Harbour master Ines Okafor said nobody was hurt. “We were lucky,” she told reporters.\n\n"
    "Read more: The cranes of the north\n\n"
    "The crane, built in 1974, weighed 300 tonnes and had been inspected in May.\n"
)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_an_added_article_is_answered_from_at_once(cli: Cli, story: Path) -> None:
    run = cli("add", str(story))
    assert (run.code, run.out) == (0, "Added harbour: 3 passages.\n")
    record = json.loads(cli("ask", "How heavy was the crane?", "--json", "--article", "harbour").out)
    assert record["citations"][0]["quote"] == (
        "The crane, built in 1974, weighed 300 tonnes and had been inspected in May."
    )


def test_the_same_content_twice_is_a_no_op_that_says_so(cli: Cli, story: Path, tmp_path: Path) -> None:
    cli("add", str(story))
    assert cli("add", str(story)).out == "Nothing to do: harbour holds this text already.\n"
    other = tmp_path / "other.txt"
    other.write_text(STORY, encoding="utf-8")
    assert cli("add", str(other)).out == "Nothing to do: harbour holds this text already.\n"


def test_changed_content_replaces_what_the_id_held(cli: Cli, story: Path) -> None:
    cli("add", str(story))
    story.write_text(STORY.replace("300 tonnes", "450 tonnes"), encoding="utf-8")
    assert cli("add", str(story)).out == "Replaced harbour: 3 passages.\n"
    answer = json.loads(cli("ask", "How heavy was the crane?", "--json", "--article", "harbour").out)["answer"]
    assert "450 tonnes" in answer
    assert "300" not in answer


def test_standard_input_and_options_name_an_article(cli: Cli) -> None:
    run = cli("add", "-", "--id", "crane", "--title", "Crane falls", stdin=STORY.encode())
    assert run.out == "Added crane: 3 passages.\n"
    assert "crane\tCrane falls\t\t" in cli("articles").out


def test_one_source_that_fails_does_not_stop_the_others(cli: Cli, story: Path, tmp_path: Path) -> None:
    run = cli("add", str(tmp_path / "missing.txt"), str(story))
    assert run.code == 1
    assert run.out == "Added harbour: 3 passages.\n"
    assert "missing.txt" in run.err


def test_an_article_in_another_language_is_refused(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "hafen.txt"
    path.write_text(
        "Der Hafen wurde am Freitag geschlossen, nachdem ein Kran ins Wasser gefallen war. "
        "Niemand sei verletzt worden, sagte die Hafenmeisterin, und man habe Glück gehabt.",
        encoding="utf-8",
    )
    run = cli("add", str(path))
    assert run.code == 1
    assert "does not look like English text" in run.err
    assert cli("articles").out.count("\n") == 1


def test_the_first_command_of_all_can_be_an_add(cli: Cli, story: Path, tmp_path: Path, data_dir: Path) -> None:
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    (fresh / "models").symlink_to(data_dir / "models")
    (fresh / "footnote.json").write_text('{"format": 1, "id": "0123abcd"}', encoding="utf-8")
    run = cli("add", str(story), env={"FOOTNOTE_DATA_DIR": str(fresh)})
    assert (run.code, run.out) == (0, "Added harbour: 3 passages.\n")
    assert cli("articles", env={"FOOTNOTE_DATA_DIR": str(fresh)}).out.count("\n") == 2


def test_show_marks_passages_and_furniture(cli: Cli, story: Path) -> None:
    cli("add", str(story))
    lines = cli("show", "harbour").out.splitlines()
    assert lines[lines.index("furniture") + 1].strip() == "Read more: The cranes of the north"
    assert "passage 2" in lines


def test_remove_forgets_an_article_and_says_so(cli: Cli, story: Path) -> None:
    cli("add", str(story))
    assert cli("remove", "harbour").out == "Removed harbour.\n"
    assert cli("ask", "How heavy was the crane?", "--article", "harbour").code == 1
    assert cli("remove", "harbour").code == 1


@pytest.mark.parametrize("content", [b"", b"   \n", b"\x00\x01\x02binary", b"\xff\xfe\xfa\xfb"])
def test_a_file_without_text_gets_one_sentence(cli: Cli, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(content)
    run = cli("add", str(path))
    assert run.code == 1
    assert run.err.count("\n") == 1
    assert "odd.txt" in run.err


def test_an_article_of_page_furniture_alone_is_refused(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("Read more: The cranes\n\nSign up for our newsletter\n\n3:24\n\nMore on Nato\n", encoding="utf-8")
    run = cli("add", str(path))
    assert (run.code, run.out) == (1, "")
    assert "page.txt' holds nothing but what looks like page furniture; " in run.err
    assert cli("articles").out.count("\n") == 1


def test_an_address_that_is_not_of_the_web_is_not_taken_for_a_path(cli: Cli) -> None:
    run = cli("add", "ftp://news.example/story")
    assert (run.code, run.err) == (
        1,
        "Error: 'ftp://news.example/story' is not an http or https address; check the address\n",
    )


def test_an_empty_name_is_no_file(cli: Cli) -> None:
    assert cli("add", "").err == "Error: '' names no file; give a path, a web address, or \"-\"\n"


def test_what_is_wrong_with_the_data_folder_is_told_once(cli: Cli, story: Path, data_dir: Path) -> None:
    (data_dir / "collections" / "default" / "articles" / "foreign.json").write_text("{}", encoding="utf-8")
    run = cli("add", str(story), str(story))
    assert run.code == 1
    assert run.err.count("foreign.json") == 1


def test_a_private_address_is_never_fetched(cli: Cli) -> None:
    run = cli("add", "http://127.0.0.1:9/story")
    assert run.code == 1
    assert run.err.startswith("Error: 'http://127.0.0.1:9/story' ")


def test_index_says_what_it_holds(cli: Cli) -> None:
    expected = "The index is up to date: 14 passages; articles: 0 indexed, 0 removed, 1 unchanged.\n"
    assert cli("index").out == expected


def test_rebuild_makes_the_index_anew(cli: Cli) -> None:
    expected = "The index is up to date: 14 passages; articles: 1 indexed, 0 removed, 0 unchanged.\n"
    assert cli("index", "--rebuild").out == expected


def test_doctor_is_content_with_a_healthy_folder(cli: Cli) -> None:
    run = cli("doctor")
    assert run.code == 0
    assert run.out.splitlines()[-1] == "All is well."


def test_doctor_tells_what_to_do_about_a_changed_model(cli: Cli, data_dir: Path, prepared_folder: Path) -> None:
    (data_dir / "models").unlink()
    run = cli("doctor", env={"FOOTNOTE_EMBEDDING_MODEL": "no/such-model"})
    assert run.code == 1
    assert "wrong model: the embedding model 'no/such-model' cannot be loaded" in run.out


def test_a_collection_of_its_own_is_added_to_asked_and_cleared(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "ship.txt").write_text(
        "Captain Ilse Brandt said on Tuesday that the ship Marigold carries maize. The harbour was calm.\n"
    )
    assert cli("add", "ship.txt", "--collection", "server-5").out == "Added ship: 1 passage.\n"
    assert cli("articles", "--collection", "server-5").out.startswith("ship\t")
    assert "ship\t" not in cli("articles").out
    asked = cli("ask", "Who is the captain of the Marigold?", "--collection", "server-5")
    assert "Ilse Brandt" in asked.out
    assert "Ilse Brandt" not in cli("ask", "Who is the captain of the Marigold?").out
    assert cli("show", "ship", "--collection", "server-5").code == 0
    assert "up to date: 1 passages" in cli("index", "--collection", "server-5").out
    assert cli("remove", "ship", "--collection", "server-5").out == "Removed ship.\n"


@pytest.mark.parametrize(
    "command", [["ask", "Who?"], ["articles"], ["show", "x"], ["remove", "x"], ["index"], ["chat"]]
)
def test_a_collection_that_does_not_exist_is_said_not_to(cli: Cli, command: list[str]) -> None:
    run = cli(*command, "--collection", "server-7")
    assert (run.code, run.out) == (1, "")
    assert run.err == "Error: there is no collection 'server-7'; there are: default\n"


def test_the_collections_are_listed_with_the_number_of_their_articles(cli: Cli, story: Path) -> None:
    cli("add", str(story), "--collection", "server-12")
    run = cli("articles", "--collections")
    assert (run.code, run.out) == (0, "default\t1\nserver-12\t1\n")


def test_a_name_that_no_collection_can_have_makes_no_folder(cli: Cli, story: Path, data_dir: Path) -> None:
    run = cli("add", str(story), "--collection", "../server")
    assert run.code == 1
    assert "cannot hold a collection called '../server'" in run.err
    assert not (data_dir / "server").exists()


def test_the_record_of_a_collection_names_its_own_articles_and_index(cli: Cli, story: Path) -> None:
    cli("add", str(story), "--collection", "server-12")
    cli("index", "--rebuild", "--collection", "server-12")
    record = json.loads(cli("ask", "How heavy was the crane?", "--json", "--collection", "server-12").out)
    assert [citation["article_id"] for citation in record["citations"]] == ["harbour"]
    assert record["articles_in_scope"] == 1
    assert record["provenance"]["index"].startswith("2@")
