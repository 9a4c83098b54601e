import json
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from filelock import FileLock

from bot.cli import main
from retrieval.errors import QuestionInvalid
from tests.cli import Cli
from tests.fakes import make

QUESTION = "Who did Gerasimov speak to?"
FIELDS = {
    "schema",
    "question",
    "standalone_question",
    "answered",
    "answer",
    "highlights",
    "confidence",
    "citations",
    "reason",
    "missing",
    "notices",
    "reader",
    "nearest",
    "provenance",
    "latency_ms",
}


def article_text(data_dir: Path, article_id: str = "russia-dirty-bomb-claims") -> str:
    path = data_dir / "collections" / "default" / "articles" / f"{article_id}.json"
    return str(json.loads(path.read_text(encoding="utf-8"))["text"])


def test_the_example_of_the_mission_is_answered_from_the_right_sentence(cli: Cli) -> None:
    run = cli("ask", QUESTION)
    assert run.code == 0
    assert "spoke to General Mark Milley" in run.out
    assert "Admiral Sir Tony Radakin" in run.out
    assert run.out.index("[1] russia-dirty-bomb-claims, characters 2544–2795") > 0


def test_json_has_the_contracted_fields_and_quotes_the_article_exactly(cli: Cli, data_dir: Path) -> None:
    run = cli("ask", QUESTION, "--json")
    record = json.loads(run.out)
    assert record.keys() >= FIELDS
    assert record["answered"] is True
    text = article_text(data_dir)
    assert record["citations"]
    for part in (*record["citations"], *record["highlights"]):
        assert text[part["start"] : part["end"]] == part.get("quote", part.get("text"))
    assert record["nearest"] == []
    assert record["provenance"]["embedding_model"] == "all-MiniLM-L6-v2"


def test_a_name_that_the_article_does_not_mention_is_named(cli: Cli) -> None:
    run = cli("ask", "What did Zelensky say about the bomb?", "--json")
    record = json.loads(run.out)
    assert run.code == 0
    assert record["answered"] is False
    assert (record["reason"], record["missing"]) == ("name_not_mentioned", ["Zelensky"])
    assert record["answer"] == "The article does not mention Zelensky."
    assert record["citations"] == []
    assert record["nearest"]


def test_why_shows_what_was_found(cli: Cli) -> None:
    run = cli("ask", QUESTION, "--why", "--top-k", "3")
    assert "rank  score  cosine  words  passage" in run.out
    assert run.out.count("russia-dirty-bomb-claims:") == 3


def test_furniture_is_never_cited(cli: Cli) -> None:
    for bait in (
        "What is a dirty bomb?",
        "What happened inside the battle for Bakhmut?",
        "Which browser should I use?",
    ):
        record = json.loads(cli("ask", bait, "--json", "--why").out)
        quotes = [entry["quote"] for entry in (*record["citations"], *record["nearest"])]
        for furniture in ("Chrome", "3:24", "Inside the battle", "More on Nato", "What is a dirty bomb?"):
            assert not [quote for quote in quotes if furniture in quote]


def test_a_batch_answers_in_order_and_goes_on_after_a_line_that_fails(cli: Cli) -> None:
    run = cli("ask", "-", "--json", stdin=b"Who is Ben Wallace?\n\nWo ist der Bahnhof?\nWhat is a dirty bomb?\n")
    records = [json.loads(line) for line in run.out.splitlines()]
    assert [record["question"] for record in records] == [
        "Who is Ben Wallace?",
        "",
        "Wo ist der Bahnhof?",
        "What is a dirty bomb?",
    ]
    assert ["error" in record for record in records] == [False, True, True, False]
    assert run.code == 1


def test_a_batch_of_plain_text_shows_each_question(cli: Cli) -> None:
    run = cli("ask", "-", stdin=b"What is a dirty bomb?\nWho is Ben Wallace?\n")
    assert run.code == 0
    assert [line for line in run.out.splitlines() if line.startswith("> ")] == [
        "> What is a dirty bomb?",
        "> Who is Ben Wallace?",
    ]


def test_a_line_that_is_not_text_is_named_by_its_number(cli: Cli) -> None:
    run = cli("ask", "-", "--json", stdin=b"Who?\n\xff\xfe\n")
    assert "line 2 of the input is not UTF-8 text" in json.loads(run.out.splitlines()[1])["error"]


def test_a_command_that_a_conversation_does_not_have_is_named(cli: Cli) -> None:
    run = cli("chat", "--json", stdin=b"/help\n/QUIT\nWho?\n")
    assert run.code == 1
    assert [json.loads(line) for line in run.out.splitlines()] == [
        {
            "schema": 1,
            "question": "/help",
            "error": "a conversation has no command '/help'; its commands are /sources, /why, /new and /quit",
        }
    ]


def test_chat_reads_a_turn_a_line_and_prints_nothing_for_new(cli: Cli) -> None:
    run = cli("chat", "--json", stdin=b"Who is Ben Wallace?\n/new\nWhat is a dirty bomb?\n/quit\nWho?\n")
    assert run.code == 0
    assert [json.loads(line)["question"] for line in run.out.splitlines()] == [
        "Who is Ben Wallace?",
        "What is a dirty bomb?",
    ]


def test_a_follow_up_is_read_with_what_was_said_before(cli: Cli) -> None:
    run = cli("chat", "--json", stdin=f"{QUESTION}\nWhen?\n".encode())
    _, followed = map(json.loads, run.out.splitlines())
    assert (followed["question"], followed["standalone_question"]) == ("When?", "When?")
    assert followed["citations"][0]["quote"].startswith("On Monday – a day after the talks")


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        ("", "is empty"),
        (" \t ", "is empty"),
        ("?!…", "holds no word"),
        ("Who\x00spoke?", "holds control characters"),
        ("a" * 100_000, "has 100,000 characters, more than the 2,000 of one question"),
        ("¿Quién habló con el general?", "does not look English"),
    ],
)
def test_a_question_that_cannot_be_asked_gets_one_sentence(cli: Cli, question: str, problem: str) -> None:
    run = cli("ask", question)
    assert run.code == 1
    assert run.out == ""
    assert problem in run.err
    assert run.err.count("\n") == 1
    assert len(run.err) < 300


def test_an_unknown_article_is_named_with_the_known_ones(cli: Cli) -> None:
    run = cli("ask", "Who?", "--article", "nope")
    assert run.code == 1
    assert run.err == "Error: no article has the id 'nope'; the ids are: russia-dirty-bomb-claims\n"


def test_without_any_article_the_way_to_add_one_is_told(cli: Cli) -> None:
    assert cli("remove", "russia-dirty-bomb-claims").code == 0
    run = cli("ask", "Who spoke?")
    assert run.code == 1
    assert run.err.splitlines()[-1] == (
        "Error: the collection 'default' has no article; add one with \"footnote add PATH or URL\""
    )


def test_wrong_words_end_with_2(cli: Cli) -> None:
    run = cli("ask", "--frob")
    assert run.code == 2
    assert run.err == 'Error: no such option: --frob; see "footnote ask --help"\n'
    assert cli("aks").err.startswith("Error: no such command 'aks' (did you mean 'ask'?)")


def test_a_value_that_an_option_does_not_take_is_named(cli: Cli) -> None:
    run = cli("ask", "Who?", "--top-k", "many")
    assert run.code == 2
    assert run.err.startswith("Error: invalid value for '--top-k': ")
    assert run.err.endswith(", not 'many'; see \"footnote ask --help\"\n")


def test_a_choice_that_there_is_not_is_named_once(cli: Cli) -> None:
    run = cli("ask", "Who?", "--reader", "oracle")
    assert run.code == 2
    told = "Error: invalid value for '--reader': 'oracle' is not one of 'chat', 'span'; "
    assert run.err == f'{told}see "footnote ask --help"\n'


def test_without_a_command_there_is_help_and_no_error(cli: Cli) -> None:
    run = cli()
    assert run.code == 2
    assert "Usage: footnote" in run.out
    assert run.err == ""


@pytest.mark.parametrize("words", [("--debug", "ask", ""), ("ask", "--debug", ""), ("ask", "", "--debug")])
def test_debug_shows_the_traceback_wherever_it_stands(monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    monkeypatch.setattr(sys, "argv", ["footnote", *words])
    with pytest.raises(QuestionInvalid, match="is empty"):
        main()


def test_behind_two_hyphens_debug_is_a_word(cli: Cli) -> None:
    assert "'--debug' does not exist" in cli("add", "--", "--debug").err


def test_wrong_words_get_one_sentence_also_with_debug(cli: Cli) -> None:
    run = cli("ask", "--frob", "--debug")
    assert run.err == 'Error: no such option: --frob; see "footnote ask --help"\n'


def test_a_wrong_setting_is_named(cli: Cli) -> None:
    run = cli("ask", "Who?", env={"FOOTNOTE_TOP_K": "many"})
    assert run.code == 1
    assert run.err.startswith("Error: FOOTNOTE_TOP_K is 'many':")


def test_a_threshold_of_1_holds_every_answer_back(cli: Cli) -> None:
    record = json.loads(cli("ask", QUESTION, "--json", env={"FOOTNOTE_ANSWER_THRESHOLD": "1"}).out)
    assert record["answered"] is False


def test_while_another_process_writes_the_index_as_it_was_answers(cli: Cli, data_dir: Path, tmp_path: Path) -> None:
    story = tmp_path / "story.json"
    source = data_dir / "collections" / "default" / "articles" / "russia-dirty-bomb-claims.json"
    fields = json.loads(source.read_text(encoding="utf-8"))
    article = make("Ann met Bob in Oslo.", "oslo")
    story.write_text(json.dumps({**fields, **asdict(article)}), encoding="utf-8")
    story.rename(source.with_name("oslo.json"))
    with FileLock(data_dir / "write.lock"):
        run = cli("ask", "What is a dirty bomb?")
    assert run.code == 0
    assert "explosive device" in run.out
    assert "Another process is changing the articles" in " ".join(run.err.split())
    assert "Indexed 1 article" in " ".join(cli("ask", "Who met Bob?").err.split())
