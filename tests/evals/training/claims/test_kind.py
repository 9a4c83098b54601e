import time

import pytest

from evals.training.claims.kind import AnswerKind, answer_kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who won?", AnswerKind.PERSON),
        ("to whom did he speak", AnswerKind.PERSON),
        ("Whose idea was it?", AnswerKind.PERSON),
        ("tell me who won", AnswerKind.PERSON),
        ("Which president resigned?", AnswerKind.PERSON),
        ("Who is Ann Reed?", AnswerKind.ROLE),
        ("Who was arrested?", AnswerKind.PERSON),
        ("Which company lost?", AnswerKind.GROUP),
        ("WHERE WAS IT", AnswerKind.PLACE),
        ("In which country is it?", AnswerKind.PLACE),
        ("when did he go", AnswerKind.TIME),
        ("On what date did he go?", AnswerKind.TIME),
        ("In which year did he go?", AnswerKind.YEAR),
        ("what year", AnswerKind.YEAR),
        ("How many died?", AnswerKind.NUMBER),
        ("How much did it cost?", AnswerKind.MONEY),
        ("How much of it was sold?", AnswerKind.AMOUNT),
        ("What percentage agreed?", AnswerKind.PERCENT),
        ("Who won over 80 percent of the votes?", AnswerKind.PERSON),
        ("What did the president do?", AnswerKind.OTHER),
        ("What kind of state is it?", AnswerKind.OTHER),
        ("How long did it last?", AnswerKind.DURATION),
        ("How tall is it?", AnswerKind.MEASURE),
        ("why did he go", AnswerKind.REASON),
        ("What is a dirty bomb?", AnswerKind.DEFINITION),
        ("whats a dirty bomb", AnswerKind.DEFINITION),
        ("What does NATO stand for?", AnswerKind.DEFINITION),
        ("What did Ann Reed say about it?", AnswerKind.QUOTE),
        ("What is the ship called?", AnswerKind.NAME),
        ("Is it true?", AnswerKind.YES_NO),
        ("What happened?", AnswerKind.OTHER),
        ("", AnswerKind.OTHER),
    ],
)
def test_a_question_asks_for_a_kind_of_answer(question: str, kind: AnswerKind) -> None:
    assert answer_kind(question) is kind


@pytest.mark.parametrize("unit", ["who is a", "what is a.", "what ", "a", "how much ", "who is aa ", "😀"])
def test_long_strange_questions_take_little_time(unit: str) -> None:
    start = time.perf_counter()
    answer_kind(unit * (100_000 // len(unit)))
    assert time.perf_counter() - start < 1.0
