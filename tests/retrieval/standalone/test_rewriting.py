import pytest

from retrieval.schema import Conversation
from retrieval.standalone.rewriting import Rewritten, rewrite
from tests.retrieval.standalone.conversations import follow, talk

HALE = ("Who said that the dam would hold?", "Mrs Marta Hale")
PIKE = ("Who did Jon Pike meet?", "Ola Berg")
COUNCIL = ("Will the council pay for hotels?", "will not pay")


@pytest.mark.parametrize(
    "question",
    [
        "Who is Jon Pike?",
        "How long did it rain?",
        "Is it true that the dam will hold?",
        "Is there a hotel in Tarn?",
        "Where is the dam?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert rewrite(question, Conversation()) == Rewritten(question)
    assert follow(question, HALE, PIKE) == Rewritten(question)


@pytest.mark.parametrize(
    "question", ["When?", "And Rome?", "What did he say?", "Who else?", "?!", "x" * 500, "and", ""]
)
def test_nothing_is_put_in_where_nothing_was_said(question: str) -> None:
    assert rewrite(question, Conversation()) == Rewritten(question)


@pytest.mark.parametrize(
    ("question", "turns", "expected"),
    [
        ("What does she say about it?", (HALE,), "What does Mrs Marta Hale say about it?"),
        ("And what is her job?", (HALE,), "What is Mrs Marta Hale's job?"),
        ("Where did he do that?", (PIKE, ("Who is Jon Pike?", None)), "Where did Jon Pike do that?"),
        ("Whom did he blame?", (("Who met Ola Berg in Tarn?", "Jon Pike"),), "Whom did Jon Pike blame?"),
        ("What do they pay for?", (COUNCIL,), "What do the council pay for?"),
    ],
)
def test_pronouns_stand_for_whom_the_conversation_is_about(
    question: str, turns: tuple[tuple[str, str], ...], expected: str
) -> None:
    assert follow(question, *turns).question == expected


@pytest.mark.parametrize(
    ("question", "turns", "expected"),
    [
        ("When?", (PIKE,), "When did Jon Pike meet Ola Berg?"),
        ("And when?", (PIKE,), "When did Jon Pike meet Ola Berg?"),
        ("Why not?", (COUNCIL,), "Why won't the council pay for hotels?"),
        ("And Marta Hale?", (PIKE,), "Who did Marta Hale meet?"),
        ("What about the mayor?", (COUNCIL,), "Will the mayor pay for hotels?"),
        ("On what condition?", (COUNCIL,), "On what condition will the council pay for hotels?"),
        ("And in June?", (("How long did it rain in May?", "three days"),), "How long did it rain in June?"),
        ("Any children?", (PIKE,), "Does Jon Pike have any children?"),
        ("Who else?", (PIKE,), "Who else did Jon Pike meet besides Ola Berg?"),
    ],
)
def test_what_a_fragment_leaves_out_comes_from_the_last_question(
    question: str, turns: tuple[tuple[str, str], ...], expected: str
) -> None:
    assert follow(question, *turns).question == expected


def test_a_question_that_does_not_say_who_keeps_its_words_and_tells_between_whom() -> None:
    rewritten = follow("What did he do?", ("Who met in Tarn?", "Jon Pike met Ola Berg"))
    assert rewritten == Rewritten("What did he do?", "he", ("Jon Pike", "Ola Berg"))


def test_somebody_whom_nobody_named_is_not_a_name_that_stands_in_an_answer() -> None:
    turns = (("Where was he born?", None), ("Did he see the dam?", "would hold"))
    assert follow("How old was he?", *turns) == Rewritten("How old was he?")


def test_a_woman_is_not_he_and_a_place_is_nobody() -> None:
    assert follow("What did he do?", HALE).question == "What did he do?"
    assert follow("What did he do?", ("Where did they meet?", "Tarn")).question != "What did Tarn do?"


def test_a_change_of_topic_is_a_question_of_its_own() -> None:
    question = "ok, different thing: how long did it rain?"
    assert follow(question, HALE, PIKE) == Rewritten(question)


def test_that_council_is_the_one_that_was_named() -> None:
    turns = (("Who will not pay?", "The Harbour Council"),)
    assert follow("Where does that council sit?", *turns).question == "Where does Harbour Council sit?"


@pytest.mark.parametrize(
    "question", ["🙂?", "هل هو هناك؟", "he " * 400, "And " * 300 + "?", "[1] [2]", "who's he's his?"]
)
def test_any_text_is_understood_somehow(question: str) -> None:
    for turns in ((HALE,), (PIKE, COUNCIL), (("?!", None),), (("🙂", "Tarn"),)):
        assert follow(question, *turns).question


def test_a_long_conversation_is_read_to_its_end() -> None:
    assert rewrite("When?", talk(*[HALE, PIKE] * 30)).question == "When did Jon Pike meet Ola Berg?"
